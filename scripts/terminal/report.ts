import type { Options as SpinnerOptions, Ora } from "ora";
import { styleText } from "node:util";
import { adviceFor, type RunContext } from "./advice";
import type { ScriptError } from "./scriptError";

/** The result of a check. A `note` is information and not a failure. */
export type CheckResult = "ok" | "fail" | "note";

/** One line of a table. */
export interface Check {
  readonly name: string;
  readonly result: CheckResult;
  readonly detail: string;
  /** Evidence that is printed below the detail, such as the last lines of a log. */
  readonly lines?: readonly string[];
  /** What to do about a failure. */
  readonly fix?: string;
}

/** Version of the JSON object that docs/json/report.schema.json describes. It must be raised if a field is renamed or removed. */
const SCHEMA_VERSION = 1;

/** The streams that a report is written to. */
export interface ReportStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Prints the results of a script: facts, progress, a table of checks and one verdict. Progress is a spinner on a terminal, and
 * plain lines in a pipe. With `json`, stdout gets only one JSON object, at the end.
 */
export class Report {
  readonly #facts: Record<string, unknown> = {};
  readonly #checks: Check[] = [];
  #printed = 0;
  #lines = 0;
  #spinner: Ora | undefined;
  #makeSpinner: ((options: SpinnerOptions) => Ora) | undefined;
  #context: RunContext = {};
  readonly #kept: string[] = [];

  constructor(
    private readonly command: string,
    private readonly json: boolean,
    private readonly streams: ReportStreams,
  ) {}

  /** Reports a fact about this run, such as the AWS account. The text shows it as `label`, the JSON as `key`. */
  fact(key: string, label: string, value: string): void {
    this.#facts[key] = value;
    this.line(`${label.padEnd(10)} ${value}`);
  }

  /** Sets the stack and region of this run, which the commands in later messages then name. */
  about(context: RunContext): void {
    this.#context = { ...this.#context, ...context };
  }

  /** Adds a value to the JSON object only. */
  data(key: string, value: unknown): void {
    this.#facts[key] = value;
  }

  /** Prints a plain line; it is not part of the JSON. */
  line(text: string): void {
    this.stopProgress();
    this.#lines += 1;
    if (!this.json) this.streams.stdout.write(`${text}\n`);
  }

  /** Prints a line of another program. With `json` the line is kept for {@link showKept}. */
  passOn(text: string): void {
    if (this.json) this.#kept.push(text);
    this.line(text);
  }

  /** Prints the lines that {@link passOn} has kept on stderr, because they explain why the other program failed. */
  showKept(): void {
    for (const text of this.#kept.splice(0)) this.streams.stderr.write(`${text}\n`);
  }

  /** Shows progress as a spinner from now on, if stderr is a terminal. Otherwise progress stays plain lines. */
  async useSpinner(): Promise<void> {
    const { stderr } = this.streams;
    // Terminals in some containers report 0 columns. ora would then never stop clearing lines.
    if (this.json || !stderr.isTTY || stderr.columns === 0) return;
    // Loaded late: the help needs no spinner, and the spinner would double its loading time.
    this.#makeSpinner = (await import("ora")).default;
  }

  /** Shows what the script is doing now. */
  progress(text: string): void {
    this.stopProgress();
    if (this.json) return;
    const { stderr: stream } = this.streams;
    if (this.#makeSpinner === undefined) stream.write(`- ${text}\n`);
    else this.#spinner = this.#makeSpinner({ text, stream, discardStdin: false }).start();
  }

  /** Adds lines to the table. */
  add(...checks: readonly Check[]): void {
    this.#checks.push(
      ...checks.map(({ fix, ...check }) =>
        fix === undefined ? check : { ...check, fix: adviceFor(fix, this.#context) },
      ),
    );
  }

  /** Whether nothing has failed so far. */
  get ok(): boolean {
    return this.#checks.every(({ result }) => result !== "fail");
  }

  /** Prints the lines that were added since the last table. */
  table(): void {
    this.stopProgress();
    const checks = this.#checks.slice(this.#printed);
    this.#printed = this.#checks.length;
    if (checks.length > 0 && this.#lines > 0) this.line("");
    const width = Math.max(0, ...checks.map(({ name }) => name.length));
    for (const check of checks) {
      this.line(`${this.mark(check.result)}  ${check.name.padEnd(width)}  ${check.detail}`);
      for (const line of check.lines ?? []) this.line(`      | ${line}`);
      if (check.fix !== undefined) this.line(`      → ${check.fix}`);
    }
  }

  /** Prints the rest of the table and the verdict, and returns the exit code. */
  verdict(whenFine: string, whenFailed: (failures: number) => string): 0 | 1 {
    this.table();
    const failures = this.#checks.filter(({ result }) => result === "fail").length;
    const text = failures === 0 ? whenFine : whenFailed(failures);
    this.line(`\n${this.mark(failures === 0 ? "ok" : "fail")}  ${text}`);
    this.object({ ok: failures === 0, verdict: text });
    return failures === 0 ? 0 : 1;
  }

  /** Prints the error that ends the run: one line, and the command that helps. */
  error({ message, fix: given }: ScriptError): void {
    this.table();
    const fix = given === undefined ? undefined : adviceFor(given, this.#context);
    const { stderr } = this.streams;
    stderr.write(`${paint("red", "error:", stderr)} ${message}\n`);
    if (fix !== undefined) stderr.write(`  → ${fix}\n`);
    this.object({ ok: false, error: message, ...(fix === undefined ? {} : { cure: fix }) });
  }

  private object(end: Readonly<Record<string, unknown>>): void {
    if (!this.json) return;
    const object = {
      command: this.command,
      schemaVersion: SCHEMA_VERSION,
      ...this.#facts,
      checks: this.#checks.map(checkAsJson),
      ...end,
    };
    this.streams.stdout.write(`${JSON.stringify(object)}\n`);
  }

  private mark(result: CheckResult): string {
    const { stdout } = this.streams;
    if (result === "ok") return paint("green", "ok  ", stdout);
    return result === "fail" ? paint("red", "FAIL", stdout) : paint("yellow", "note", stdout);
  }

  private stopProgress(): void {
    this.#spinner?.stop();
    this.#spinner = undefined;
  }
}

/** A check with the field names of docs/json/report.schema.json, where the fix is called `cure`. */
function checkAsJson({ fix, ...check }: Check): object {
  return fix === undefined ? check : { ...check, cure: fix };
}

function paint(
  colour: "green" | "red" | "yellow",
  text: string,
  stream: NodeJS.WriteStream,
): string {
  return stream.isTTY && process.env["NO_COLOR"] === undefined ? styleText(colour, text) : text;
}
