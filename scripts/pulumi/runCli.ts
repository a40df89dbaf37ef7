import { spawn } from "node:child_process";
import { constants } from "node:os";
import { resolve } from "node:path";
import type { PulumiRun } from "./run";
import { EXIT } from "../terminal/scriptError";

/** The commands that the policy pack judges: those that register resources. */
const JUDGED = ["preview", "up"];

/** Folder of the policy pack. */
const PACK = resolve(__dirname, "../../policy");

/** How the CLI ended. */
export interface CliEnd {
  readonly exitCode: number;
  /** Whether an interrupt reached it. */
  readonly interrupted: boolean;
}

/**
 * Runs a command of the CLI with the policy pack, on this process's terminal. The CLI gets the terminal's Ctrl-C as well and
 * finishes its running steps; this process waits for it.
 */
export async function runCli({ command, cli, arguments: given, env }: PulumiRun): Promise<CliEnd> {
  const pack = JUDGED.includes(command) ? [`--policy-pack=${PACK}`] : [];
  const child = spawn(cli, [command, ...pack, ...given.args], { stdio: "inherit", env });
  let interrupted = false;
  const onInterrupt = (): void => {
    interrupted = true;
  };
  const onTerminate = (): void => {
    interrupted = true;
    child.kill("SIGTERM");
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  const exitCode = await new Promise<number>((end) => {
    child.on("error", ({ message }) => {
      process.stderr.write(
        `pulumi did not start: ${message}\nInstall it: https://www.pulumi.com/docs/install\n`,
      );
      end(EXIT.wrongUse);
    });
    child.on("exit", (code, signal) => {
      end(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
  process.off("SIGINT", onInterrupt);
  process.off("SIGTERM", onTerminate);
  return { exitCode, interrupted };
}
