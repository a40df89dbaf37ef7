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
  /** Variables next to the process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Neither a lock nor a background process may stay behind in the user's repository. */
const HARMLESS = { args: ["-c", "core.fsmonitor=false"], env: { GIT_OPTIONAL_LOCKS: "0" } };

/** The longest answer in bytes: a repository may have many branches. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** Asks git in a folder. A refusal is an answer, too, because most questions can be answered with no. */
export async function git(
  folder: string,
  args: readonly string[],
  { env = {}, signal }: GitOptions = {},
): Promise<GitAnswer> {
  try {
    const { stdout } = await promisify(execFile)("git", [...HARMLESS.args, ...args], {
      cwd: folder,
      env: { ...process.env, ...HARMLESS.env, ...env },
      maxBuffer: LONGEST_ANSWER,
      ...(signal === undefined ? {} : { signal }),
    });
    return { ok: true, text: stdout.trim() };
  } catch {
    return { ok: false, text: "" };
  }
}
