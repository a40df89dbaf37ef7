import { unpacked } from "./compression";
import { unescaped, withoutConcatenation, withoutQuotedPrintable } from "./escapes";
import { NOTATIONS, type Notation } from "./notations";
import { readableText } from "./readableText";
import { replaceEach } from "./replaceEach";
import { signsOf } from "./signs";
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
 * Every reading of a text with one layer of encoding taken off: of `cGhvbmU=`, for instance, and of `%41`. Readings that are not
 * readable text are left out.
 */
export function decodings(text: string): Decoding[] {
  if (text.length < SHORTEST_ENCODED) return [];
  const signs = signsOf(text);
  const found: Decoding[] = [];
  const add = (decoded: string | undefined, encoding: string): void => {
    if (decoded !== undefined) found.push({ text: decoded, encoding });
  };
  if (signs.escapes) add(unescaped(text), "escapes");
  if (signs.equals) add(withoutQuotedPrintable(text), "quoted-printable");
  if (signs.quotes) add(withoutConcatenation(text), "concatenation");
  if (signs.beyondAscii) add(plainForms(text), "Unicode look-alikes");
  for (const notation of NOTATIONS) {
    if (signs[notation.sign] >= notation.fewest) {
      addReadings(found, notation, notation.decode(text));
    }
  }
  for (const bytes of unmarkedCompressed(text)) found.push(compressedReading("base64", bytes));
  return found;
}

/** Adds the readable text in decoded bytes, and in what they unpack to where they are compressed. */
function addReadings(
  found: Decoding[],
  { encoding, separator }: Notation,
  decoded: readonly Uint8Array[],
): void {
  if (decoded.length === 0) return;
  const plain: string[] = [];
  for (const bytes of decoded) {
    const text = readableText(bytes);
    if (text !== "") plain.push(text);
  }
  if (plain.length > 0) found.push({ text: plain.join(separator), encoding });
  for (const bytes of decoded) found.push(...compressedReadings(encoding, bytes));
}

function compressedReadings(encoding: string, bytes: Uint8Array): Decoding[] {
  const { pieces, complete } = unpacked(bytes);
  if (pieces.length === 0 && complete) return [];
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
