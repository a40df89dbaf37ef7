import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The faults of the simulated providers that a test asks for, by resource type. */
export interface Faults {
  /** AWS refuses to make, change or delete these types, with this error text. */
  readonly refuse?: Readonly<Record<string, string>>;
  /** AWS accepts the creation or change of these types, but they do not become ready: the provider ends with this error text. */
  readonly unready?: Readonly<Record<string, string>>;
  /** Milliseconds that the creation of these types takes after AWS has accepted it. */
  readonly slow?: Readonly<Record<string, number>>;
  /** Milliseconds that any other creation takes. @default 0 */
  readonly slowOtherwise?: number;
  /** The creation of these types never returns. It hangs before AWS has accepted the request, or after. */
  readonly hang?: Readonly<Record<string, "before" | "after">>;
}

/** One call that a provider received, in the order of the log. */
export interface Call {
  readonly operation: "create" | "update" | "delete" | "read" | "invoke" | "construct";
  /** "asked" when the call arrives, "accepted" once the account has changed, "done" when the provider answers. */
  readonly step: "asked" | "accepted" | "done";
  readonly type: string;
  /** Logical name; the token's arguments are left out. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** The folder through which a test sets the faults of the simulated providers and reads the calls that they received. */
export class ControlFolder {
  readonly #faults: string;
  readonly #calls: string;
  #since = 0;

  constructor(readonly path: string) {
    this.#faults = join(path, "faults.json");
    this.#calls = join(path, "calls.jsonl");
  }

  /** The faults in force. */
  get faults(): Faults {
    if (!existsSync(this.#faults)) return {};
    const faults: unknown = JSON.parse(readFileSync(this.#faults, "utf8"));
    return typeof faults === "object" && faults !== null ? faults : {};
  }

  /** Puts these faults in force, and no others. */
  set faults(faults: Faults) {
    writeFileSync(this.#faults, JSON.stringify(faults));
    this.#since = this.calls.length;
  }

  /** Every call so far, in order. */
  get calls(): Call[] {
    if (!existsSync(this.#calls)) return [];
    const lines = readFileSync(this.#calls, "utf8").split("\n");
    return lines
      .filter((line) => line !== "")
      .flatMap((line): Call[] => {
        const call: unknown = JSON.parse(line);
        return isCall(call) ? [call] : [];
      });
  }

  /** Waits for such a call, counted from the last change of the faults. @throws after two minutes without one */
  async until(wanted: Pick<Call, "operation" | "step" | "type">): Promise<void> {
    const { operation, step, type } = wanted;
    for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
      const isThere = this.calls
        .slice(this.#since)
        .some((call) => call.operation === operation && call.step === step && call.type === type);
      if (isThere) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The providers were not asked to ${operation} ${type}.`);
  }

  /** Logs a call. */
  log(operation: Call["operation"], step: Call["step"], type: string, name: string): void {
    const call: Call = { operation, step, type, name, time: Date.now() };
    appendFileSync(this.#calls, `${JSON.stringify(call)}\n`);
  }
}

function isCall(value: unknown): value is Call {
  return typeof value === "object" && value !== null && "operation" in value;
}

/** Waits for the given milliseconds, for the fault `slow`. */
export function milliseconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count));
}

/** Waits without an end, for the fault `hang`. */
export function forever(): Promise<never> {
  return new Promise(() => undefined);
}
