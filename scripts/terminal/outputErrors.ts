import { EXIT } from "./scriptError";

/**
 * Runs a script's work and sets the exit code. Output that cannot be written breaks nothing off: work that has begun comes
 * to its end. A reader that has gone, as of `| head`, is no fault; anything else, such as a full disk, is told once and makes
 * the exit code 1.
 */
export async function endWithCode(work: () => Promise<number>): Promise<void> {
  const output = { lost: false };
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || output.lost) return;
    output.lost = true;
    process.stderr.write(`error: the output cannot be written (${code})\n`);
    // The last piece may fail when the work is done.
    if ((process.exitCode ?? EXIT.fine) === EXIT.fine) process.exitCode = EXIT.checkFailed;
  });
  const code = await work();
  process.exitCode = output.lost && code === EXIT.fine ? EXIT.checkFailed : code;
}
