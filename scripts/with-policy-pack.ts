import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, delimiter, resolve } from "node:path";
import { ownArguments, refuseKeptByNpm } from "./terminal/commandLine";
import { useCompileCache } from "./terminal/compileCache";
import { refuseTellingLogs } from "./terminal/logGuard";
import { refusalToRepeat } from "./stack/pendingCreations";
import { findPulumiCli } from "./stack/pulumiCli";
import { EXIT, ScriptError } from "./terminal/scriptError";

/** Commands that register resources, and so are judged by the policy pack. */
const JUDGED = ["preview", "up"];

/** Options of the CLI without which it would change something else, or more, than was meant. */
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
 * Runs a command of Pulumi's CLI, its arguments passed on, and never without the policy pack: the CLI on the PATH, or else the
 * npm package's, which downloads one on its first run. Refuses an update that would make a second time what a killed one began.
 */
async function runPulumi([command = "", ...args]: readonly string[]): Promise<void> {
  const found = findPulumiCli(process.env);
  const cli = found ?? resolve(ROOT, "node_modules", ".bin", "pulumi");
  const env = found === undefined ? process.env : withFirstOnPath(dirname(found));
  const refusal = command === "up" ? await refusalToRepeat(cli, args, env) : undefined;
  if (refusal !== undefined) throw refusal;
  const pack = JUDGED.includes(command) ? ["--policy-pack", resolve(ROOT, "policy")] : [];
  const child = spawn(cli, [command, ...pack, ...args], { stdio: "inherit", env });
  child.on("error", ({ message }) => {
    process.stderr.write(
      `pulumi did not start: ${message}\nInstall it: https://www.pulumi.com/docs/install\n`,
    );
    process.exitCode = EXIT.wrongUse;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
  // The CLI gets the terminal's Ctrl-C as well, and ends an update in good order; wait for it.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
}

/** The CLI takes its language host from the PATH: let it be its own. */
function withFirstOnPath(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` };
}

async function main(): Promise<void> {
  const args = ownArguments();
  try {
    refuseKeptByNpm(`npm run ${args[0] ?? ""}`, args, DECISIVE_OPTIONS, process.env);
    refuseTellingLogs(args, process.env);
    useCompileCache();
    await runPulumi(args);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    process.stderr.write(`error: ${error.message}\n  → ${error.cure ?? ""}\n`);
    process.exitCode = error.exitCode;
  }
}

void main();
