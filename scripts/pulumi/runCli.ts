import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { resolve } from "node:path";
import { retryArguments } from "../update/failedChanges";
import { retryOfRun } from "./steps/retryStep";
import type { PulumiRun } from "./run";
import { holding } from "../terminal/process/interrupts";
import { EXIT } from "../terminal/scriptError";

/** The commands that run the policy pack: those that register resources. */
const JUDGED = ["preview", "up"];

/** Folder of the policy pack. */
const PACK = resolve(__dirname, "../../policy");

/** How the CLI ended. */
export interface CliEnd {
  readonly exitCode: number;
  /** Number of interrupts during the run. After the first the CLI finishes its running steps; at the second it breaks off. */
  readonly interrupts: number;
}

/**
 * Runs a command of the CLI with the policy pack, in this process's terminal. A Ctrl-C reaches the CLI too. The CLI then finishes
 * its running steps, and this process waits for it.
 */
export async function runCli(run: PulumiRun): Promise<CliEnd> {
  const { command, cli, arguments: given, env } = run;
  const judged = JUDGED.includes(command);
  const own = judged ? [`--policy-pack=${PACK}`, ...retryArguments(await retryOfRun(run))] : [];
  const child = spawn(cli, [command, ...own, ...given.args], { stdio: "inherit", env });
  let interrupts = 0;
  const passOn = (signal: NodeJS.Signals): void => {
    interrupts += 1;
    // A terminal's Ctrl-C reaches the CLI by itself. The CLI treats SIGTERM like Ctrl-C, so it also gets one when the terminal
    // closes.
    if (signal !== "SIGINT") child.kill("SIGTERM");
  };
  const exitCode = await holding(passOn, () => endOf(child));
  return { exitCode, interrupts };
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((end) => {
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
}
