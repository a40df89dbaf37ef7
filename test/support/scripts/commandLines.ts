import type { Context } from "mocha";
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { skip } from "../skip";

/** What was seen of all processes' command lines while something ran. */
export interface SeenCommandLines {
  /** Command lines that held one of the texts. */
  readonly leaks: readonly string[];
  /** Command lines of the processes whose environment held one of the texts. */
  readonly environmentLeaks: ReadonlySet<string>;
  /** Those of the processes whose working folder was this one, arguments parted by blanks, in the order in which they were seen. */
  readonly linesIn: (folder: string) => readonly string[];
}

/** Skips a case, or all of a suite, where the system does not show other processes' command lines as files; says so. */
export function skipWithoutCommandLines(context: Context): void {
  if (process.platform === "linux") return;
  skip(context, "command lines can be watched on Linux alone");
}

/**
 * Looks at every process again and again while `work` runs: at its command line, as another user of the machine could, and at the
 * environment that it was started with, as another process of this user could. A process that lives for less than a look's
 * interval is missed.
 */
export async function watchCommandLines(
  texts: readonly string[],
  work: () => Promise<unknown>,
): Promise<SeenCommandLines> {
  const all = new Set<string>();
  const byFolder = new Map<string, Set<string>>();
  const environmentLeaks = new Set<string>();
  const look = setInterval(() => {
    for (const { line, pid } of processes()) {
      all.add(line);
      const folder = folderOf(pid);
      byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(line));
      const environment = readEnvironment(pid);
      if (texts.some((text) => environment.includes(text))) environmentLeaks.add(line);
    }
  }, 10);
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  return {
    linesIn: (folder) => [...(byFolder.get(realpathSync(folder)) ?? [])],
    environmentLeaks,
    leaks: [...all].filter((line) => texts.some((text) => line.includes(text))),
  };
}

/** Waits until a process of this group, or one that its leader has started, runs with such a command line; returns its number. */
export async function untilRuns(group: number, pattern: RegExp): Promise<number> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const found = processes().find(
      (each) => [each.group, each.parent].includes(group) && pattern.test(each.line),
    );
    if (found !== undefined) return Number(found.pid);
    await sleep(15);
  }
  throw new Error(`no process ${String(pattern)}`);
}

/**
 * Empty where it is another user's, or has ended. Without PULUMI_CONFIG: Pulumi's engine gives every program and pack the decrypted
 * config in it, at each update, and they pass it on to what they start.
 */
function readEnvironment(pid: string): string {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return entries.filter((entry) => !entry.startsWith("PULUMI_CONFIG=")).join("\0");
  } catch {
    return "";
  }
}

/** The working folder of a process. Empty where it is another user's, or has ended. */
function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

/** Whether there is a process of this number; one that has ended and was not waited for is none. */
export function isRunning(pid: number): boolean {
  return processes().some((each) => Number(each.pid) === pid && each.line !== "");
}

interface RunningProcess {
  readonly pid: string;
  readonly line: string;
  readonly parent: number;
  readonly group: number;
}

function processes(): RunningProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        // The fields after the name, which is in brackets: state, parent, group.
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        return [{ pid, line, parent: Number(fields[1]), group: Number(fields[2]) }];
      } catch {
        // It has ended in the meantime.
        return [];
      }
    });
}
