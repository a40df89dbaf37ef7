import { base32Bytes, binaryBytes, decimalBytes, hexadecimalBytes } from "./byteNotations";
import { base64Alignments, base64Runs } from "./base64";
import { decompressed } from "./compression";
import { unescaped, withoutQuotedPrintable } from "./escapes";
import { readableText } from "./readableText";

/** One layer of encoding that was taken off a text. */
export interface Decoding {
  readonly text: string;
  /** The encoding, for messages. */
  readonly encoding: string;
}

/** Fewest characters of a text that can hold a whole encoded phone number. */
const SHORTEST = 8;

/** Every reading of a text with one layer of encoding taken off; only readings that hold readable text. */
export function decodings(text: string): Decoding[] {
  if (text.length < SHORTEST) return [];
  const texts = [
    { text: unescaped(text), encoding: "escapes" },
    { text: withoutQuotedPrintable(text), encoding: "quoted-printable" },
    { text: plainForms(text), encoding: "Unicode look-alikes" },
  ].flatMap(({ text: decoded, encoding }) =>
    decoded === undefined ? [] : [{ text: decoded, encoding }],
  );
  return [
    ...texts,
    ...readings("base64", base64Runs(text)),
    ...readings("base64", base64Alignments(text)),
    ...readings("hexadecimal", hexadecimalBytes(text)),
    ...readings("decimal bytes", decimalBytes(text)),
    ...readings("binary", binaryBytes(text)),
    ...readings("base32", base32Bytes(text)),
  ];
}

/** The readable text in decoded bytes, and in what they unpack to where they are compressed. */
function readings(encoding: string, decoded: readonly Uint8Array[]): Decoding[] {
  const plain = decoded.map(readableText).filter((text) => text !== "");
  const unpacked = decoded.flatMap(decompressed).map(readableText);
  return [
    ...(plain.length === 0 ? [] : [{ text: plain.join("\n"), encoding }]),
    ...unpacked.map((text) => ({ text, encoding: `${encoding} of compressed data` })),
  ];
}

/** Full-width and other compatibility forms as ASCII; undefined for a text that has none. */
function plainForms(text: string): string | undefined {
  if (!/[\u0080-\uffff]/.test(text)) return undefined;
  const plain = text.normalize("NFKC");
  return plain === text ? undefined : plain;
}
