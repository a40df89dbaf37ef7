import { spawn } from "node:child_process";
import { constants } from "node:os";
import { resolve } from "node:path";
import { retryArguments } from "../update/failedChanges";
import { retryOfRun } from "./steps/retryStep";
import type { PulumiRun } from "./run";
import { EXIT } from "../terminal/scriptError";

/** The commands that the policy pack judges: those that register resources. */
const JUDGED = ["preview", "up"];

/** Folder of the policy pack. */
const PACK = resolve(__dirname, "../../policy");

/** How the CLI ended. */
export interface CliEnd {
  readonly exitCode: number;
  /** How many interrupts reached it: the first lets it finish its running steps, the second makes it break off. */
  readonly interrupts: number;
}

/**
 * Runs a command of the CLI with the policy pack, on this process's terminal. The CLI gets the terminal's Ctrl-C as well and
 * finishes its running steps; this process waits for it.
 */
export async function runCli(run: PulumiRun): Promise<CliEnd> {
  const { command, cli, arguments: given, env } = run;
  const judged = JUDGED.includes(command);
  const own = judged ? [`--policy-pack=${PACK}`, ...retryArguments(await retryOfRun(run))] : [];
  const child = spawn(cli, [command, ...own, ...given.args], { stdio: "inherit", env });
  let interrupts = 0;
  const onInterrupt = (): void => {
    interrupts += 1;
  };
  const onTerminate = (): void => {
    interrupts += 1;
    child.kill("SIGTERM");
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  // A closed terminal: the CLI finishes its running steps after a SIGTERM.
  process.on("SIGHUP", onTerminate);
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
  process.off("SIGHUP", onTerminate);
  return { exitCode, interrupts };
}
