import { REST_OF_LINE } from "./blockPatterns";

/** Most heredocs without a last line that are looked for. Each takes time in proportion to the rest of the text. */
const MOST_UNENDED = 8;

/** A place in a text, which moves on as the text is read. All patterns are sticky: they match at this place or not at all. */
export class TextCursor {
  readonly #text: string;
  #unended = 0;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the whole text is read. */
  get done(): boolean {
    return this.at >= this.#text.length;
  }

  /** The next characters, as many as there are. */
  next(length = 1): string {
    return this.#text.slice(this.at, this.at + length);
  }

  /** The rest of the line. */
  line(): string {
    const end = this.#text.indexOf("\n", this.at);
    return this.#text.slice(this.at, end < 0 ? undefined : end);
  }

  /** Passes over a pattern, if the text goes on with it. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match;
  }

  /** Whether the text goes on with a pattern; it is not passed over. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.#text);
  }

  /** Passes over the end of a line, if it comes next. */
  ends(): boolean {
    if (this.#text[this.at] !== "\n") return this.at >= this.#text.length;
    this.at++;
    return true;
  }

  /** The lines of a text in YAML that are indented more than its name. */
  blockText(column: number): string {
    const lines: string[] = [];
    let margin: number | undefined;
    while (this.at < this.#text.length) {
      this.at++;
      const start = this.at;
      const line = this.match(REST_OF_LINE)?.[0] ?? "";
      const indent = line.length - line.trimStart().length;
      if (line.trim() !== "" && indent <= column) {
        this.at = start - 1;
        break;
      }
      if (line.trim() !== "") margin ??= indent;
      lines.push(line.slice(Math.min(indent, margin ?? 0)));
    }
    return lines.join("\n");
  }

  /** Passes over the lines up to the one that holds only a mark, such as `EOF`, and returns them; `undefined` if no line does. */
  textUpTo(mark: string): string | undefined {
    if (this.#unended >= MOST_UNENDED) return undefined;
    const start = this.#text.indexOf("\n", this.at) + 1;
    const last = new RegExp(`^[ \\t]*${mark}[ \\t]*\r?$`, "gm");
    last.lastIndex = start;
    const end = start === 0 ? null : last.exec(this.#text);
    if (end === null) {
      this.#unended++;
      return undefined;
    }
    this.at = end.index + end[0].length;
    return this.#text.slice(start, end.index);
  }
}
