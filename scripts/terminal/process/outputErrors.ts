import { EXIT } from "../scriptError";

/**
 * Runs a script's work and sets the exit code. The work continues if its output cannot be written. It is no error if the reader
 * of a pipe has closed it, as `head` does. Any other error, such as a full disk, is reported once and makes the exit code 1.
 */
export async function endWithCode(work: () => Promise<number>): Promise<void> {
  const output = { lost: false };
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || output.lost) return;
    output.lost = true;
    process.stderr.write(`error: the output cannot be written (${code})\n`);
    // The last write may fail after the work is done.
    if ((process.exitCode ?? EXIT.fine) === EXIT.fine) process.exitCode = EXIT.checkFailed;
  });
  const code = await work();
  process.exitCode = output.lost && code === EXIT.fine ? EXIT.checkFailed : code;
}
