import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

/** Name of a test run's folder, which holds the process id. */
const OWNED = /^pipecat-tests-(\d+)-/;

let root: string | undefined;

/**
 * Makes an empty folder that is removed when the test process ends, also by SIGTERM or SIGHUP. After a SIGKILL, the next test
 * process removes it.
 *
 * @param name - begins the folder's name
 */
export function temporaryFolder(name: string): string {
  root ??= makeRoot();
  return mkdtempSync(join(root, `${name}-`));
}

/** Removes the folders of test processes that are no longer running. */
export function removeAbandoned(): void {
  for (const entry of readdirSync(tmpdir())) {
    const owner = OWNED.exec(entry)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) remove(join(tmpdir(), entry));
  }
}

function makeRoot(): string {
  removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `pipecat-tests-${process.pid}-`));
  process.once("exit", () => {
    remove(folder);
  });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      process.exit(128 + constants.signals[signal]);
    });
  }
  return folder;
}

/** Removes a folder. Does not fail if it belongs to another user, or if a child process still writes to it. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // The next run tries again.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process runs and belongs to another user.
    return error instanceof Error && Reflect.get(error, "code") === "EPERM";
  }
}
