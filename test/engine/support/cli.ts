import { spawn } from "node:child_process";
import { join } from "node:path";
import { usePulumiCli } from "../../../scripts/stack/pulumiCli";

const SCRIPTS = join(__dirname, "../../../scripts");

/** This process's environment with the CLI first on the PATH, and without any other Pulumi setting. @throws without a CLI */
export function cliEnv(): Record<string, string> {
  // The Automation API looks for the CLI on this process's PATH to get its version.
  usePulumiCli();
  const own = Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined || key.startsWith("PULUMI_") ? [] : [[key, value] as const],
  );
  return {
    ...Object.fromEntries(own),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The engine uses the simulated providers, so it must download none.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** The result of a command of the CLI. */
export interface CommandResult {
  /** Exit code; null after a signal. */
  readonly code: number | null;
  /** All that it printed, on stdout and stderr. */
  readonly output: string;
}

/** A running command of the CLI. */
export interface RunningCommand {
  readonly pid: number;
  readonly result: Promise<CommandResult>;
}

/** The folder, the environment and the stdin of a command. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly input?: string;
}

/** Starts a command of the CLI as the leader of a new process group. */
export function startPulumi(args: readonly string[], options: CommandOptions): RunningCommand {
  return startCommand("pulumi", args, options);
}

/** Starts `npm run COMMAND` of the project, without npm: a command of the CLI with the policy pack. */
export function startNpmCommand(args: readonly string[], options: CommandOptions): RunningCommand {
  return startScript("with-policy-pack", args, options);
}

/** Starts one of the project's scripts. */
export function startScript(
  name: string,
  args: readonly string[],
  options: CommandOptions,
): RunningCommand {
  const script = join(SCRIPTS, `${name}.ts`);
  return startCommand(
    process.execPath,
    ["--import", require.resolve("tsx"), script, ...args],
    options,
  );
}

function startCommand(
  file: string,
  args: readonly string[],
  { cwd, env, input = "" }: CommandOptions,
): RunningCommand {
  const child = spawn(file, args, { cwd, env, detached: true });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(input);
  const result = new Promise<CommandResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      // The children of a killed CLI keep its pipes open.
      setTimeout(() => {
        resolve({ code, output: Buffer.concat(chunks).toString("utf8") });
      }, 100);
    });
  });
  return { pid: child.pid ?? 0, result };
}
