/** Fewest bytes in a row that are worth decoding: the shortest phone number has seven digits. */
const FEWEST = 7;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * What the hexadecimal digits of a text spell, whatever stands between the digits and whether or not each byte begins with
 * `0x`; read from the first and from the second digit of each run. A letter beyond f ends a run.
 */
export function hexadecimalBytes(text: string): Uint8Array[] {
  const plain = text.replace(/0x|\\x/gi, " ");
  return [...plain.matchAll(/[0-9a-f](?:[^0-9a-z]{0,40}[0-9a-f]){13,}/gi)].flatMap(([run]) => {
    const digits = run.replace(/[^0-9a-f]/gi, "");
    return [Buffer.from(digits, "hex"), Buffer.from(digits.slice(1), "hex")];
  });
}

/** What the lists of decimal bytes in a text spell, as in `[65, 67, 48]`. */
export function decimalBytes(text: string): Uint8Array[] {
  return [...text.matchAll(/(?<!\d)\d{1,3}(?:[^0-9a-z]{1,40}\d{1,3}(?!\d)){6,}/gi)].map(([run]) =>
    Uint8Array.from(run.split(/\D+/), (number) => Math.min(Number(number), 255)),
  );
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
  return [...text.replace(BETWEEN_BASE32, "").matchAll(/[A-Z2-7]{12,}|[a-z2-7]{12,}/g)]
    .map(([run]) => base32(run.toUpperCase()))
    .filter(({ length }) => length >= FEWEST);
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
