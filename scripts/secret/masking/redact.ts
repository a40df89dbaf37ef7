/** Shorter values, such as `1`, would be replaced in words and numbers that have nothing to do with them. */
const SHORTEST_VALUE = 6;

/** Passes text on line by line, with every value in it replaced by its name. */
export class RedactedLines {
  #rest = "";
  readonly #values: readonly (readonly [name: string, value: string])[];

  /** @param values - by name; a value of several lines is replaced line by line */
  constructor(
    values: Readonly<Record<string, string | undefined>>,
    private readonly print: (line: string) => void,
  ) {
    this.#values = Object.entries(values)
      .flatMap(([name, value = ""]) =>
        value.split("\n").map((line) => [name, line.trim()] as const),
      )
      .filter(([, line]) => line.length >= SHORTEST_VALUE)
      // A value may hold another one: the longer one first.
      .sort(([, one], [, other]) => other.length - one.length);
  }

  /** Takes a piece of text, which may end within a line, and so within a value. */
  write(text: string): void {
    const lines = `${this.#rest}${text}`.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.print(this.redact(line));
  }

  /** Prints what is left after the last line break. */
  end(): void {
    if (this.#rest !== "") this.print(this.redact(this.#rest));
    this.#rest = "";
  }

  private redact(line: string): string {
    return this.#values.reduce((text, [name, value]) => text.replaceAll(value, `[${name}]`), line);
  }
}
