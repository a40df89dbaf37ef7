/** Pieces that are put together at a time, so that a text of a million small pieces takes little memory. */
const MOST_PIECES = 4096;

/** Fewest characters of a text of which only the changed parts are kept. */
const LARGE = 32 * 1024;

/** Characters of a large text that are kept on either side of a change: more than any search looks around a value. */
const REACH = 2048;

/**
 * Replaces each match of a pattern like `String.replace` with a function, one after the other: `replace` keeps all matches of
 * a text with their groups until the last is found, hundreds of bytes for each.
 *
 * Of a large text only the surroundings of the changes are kept. The rest reads as it did before, and to search all of it again
 * for every escape in a bundle of JavaScript takes seconds.
 * @param pattern with the flag `g`, and without matches of no characters.
 * @returns `undefined` if nothing changes.
 */
export function replaceEach(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string,
): string | undefined {
  const kept = new KeptParts(text);
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole] = match;
    const replaced = replacement(match);
    if (replaced !== whole) kept.replace(match.index, pattern.lastIndex, replaced);
  }
  return kept.end();
}

/** The parts of a text that are kept, with their changes. */
class KeptParts {
  readonly #text: string;
  #kept = "";
  #pieces: string[] = [];
  #end = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Puts something in the place of the characters from `start` to `end`. */
  replace(start: number, end: number, replacement: string): void {
    const isFar = this.#text.length >= LARGE && start - this.#end > 2 * REACH;
    if (isFar) {
      const before = this.#end === 0 ? "" : `${this.#text.slice(this.#end, this.#end + REACH)}\n`;
      this.#pieces.push(before, this.#text.slice(start - REACH, start), replacement);
    } else this.#pieces.push(this.#text.slice(this.#end, start), replacement);
    this.#end = end;
    if (this.#pieces.length < MOST_PIECES) return;
    this.#kept += this.#pieces.join("");
    this.#pieces = [];
  }

  /** All that is kept; `undefined` where nothing was replaced. */
  end(): string | undefined {
    if (this.#end === 0) return undefined;
    const last = this.#text.length < LARGE ? this.#text.length : this.#end + REACH;
    return this.#kept + this.#pieces.join("") + this.#text.slice(this.#end, last);
  }
}
