import { constants } from "node:os";
import { endWithCode } from "./outputErrors";

/**
 * Runs a script and sets the exit code. A signal ends the script with a message on stderr. When the script ends, `stop` is
 * aborted, so that its child processes end too.
 *
 * @param onSignal - called at a signal, to print more
 */
export async function endOnSignal(
  work: (stop: AbortSignal) => Promise<number>,
  onSignal: () => void = () => undefined,
): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stop.abort();
      process.stderr.write("error: interrupted\n");
      onSignal();
      process.exit(128 + constants.signals[signal]);
    });
  }
  process.once("exit", () => {
    stop.abort();
  });
  await endWithCode(() => work(stop.signal));
}
