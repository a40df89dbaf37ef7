/** Fewest characters in a row that count as a part of a value. Twelve characters agree by chance once in 10^14. */
export const PART_LENGTH = 12;

/** Length of the pieces that {@link ValueIndex} looks values up by. */
const SEED_LENGTH = 8;
const SEED_STEP = PART_LENGTH - SEED_LENGTH;
const BASE = 0x01000193;
const FILTER_BITS = 16;

/** `BASE` to the power of the seed's length: takes the oldest character out of the running hash. */
const OUTGOING = Array.from({ length: SEED_LENGTH }).reduce<number>(
  (power) => Math.imul(power, BASE),
  1,
);

/** Where short texts are folded, again and again. */
const SCRATCH = new Uint8Array(4096);

/** Codes of the letters and digits, both cases the same; 0 for every other character. */
const FOLDED = Uint8Array.from({ length: 128 }, (_, code) =>
  /[0-9a-z]/i.test(String.fromCharCode(code))
    ? String.fromCharCode(code).toLowerCase().charCodeAt(0)
    : 0,
);

/**
 * A text's letters and digits alone, in lower case: blanks, quotes, dashes, brackets and line breaks between the characters
 * of a value, and its case, then make no difference.
 *
 * The result of a short text is only valid until the next call, which takes the same memory.
 */
export function fold(text: string): Uint8Array {
  const codes = text.length <= SCRATCH.length ? SCRATCH : new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const folded = code < 128 ? FOLDED[code] : 0;
    if (folded !== undefined && folded !== 0) codes[length++] = folded;
  }
  return codes.subarray(0, length);
}

/** A value to look for. */
export interface IndexedValue<T> {
  readonly text: string;
  /** Whether {@link PART_LENGTH} characters of it in a row prove it; otherwise only the whole value does. */
  readonly foundByPart: boolean;
  readonly origin: T;
}

/** An occurrence of a value, or of a foundByPart part of it. */
export interface ValueHit<T> {
  readonly origin: T;
  readonly whole: boolean;
}

interface Entry<T> {
  readonly codes: Uint8Array;
  readonly foundByPart: boolean;
  readonly origin: T;
}

interface Seed<T> {
  readonly entry: Entry<T>;
  readonly offset: number;
}

/** Finds values in folded text in one pass, whatever the number of values. */
export class ValueIndex<T> {
  readonly #seeds = new Map<number, Seed<T>[]>();
  readonly #filter = new Uint8Array(1 << FILTER_BITS);

  /** @param values those with fewer than 8 letters and digits are left out: they would be found everywhere. */
  constructor(values: readonly IndexedValue<T>[]) {
    for (const { text, foundByPart, origin } of values) {
      const entry = { codes: Uint8Array.from(fold(text)), foundByPart, origin };
      this.#add(entry);
    }
  }

  #add(entry: Entry<T>): void {
    const last = entry.foundByPart ? entry.codes.length - SEED_LENGTH : 0;
    if (entry.codes.length < SEED_LENGTH) return;
    for (let offset = 0; offset <= last; offset += SEED_STEP) {
      const hash = hashAt(entry.codes, offset);
      this.#filter[hash >>> (32 - FILTER_BITS)] = 1;
      this.#seeds.set(hash, [...(this.#seeds.get(hash) ?? []), { entry, offset }]);
    }
  }

  /** Every value that the text holds, whole or in part; a value may be named more than once. */
  find(folded: Uint8Array): ValueHit<T>[] {
    const hits: ValueHit<T>[] = [];
    let reached: Map<Entry<T>, number> | undefined;
    let hash = 0;
    for (let i = 0; i < folded.length; i++) {
      hash = (Math.imul(hash, BASE) + (folded[i] ?? 0)) | 0;
      if (i >= SEED_LENGTH) hash = (hash - Math.imul(folded[i - SEED_LENGTH] ?? 0, OUTGOING)) | 0;
      if (i < SEED_LENGTH - 1 || this.#filter[hash >>> (32 - FILTER_BITS)] === 0) continue;
      for (const seed of this.#seeds.get(hash) ?? []) {
        reached ??= new Map();
        const hit = extend(folded, i - SEED_LENGTH + 1, seed, reached);
        if (hit !== undefined) hits.push(hit);
      }
    }
    return hits;
  }
}

/** Compares to both sides of eight equal characters, as far as the value and the text agree. */
function extend<T>(
  folded: Uint8Array,
  position: number,
  { entry, offset }: Seed<T>,
  reached: Map<Entry<T>, number>,
): ValueHit<T> | undefined {
  // Each stretch is compared once, which keeps the search linear.
  if (position < (reached.get(entry) ?? 0)) return undefined;
  const { codes, foundByPart, origin } = entry;
  let before = 0;
  while (before < offset && folded[position - before - 1] === codes[offset - before - 1]) before++;
  let after = 0;
  while (offset + after < codes.length && folded[position + after] === codes[offset + after])
    after++;
  const length = before + after;
  const whole = length === codes.length;
  if (
    !whole &&
    !(foundByPart && length >= PART_LENGTH && isDistinctive(codes, offset - before, length))
  )
    return undefined;
  reached.set(entry, position + after);
  return { origin, whole };
}

/** Whether a part can prove a value. A run such as 0123456789ab or 000000000000 cannot, although a value may hold it. */
function isDistinctive(codes: Uint8Array, start: number, length: number): boolean {
  const part = codes.subarray(start, start + length);
  let steps = 0;
  for (let i = 1; i < part.length; i++) {
    if (Math.abs((part[i] ?? 0) - (part[i - 1] ?? 0)) <= 1) steps++;
  }
  return new Set(part).size >= 5 && steps < part.length * 0.7;
}

function hashAt(codes: Uint8Array, offset: number): number {
  let hash = 0;
  for (let i = offset; i < offset + SEED_LENGTH; i++) {
    hash = (Math.imul(hash, BASE) + (codes[i] ?? 0)) | 0;
  }
  return hash;
}
