/** Values of the characters of base64 and base64url; 255 for all others. */
const SEXTETS = new Uint8Array(128).fill(255);
for (const alphabet of [
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
]) {
  for (let value = 0; value < 64; value++) SEXTETS[alphabet.charCodeAt(value)] = value;
}

/** Characters of base64 that seven bytes, the least that can be a phone number, take at any alignment. */
export const SHORTEST_BASE64 = 10;

/** Runs of base64 and base64url characters. */
const RUNS = /[0-9A-Za-z+/_-]{10,}/g;

const ONE_RUN = /^[0-9A-Za-z+/_-]*=*$/;

/** Most characters of a short text. */
const SHORT = 4096;

/** Memory that all short texts use, one after the other: for the values of the characters, and for the bytes of the four alignments. */
const VALUES = new Uint8Array(SHORT);
const ALIGNED = [0, 1, 2, 3].map((start) => ({ start, memory: new Uint8Array(SHORT) }));

/**
 * What the runs of base64 characters in a text hold, each decoded from its first character; nothing for a text that is one run,
 * which {@link base64Alignments} decodes.
 */
export function base64Runs(text: string): Uint8Array[] {
  // A text that is one run is the first of its alignments.
  if (ONE_RUN.test(text)) return [];
  const runs = text.match(RUNS) ?? [];
  return runs.map((run) => decoded(sextets(run), 0));
}

/**
 * What a text holds when all its base64 characters, whatever stands between them, are decoded as one, from each of the
 * four places where a group of four may begin. It finds base64 inside longer base64, glued to a word, cut into lines or
 * into the items of a list.
 *
 * The next call overwrites the result of a short text.
 */
export function base64Alignments(text: string): Uint8Array[] {
  const values = sextets(text);
  if (values.length < SHORTEST_BASE64) return [];
  return ALIGNED.map(({ start, memory }) => decoded(values, start, memory));
}

function sextets(text: string): Uint8Array {
  const values = text.length <= SHORT ? VALUES : new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? SEXTETS[code] : 255;
    if (value !== undefined && value < 64) values[length++] = value;
  }
  return values.subarray(0, length);
}

/** @param memory where the bytes of a short text are put. @default - new memory */
function decoded(values: Uint8Array, start: number, memory?: Uint8Array): Uint8Array {
  const length = Math.floor(((values.length - start) * 3) / 4);
  const isShort = memory !== undefined && values.length <= SHORT;
  const bytes = isShort ? memory : new Uint8Array(length);
  for (let from = start, to = 0; to < length; from += 4, to += 3) {
    const group =
      ((values[from] ?? 0) << 18) |
      ((values[from + 1] ?? 0) << 12) |
      ((values[from + 2] ?? 0) << 6) |
      (values[from + 3] ?? 0);
    bytes[to] = group >>> 16;
    bytes[to + 1] = group >>> 8;
    bytes[to + 2] = group;
  }
  return isShort ? bytes.subarray(0, length) : bytes;
}
