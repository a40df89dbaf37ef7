import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { wrongUse } from "../terminal/scriptError";

/**
 * Does work that two processes of this machine must not do at once for one stack. A lock whose process has ended counts for
 * nothing.
 *
 * @throws ScriptError with exit code 2 where another process is at it
 */
export async function alone<T>(
  stack: string,
  env: NodeJS.ProcessEnv,
  work: () => Promise<T>,
): Promise<T> {
  const state = env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state");
  const folder = join(state, "pipecat-phone-service");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `rotation-${stack.replaceAll(/[^\w.-]/g, "-")}.lock`);
  if (!take(file)) {
    const pid = holderOf(file);
    if (pid !== undefined) {
      throw wrongUse(
        `another rotation of ${stack} is running on this machine (process ${pid})`,
        "wait for its end",
      );
    }
    rmSync(file, { force: true });
    if (!take(file))
      throw wrongUse(`another rotation of ${stack} has just begun`, "wait for its end");
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    const descriptor = openSync(file, "wx", 0o600);
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "EEXIST") return false;
    throw error;
  }
}

/** The process that holds the lock, if it is alive. */
function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // Somebody else's process may not be asked, and is alive all the same.
    const isAlive = error instanceof Error && Reflect.get(error, "code") === "EPERM";
    return isAlive ? Number(readFileSync(file, "utf8")) : undefined;
  }
}
