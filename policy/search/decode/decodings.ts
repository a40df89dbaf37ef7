import {
  base32Bytes,
  binaryBytes,
  decimalBytes,
  hexadecimalBytes,
  WIDEST_GAP,
} from "./byteNotations";
import { base64Alignments, base64Runs } from "./base64";
import { unpacked } from "./compression";
import { unescaped, withoutConcatenation, withoutQuotedPrintable } from "./escapes";
import { readableText } from "./readableText";
import { replaceEach } from "./replaceEach";
import { unmarkedCompressed } from "./unmarkedCompression";

/** One layer of encoding that was taken off a text. */
export interface Decoding {
  readonly text: string;
  /** The encoding, for messages. */
  readonly encoding: string;
  /** Bytes that compressed data was unpacked to, more than the text's where not all is readable; Infinity where it goes on. */
  readonly unpacked?: number;
}

/** Fewest characters of a text that can hold a whole encoded phone number. */
const SHORTEST_ENCODED = 8;

/**
 * So many blanks that digits in front of them and behind them are not read as one number. Without it, `33333333` would never end:
 * each half spells `3333`, and both together are as long as the text.
 */
const APART = `\n${" ".repeat(WIDEST_GAP)}\n`;

/** Every reading of a text with one layer of encoding taken off. It decodes `cGhvbmU=` and `%41`, and drops results that are not readable. */
export function decodings(text: string): Decoding[] {
  if (text.length < SHORTEST_ENCODED) return [];
  const texts = [
    { text: unescaped(text), encoding: "escapes" },
    { text: withoutQuotedPrintable(text), encoding: "quoted-printable" },
    { text: withoutConcatenation(text), encoding: "concatenation" },
    { text: plainForms(text), encoding: "Unicode look-alikes" },
  ].flatMap(({ text: decoded, encoding }) =>
    decoded === undefined ? [] : [{ text: decoded, encoding }],
  );
  return [
    ...texts,
    ...readings("base64", base64Runs(text)),
    ...readings("base64", base64Alignments(text)),
    ...readings("hexadecimal", hexadecimalBytes(text), APART),
    ...readings("decimal bytes", decimalBytes(text)),
    ...readings("binary", binaryBytes(text)),
    ...readings("base32", base32Bytes(text)),
    ...unmarkedCompressed(text).map((bytes) => compressedReading("base64", bytes)),
  ];
}

/**
 * The readable text in decoded bytes, and in what they unpack to where they are compressed.
 * @param separator what stands between two decoded texts
 */
function readings(encoding: string, decoded: readonly Uint8Array[], separator = "\n"): Decoding[] {
  const plain = decoded.map(readableText).filter((text) => text !== "");
  return [
    ...(plain.length === 0 ? [] : [{ text: plain.join(separator), encoding }]),
    ...decoded.flatMap((bytes) => compressedReadings(encoding, bytes)),
  ];
}

function compressedReadings(encoding: string, bytes: Uint8Array): Decoding[] {
  const { pieces, complete } = unpacked(bytes);
  const readings = pieces.map((piece) => compressedReading(encoding, piece));
  return complete ? readings : [...readings, { text: "", encoding, unpacked: Infinity }];
}

function compressedReading(encoding: string, piece: Uint8Array): Decoding {
  return {
    text: readableText(piece),
    encoding: `${encoding} of compressed data`,
    unpacked: piece.length,
  };
}

/** Full-width and other compatibility forms as ASCII; undefined for a text that has none. */
function plainForms(text: string): string | undefined {
  if (!/[\u0080-\uffff]/.test(text)) return undefined;
  return replaceEach(text, /[\u0080-\uffff]+/g, ([run]) => withPlainLetters(run));
}

/** Letters and digits that look like others, in ASCII; the same text where it has none. */
function withPlainLetters(text: string): string {
  const plain = text.normalize("NFKC");
  return /[0-9A-Za-z]/.test(plain) ? plain : text;
}
