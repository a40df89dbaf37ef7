/** Fewest bytes in a row that are worth decoding: the shortest phone number has seven digits. */
export const FEWEST_BYTES = 7;

/** Characters of base32 that so many bytes take. */
export const SHORTEST_BASE32 = 12;

/** Most characters between two digits, and between two numbers, of one list. */
export const WIDEST_GAP = 40;

/** What a character is that is no hexadecimal digit: a letter, or neither. */
const LETTER = 16;
const OTHER = 17;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * What the hexadecimal digits of a text spell, whatever stands between the digits and whether or not each byte begins with
 * `0x`; read from the first and from the second digit of each run. A letter beyond f ends a run.
 */
export function hexadecimalBytes(text: string): Uint8Array[] {
  const plain = /x/i.test(text) ? text.replace(/0x|\\x/gi, " ") : text;
  const found: Uint8Array[] = [];
  let digits: Uint8Array = new Uint8Array(64);
  let length = 0;
  let gap = 0;
  const end = (): void => {
    if (length >= FEWEST_BYTES * 2)
      found.push(paired(digits, 0, length), paired(digits, 1, length));
    length = 0;
  };
  for (let at = 0; at < plain.length; at++) {
    const kind = kindOf(plain.charCodeAt(at));
    if (kind < 16) {
      if (gap > WIDEST_GAP) end();
      if (length === digits.length) digits = doubled(digits);
      digits[length++] = kind;
      gap = 0;
    } else if (kind === LETTER) end();
    else gap++;
  }
  end();
  return found;
}

/** What the lists of decimal bytes in a text spell, as in `[65, 67, 48]`. */
export function decimalBytes(text: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  let bytes: Uint8Array = new Uint8Array(64);
  let length = 0;
  let previous = -1;
  const end = (): void => {
    if (length >= FEWEST_BYTES) found.push(bytes.slice(0, length));
    length = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === OTHER) continue;
    if (kind > 9) {
      end();
      previous = -1;
      continue;
    }
    let number = kind;
    const start = at;
    for (; isDigit(text.charCodeAt(at + 1)); at++) {
      number = Math.min(1000, number * 10 + kindOf(text.charCodeAt(at + 1)));
    }
    if (previous < 0 || start - previous > WIDEST_GAP) end();
    previous = at + 1;
    if (at - start > 2) {
      end();
      previous = -1;
      continue;
    }
    if (length === bytes.length) bytes = doubled(bytes);
    bytes[length++] = Math.min(number, 255);
  }
  end();
  return found;
}

/** What the binary digits of a text spell, as in `01000001 01000011`. */
export function binaryBytes(text: string): Uint8Array[] {
  return [...text.matchAll(/(?:[01]{8}[^0-9A-Za-z]{0,3}){7,}/g)].map(([run]) =>
    Uint8Array.from(run.match(/[01]{8}/g) ?? [], (digits) => Number.parseInt(digits, 2)),
  );
}

/** Between groups or lines of base32: blanks or dashes behind four capitals and before the next. */
const BETWEEN_BASE32 = /(?<=[A-Z2-7]{4})[\s-]{1,8}(?=[A-Z2-7])/g;

/** What the runs of base32 characters in a text hold, those in capitals also in groups or lines. */
export function base32Bytes(text: string): Uint8Array[] {
  const joined = /[A-Z2-7]{4}[\s-]/.test(text) ? text.replace(BETWEEN_BASE32, "") : text;
  return [...joined.matchAll(/[A-Z2-7]{12,}|[a-z2-7]{12,}/g)]
    .map(([run]) => base32(run.toUpperCase()))
    .filter(({ length }) => length >= FEWEST_BYTES);
}

function base32(run: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((run.length * 5) / 8));
  let bits = 0;
  let buffer = 0;
  let length = 0;
  for (const character of run) {
    buffer = ((buffer << 5) | BASE32.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = buffer >>> bits;
  }
  return bytes;
}

/** The value of a hexadecimal digit, {@link LETTER} or {@link OTHER}. A loop over these needs no way back, as a pattern would. */
function kindOf(code: number): number {
  if (code < 48 || code > 122) return OTHER;
  if (code < 58) return code - 48;
  const letter = code | 32;
  if (letter < 97 || letter > 122 || code < 65) return OTHER;
  return letter < 103 ? letter - 87 : LETTER;
}

function isDigit(code: number): boolean {
  return code >= 48 && code < 58;
}

function paired(digits: Uint8Array, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array((end - start) >> 1);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = ((digits[start + 2 * at] ?? 0) << 4) | (digits[start + 2 * at + 1] ?? 0);
  }
  return bytes;
}

function doubled(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
