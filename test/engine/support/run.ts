import type { EngineEvent } from "@pulumi/pulumi/automation";

/** The result of one command, as the engine reports it. */
export class Run {
  constructor(
    /** Whether the command ended with exit code 0. */
    readonly ok: boolean,
    /** All that it printed, on stdout and stderr. */
    readonly output: string,
    /** The engine's event log. */
    readonly events: readonly EngineEvent[],
  ) {}

  /** The steps that change something, in the order in which they began: for example "create aws:kms/key:Key twilio-key". */
  get steps(): string[] {
    return this.events.flatMap(({ resourcePreEvent }) => {
      if (resourcePreEvent === undefined) return [];
      const { op, type, urn } = resourcePreEvent.metadata;
      return UNCHANGED.includes(op) ? [] : [`${op} ${type} ${urn.split("::").at(-1) ?? ""}`];
    });
  }

  /** The policy violations, as "[level] policy: message". */
  get violations(): string[] {
    return this.events.flatMap(({ policyEvent }) =>
      policyEvent === undefined
        ? []
        : [`[${policyEvent.enforcementLevel}] ${policyEvent.policyName}: ${policyEvent.message}`],
    );
  }

  /** Errors and warnings, without colours. */
  get complaints(): string[] {
    return this.events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent === undefined || !/error|warning/.test(diagnosticEvent.severity)
        ? []
        : [diagnosticEvent.message.replace(/<\{%.*?%\}>/g, "").trim()],
    );
  }
}

/** Operations that leave a resource as it is. */
const UNCHANGED = ["same", "read", "refresh"];

/** Returns the run if it succeeded. @throws with all that the command printed if it failed */
export function assertOk(run: Run): Run {
  if (!run.ok) throw new Error(`The command failed:\n${run.output}`);
  return run;
}

/** Callbacks of an operation of the Automation API. */
interface Watch {
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Carries out an operation of the Automation API. Returns how it ended, and everything that it reported. */
export async function observe(operation: (watch: Watch) => Promise<unknown>): Promise<Run> {
  const printed: string[] = [];
  const events: EngineEvent[] = [];
  const onOutput = (text: string) => printed.push(text);
  const onEvent = (event: EngineEvent) => events.push(event);
  try {
    await operation({ onOutput, onError: onOutput, onEvent });
    return new Run(true, printed.join(""), events);
  } catch (error) {
    printed.push(String(error));
    return new Run(false, printed.join(""), events);
  }
}
