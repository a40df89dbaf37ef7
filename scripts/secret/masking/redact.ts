/** Shorter values, such as `1`, are not replaced, because they also occur in unrelated words and numbers. */
const SHORTEST_VALUE = 6;

/** Prints text line by line, and replaces every value in it with the value's name. */
export class RedactedLines {
  #rest = "";
  readonly #values: readonly (readonly [name: string, value: string])[];

  /** @param values - values by name; a value with several lines is replaced line by line */
  constructor(
    values: Readonly<Record<string, string | undefined>>,
    private readonly print: (line: string) => void,
  ) {
    this.#values = Object.entries(values)
      .flatMap(([name, value = ""]) =>
        value.split("\n").map((line) => [name, line.trim()] as const),
      )
      .filter(([, line]) => line.length >= SHORTEST_VALUE)
      // Longer values come first, because one value may contain another.
      .sort(([, one], [, other]) => other.length - one.length);
  }

  /** Takes a piece of text. It may end in the middle of a line, and so in the middle of a value. */
  write(text: string): void {
    const lines = `${this.#rest}${text}`.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.print(this.redact(line));
  }

  /** Prints the text after the last line break. */
  end(): void {
    if (this.#rest !== "") this.print(this.redact(this.#rest));
    this.#rest = "";
  }

  private redact(line: string): string {
    return this.#values.reduce((text, [name, value]) => text.replaceAll(value, `[${name}]`), line);
  }
}
