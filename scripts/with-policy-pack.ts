import { delimiter, dirname, resolve } from "node:path";
import { CLI_OPTIONS, type CliCommand } from "./pulumi/cliOptions";
import { requireHarmless } from "./pulumi/harmless";
import type { PulumiRun, Step } from "./pulumi/run";
import { runCli } from "./pulumi/runCli";
import { STEPS } from "./pulumi/steps/steps";
import { stackOf } from "./pulumi/stackOf";
import { findPulumiCli } from "./stack/pulumiCli";
import { adviceFor } from "./terminal/advice";
import { ownArguments, refuseKeptByNpm } from "./terminal/commandLine";
import { useCompileCache } from "./terminal/process/compileCache";
import { refuseDebugLogs } from "./terminal/process/debugLogs";
import { endingWith, interrupted, interruption, onInterrupt } from "./terminal/process/interrupts";
import { EXIT, ScriptError, wrongUse } from "./terminal/scriptError";

/** If npm kept one of these options of the CLI, the command would change something else, or more than the user meant. */
const DECISIVE_OPTIONS = {
  stack: { type: "string", value: "NAME" },
  cwd: { type: "string", value: "FOLDER" },
  "config-file": { type: "string", value: "FILE" },
  target: { type: "string", value: "URN" },
  "target-dependents": { type: "boolean" },
  exclude: { type: "string", value: "URN" },
  "exclude-dependents": { type: "boolean" },
  replace: { type: "string", value: "URN" },
  refresh: { type: "boolean" },
  "preview-only": { type: "boolean" },
} as const;

const ROOT = resolve(__dirname, "..");

/**
 * `npm run preview`, `npm run up` and `npm run destroy`: runs the CLI's command with the policy pack, and the steps before and
 * after it. The CLI is the one on the PATH, or else the npm package's, which downloads a CLI on its first run.
 */
async function main(): Promise<void> {
  const [name = "", ...args] = ownArguments();
  onInterrupt(() => {
    printError(interruption());
    process.exit(EXIT.interrupted);
  });
  try {
    const run = prepare(commandOf(name), args);
    const steps = STEPS[run.command];
    await endingWith(interrupted(": nothing was changed"), async () => {
      for (const step of steps.before) await step(run);
    });
    const { exitCode, interrupts } = await runCli(run);
    process.exitCode = exitCode;
    if (exitCode === EXIT.fine) await runSteps(steps.afterSuccess, run);
    else if (interrupts === 0) await runSteps(steps.afterFailure, run);
    else if (interrupts > 1) await runSteps(steps.afterBreakingOff, run);
  } catch (error) {
    process.exitCode = printError(error);
  }
}

function commandOf(name: string): CliCommand {
  if (name === "preview" || name === "up" || name === "destroy") return name;
  throw wrongUse("this command is unknown", `one of: ${Object.keys(CLI_OPTIONS).join(", ")}`);
}

function prepare(command: CliCommand, args: readonly string[]): PulumiRun {
  refuseKeptByNpm(`npm run ${command}`, args, DECISIVE_OPTIONS, process.env);
  refuseDebugLogs(process.env);
  const harmless = requireHarmless(command, args, process.env);
  useCompileCache();
  const found = findPulumiCli(process.env);
  const cli = found ?? resolve(ROOT, "node_modules", ".bin", "pulumi");
  const env = found === undefined ? process.env : withFirstOnPath(dirname(found));
  return {
    command,
    cli,
    arguments: harmless,
    env,
    ...stackOf(cli, env, harmless),
  };
}

/** Puts a folder first on the PATH. The CLI looks for its language host there, and must find its own. */
function withFirstOnPath(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` };
}

/** Runs every step. If one fails, its error is printed, and the others still run. */
async function runSteps(steps: readonly Step[], run: PulumiRun): Promise<void> {
  for (const step of steps) {
    try {
      await step(run);
    } catch (error) {
      const exitCode = printError(error);
      if (process.exitCode === EXIT.fine) process.exitCode = exitCode;
    }
  }
}

/** Prints an error with what to do about it and returns its exit code. */
function printError(error: unknown): number {
  if (!(error instanceof ScriptError)) throw error;
  const { message, fix, exitCode } = error;
  const lines = fix === undefined ? `${message}\n` : `${message}\n  → ${fix}\n`;
  process.stderr.write(adviceFor(`error: ${lines}`, {}));
  return exitCode;
}

void main();
