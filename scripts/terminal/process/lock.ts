import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkFailed, type ScriptError } from "../scriptError";
import { stateFolder } from "./stateFolder";

/**
 * Runs a step that must not run twice at the same time on the same thing. A killed process leaves its lock behind, and the next
 * process takes the lock over.
 *
 * @param what - the thing, for example a file's path
 * @param busy - the error message if another process of this user has the lock
 * @throws ScriptError if another process has the lock
 */
export async function whileLocked<T>(
  what: string,
  busy: string,
  env: NodeJS.ProcessEnv,
  step: () => Promise<T>,
): Promise<T> {
  const folder = join(stateFolder(env), "locks");
  const file = join(folder, createHash("sha256").update(what).digest("hex").slice(0, 32));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!take(file)) {
    const owner = ownerOf(file);
    if (owner !== undefined && isAlive(owner)) throw isBusy(busy, owner);
    rmSync(file, { force: true });
    if (!take(file)) throw isBusy(busy, ownerOf(file));
  }
  const release = (): void => {
    rmSync(file, { force: true });
  };
  // Needed for an interrupt, which ends the process in the middle of the step.
  process.once("exit", release);
  try {
    return await step();
  } finally {
    process.off("exit", release);
    release();
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "EEXIST") return false;
    throw checkFailed(`${file} cannot be written`, "check the folder, or set XDG_STATE_HOME");
  }
}

function ownerOf(file: string): number | undefined {
  try {
    const owner = Number(readFileSync(file, "utf8"));
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(other: number): boolean {
  try {
    return process.kill(other, 0);
  } catch {
    return false;
  }
}

function isBusy(busy: string, owner: number | undefined): ScriptError {
  const other = owner === undefined ? "" : ` (process ${owner})`;
  return checkFailed(`${busy}${other}`, "wait for it, and run it again");
}
