import {
  base32Bytes,
  binaryBytes,
  decimalBytes,
  FEWEST_BYTES,
  hexadecimalBytes,
  SHORTEST_BASE32,
  WIDEST_GAP,
} from "./byteNotations";
import { base64Alignments, base64Runs, SHORTEST_BASE64 } from "./base64";

/** A way to write bytes as text. */
export interface Notation {
  readonly encoding: string;
  /** The sign that it leaves in a text. */
  readonly sign: "base64" | "hexadecimal" | "decimal" | "binary" | "base32";
  /** The fewest characters that can hold a phone number, the shortest value. */
  readonly fewest: number;
  readonly decode: (text: string) => readonly Uint8Array[];
  /** What stands between two decoded texts. */
  readonly separator: string;
}

/**
 * So many blanks that digits in front of them and behind them are not read as one number. Without it, `33333333` would never end:
 * each half spells `3333`, and both together are as long as the text.
 */
const APART = `\n${" ".repeat(WIDEST_GAP)}\n`;

/** The notations that are decoded, in this order. */
export const NOTATIONS: readonly Notation[] = [
  notation("base64", "base64", SHORTEST_BASE64, base64Runs),
  notation("base64", "base64", SHORTEST_BASE64, base64Alignments),
  notation("hexadecimal", "hexadecimal", 2 * FEWEST_BYTES, hexadecimalBytes, APART),
  notation("decimal bytes", "decimal", FEWEST_BYTES, decimalBytes),
  notation("binary", "binary", 8 * FEWEST_BYTES, binaryBytes),
  notation("base32", "base32", SHORTEST_BASE32, base32Bytes),
];

function notation(
  encoding: string,
  sign: Notation["sign"],
  fewest: number,
  decode: Notation["decode"],
  separator = "\n",
): Notation {
  return { encoding, sign, fewest, decode, separator };
}
