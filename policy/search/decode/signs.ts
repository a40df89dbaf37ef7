/** The characters of a text that show which encodings it may have. An encoding is tried only if its signs are there. */
export interface Signs {
  /** Whether the text has a backslash, a percent sign or an ampersand. */
  readonly escapes: boolean;
  /** Whether it has an equals sign. */
  readonly equals: boolean;
  /** Whether it has a quote. */
  readonly quotes: boolean;
  /** Whether it has a character that is not in ASCII. */
  readonly beyondAscii: boolean;
  /** How many characters of base64 and base64url it has. */
  readonly base64: number;
  /** The most hexadecimal digits with no letter between them but `x`. */
  readonly hexadecimal: number;
  /** The most decimal digits with no letter between them. */
  readonly decimal: number;
  /** The most binary digits with no other digit and no letter between them. */
  readonly binary: number;
  /** The most characters of base32 in a row, in one case. Blanks and dashes between the groups do not end a row. */
  readonly base32: number;
}

const ESCAPE = 1;
const EQUALS = 2;
const QUOTE = 4;
const BASE64 = 8;
const HEXADECIMAL = 16;
const DECIMAL = 32;
const BINARY = 64;
const CAPITAL_32 = 128;
const SMALL_32 = 256;
/** A letter that ends a row of hexadecimal digits. */
const OTHER_LETTER = 512;
const LETTER = 1024;
/** What may stand between groups of base32. */
const GAP = 2048;
const DIGIT_32 = CAPITAL_32 | SMALL_32;

const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[\\%&]/, ESCAPE],
  [/=/, EQUALS],
  [/["'`]/, QUOTE],
  [/[0-9A-Za-z+/_-]/, BASE64],
  [/[0-9A-Fa-f]/, HEXADECIMAL],
  [/[0-9]/, DECIMAL],
  [/[01]/, BINARY],
  [/[A-Z2-7]/, CAPITAL_32],
  [/[a-z2-7]/, SMALL_32],
  [/[g-wyzG-WYZ]/, OTHER_LETTER],
  [/[A-Za-z]/, LETTER],
  [/[\s-]/, GAP],
];

/** The classes of each character of ASCII. */
const CLASSES_OF = Uint16Array.from({ length: 128 }, (_, code) =>
  CLASSES.reduce(
    (sum, [pattern, bit]) => (pattern.test(String.fromCharCode(code)) ? sum | bit : sum),
    0,
  ),
);

/** Looks once at each character of a text. */
export function signsOf(text: string): Signs {
  let seen = 0;
  let beyondAscii = false;
  let base64 = 0;
  const hexadecimal = new Row();
  const decimal = new Row();
  const binary = new Row();
  const capitals = new Row();
  const small = new Row();
  let beforeGap = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A character that is not in ASCII may be a blank.
    const classes = code < 128 ? (CLASSES_OF[code] ?? 0) : GAP;
    seen |= classes;
    if (code >= 128) beyondAscii = true;
    if ((classes & BASE64) !== 0) base64++;
    if ((classes & HEXADECIMAL) !== 0) hexadecimal.grow();
    else if ((classes & OTHER_LETTER) !== 0) hexadecimal.end();
    if ((classes & DECIMAL) !== 0) decimal.grow();
    else if ((classes & LETTER) !== 0) decimal.end();
    if ((classes & BINARY) !== 0) binary.grow();
    else if ((classes & (LETTER | DECIMAL)) !== 0) binary.end();
    if ((classes & CAPITAL_32) !== 0) capitals.grow();
    else if ((classes & GAP) === 0) capitals.end();
    if ((classes & SMALL_32) !== 0) small.grow();
    // Groups in capitals may have gaps. A digit may belong to such a group.
    else if ((classes & GAP) === 0 || (beforeGap & DIGIT_32) !== DIGIT_32) small.end();
    if ((classes & GAP) === 0) beforeGap = classes;
  }
  return {
    escapes: (seen & ESCAPE) !== 0,
    equals: (seen & EQUALS) !== 0,
    quotes: (seen & QUOTE) !== 0,
    beyondAscii,
    base64,
    hexadecimal: hexadecimal.longest,
    decimal: decimal.longest,
    binary: binary.longest,
    base32: Math.max(capitals.longest, small.longest),
  };
}

/** Counts the characters of the present row, and of the longest row. */
class Row {
  longest = 0;
  #length = 0;

  grow(): void {
    this.#length++;
    if (this.#length > this.longest) this.longest = this.#length;
  }

  end(): void {
    this.#length = 0;
  }
}
