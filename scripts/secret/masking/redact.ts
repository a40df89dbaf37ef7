import {
  ALL_CREDENTIALS,
  type TwilioCredentials,
} from "../../../infra/credentials/twilioCredentials";

/** Passes text on line by line, with every credential in it replaced by its name. */
export class RedactedLines {
  #rest = "";

  constructor(
    private readonly credentials: TwilioCredentials,
    private readonly print: (line: string) => void,
  ) {}

  /** Takes a piece of text, which may end within a line, and so within a credential. */
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
    return ALL_CREDENTIALS.reduce((text, { name }) => {
      const value = this.credentials[name] ?? "";
      return value === "" ? text : text.replaceAll(value, `[${name}]`);
    }, line);
  }
}
