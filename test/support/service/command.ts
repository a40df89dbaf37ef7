import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Twenty minutes: a build installs half a gigabyte, and the machine may be busy. */
const TIMEOUT_MS = 1_200_000;

/**
 * Runs a command and returns what it prints.
 * @throws Error with the command's stderr if the command fails
 */
export async function output(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(command, args, { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

/** Whether a command runs and ends with 0. */
export function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return output(command, args).then(
    () => true,
    () => false,
  );
}
