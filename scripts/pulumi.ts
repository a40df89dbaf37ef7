import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, delimiter, resolve } from "node:path";
import { findPulumiCli } from "./lib/pulumiCli";

/** Commands that register resources, and so are judged by the policy pack. */
const JUDGED = ["preview", "up"];

const ROOT = resolve(__dirname, "..");

/**
 * Runs a command of Pulumi's CLI, its arguments passed on, and never without the policy pack: the CLI on the PATH, or else the
 * npm package's, which downloads one on its first run.
 */
function runPulumi([command = "", ...args]: readonly string[]): void {
  const cli = findPulumiCli(process.env);
  const pack = JUDGED.includes(command) ? ["--policy-pack", resolve(ROOT, "policy")] : [];
  const child = spawn(
    cli ?? resolve(ROOT, "node_modules", ".bin", "pulumi"),
    [command, ...pack, ...args],
    { stdio: "inherit", env: cli === undefined ? process.env : withFirstOnPath(dirname(cli)) },
  );
  child.on("error", ({ message }) => {
    process.stderr.write(
      `pulumi did not start: ${message}\nInstall it: https://www.pulumi.com/docs/install\n`,
    );
    process.exitCode = 2;
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

runPulumi(process.argv.slice(2));
