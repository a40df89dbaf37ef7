import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Git's answer. */
export interface GitAnswer {
  /** False when git refused, or is not installed. */
  readonly ok: boolean;
  /** Its standard output, without blanks around it. */
  readonly text: string;
}

/** How git is asked. */
export interface GitOptions {
  /** Variables in addition to the process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** These leave neither a lock nor a background process in the user's repository. */
const READ_ONLY = { args: ["-c", "core.fsmonitor=false"], env: { GIT_OPTIONAL_LOCKS: "0" } };

/** The longest answer in bytes. A repository may have many branches. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** Runs git in a folder. A failure of git is returned, not thrown: most callers ask questions whose answer may be no. */
export async function git(
  folder: string,
  args: readonly string[],
  { env = {}, signal }: GitOptions = {},
): Promise<GitAnswer> {
  try {
    const { stdout } = await promisify(execFile)("git", [...READ_ONLY.args, ...args], {
      cwd: folder,
      env: { ...process.env, ...READ_ONLY.env, ...env },
      maxBuffer: LONGEST_ANSWER,
      // At once: a signal that git could handle would leave it time to write on.
      ...(signal === undefined ? {} : { signal, killSignal: "SIGKILL" }),
    });
    return { ok: true, text: stdout.trim() };
  } catch {
    return { ok: false, text: "" };
  }
}
