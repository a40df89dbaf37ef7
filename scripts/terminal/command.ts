import { ownArguments, refuseKeptByNpm } from "./commandLine";
import { refuseDebugLogs } from "./process/debugLogs";
import { allowLateImports } from "./process/lateImports";
import { interruption, onInterrupt } from "./process/interrupts";
import {
  COMMON_OPTIONS,
  optionLines,
  readOptions,
  type OptionSpecs,
  type Options,
} from "./options";
import { endWithCode } from "./process/outputErrors";
import { Report, type ReportStreams } from "./report";
import { EXIT, ScriptError } from "./scriptError";

/** One of the operator's commands. */
export interface Command {
  /** Its npm script. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** Options in addition to the common ones. */
  readonly options: OptionSpecs;
  readonly examples: readonly string[];
  /** Whether a value looks like a credential. No option accepts one. */
  readonly isCredential: (value: string) => boolean;
  /** Does the work and returns the exit code. Failures are thrown as ScriptError. */
  run(options: Options, report: Report): Promise<0 | 1>;
}

/** Runs a command with the process's arguments and sets the exit code. */
export async function main(command: Command): Promise<void> {
  await endWithCode(() => runCommand(command, ownArguments(), process));
}

/** Runs a command and returns its exit code: 0 fine, 1 the check failed, 2 wrong use or bad input, 130 interrupted. */
async function runCommand(
  command: Command,
  args: readonly string[],
  streams: ReportStreams,
): Promise<number> {
  const specs = { ...command.options, ...COMMON_OPTIONS };
  const report = new Report(command.name, args.includes("--json"), streams);
  onInterrupt(() => {
    report.error(interruption());
    process.exit(EXIT.interrupted);
  });
  try {
    refuseKeptByNpm(`npm run ${command.name}`, args, specs, process.env);
    const options = readOptions(args, specs, command.isCredential);
    if (options.flag("help")) {
      streams.stdout.write(helpText(command, specs));
      return EXIT.fine;
    }
    refuseDebugLogs(process.env);
    report.about({ stack: options.text("stack") });
    // Not in parallel with the next step: an import while the loader is being registered may never end.
    await allowLateImports();
    await report.useSpinner();
    return await command.run(options, report);
  } catch (error) {
    const failure = asScriptError(error);
    report.error(failure);
    return failure.exitCode;
  }
}

/**
 * Turns an unexpected error into one line. Its message may contain anything, even a credential, so the line only says where it
 * happened.
 */
function asScriptError(error: unknown): ScriptError {
  if (error instanceof ScriptError) return error;
  const name = error instanceof Error ? error.name : typeof error;
  const where =
    error instanceof Error ? /\b(scripts|infra)\/[\w./-]+:\d+/.exec(error.stack ?? "") : null;
  return new ScriptError(
    EXIT.checkFailed,
    `an unexpected ${name}${where === null ? "" : ` at ${where[0]}`}: this is a fault of the script`,
  );
}

function helpText(command: Command, specs: OptionSpecs): string {
  return [
    command.summary,
    "",
    `Usage: npm run ${command.name} -- [options]`,
    "",
    ...optionLines(specs),
    "",
    ...command.examples.map((example) => `  ${example}`),
    "",
    "Exit code: 0 fine, 1 the check failed, 2 wrong use or bad input, 130 interrupted.",
    "",
  ].join("\n");
}
