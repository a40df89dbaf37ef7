/** Longer keys are not kept: a long text is seldom repeated. */
const LONGEST_KEY = 16 * 1024;

/** Most characters that the keys of one memo have together. */
const MOST_CHARACTERS = 2 * 1024 * 1024;

/**
 * Keeps results that depend on a key alone. The outputs of a resource repeat its inputs, and resources repeat each other's types,
 * regions and tags.
 */
export class Memo<T> {
  readonly #results = new Map<string, T>();
  #characters = 0;

  /** The result for a key: the kept one, or else a new one. */
  get(key: string, compute: () => T): T {
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = compute();
    if (key.length > LONGEST_KEY) return result;
    if (this.#characters + key.length > MOST_CHARACTERS) {
      this.#results.clear();
      this.#characters = 0;
    }
    this.#results.set(key, result);
    this.#characters += key.length;
    return result;
  }
}
