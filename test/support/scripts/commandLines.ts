import type { Context } from "mocha";
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { skip } from "../skip";

/** Observations of all processes while some work ran. */
export interface SeenCommandLines {
  /** Command lines that held one of the texts. */
  readonly leaks: readonly string[];
  /** Command lines of the processes whose environment held one of the texts. */
  readonly environmentLeaks: ReadonlySet<string>;
  /** Command lines of the processes in the given working folder, in the order in which they were seen. Blanks separate arguments. */
  readonly linesIn: (folder: string) => readonly string[];
}

/** Skips a case or a whole suite, and prints why, if the system does not show the command lines of other processes as files. */
export function skipWithoutCommandLines(context: Context): void {
  if (process.platform === "linux") return;
  skip(context, "command lines can be watched on Linux alone");
}

/**
 * Polls every process while `work` runs. It reads the command line, as any user of the machine can, and the environment at the
 * start, as any process of this user can. It misses a process that lives for less than the polling interval.
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

/** Waits for a matching command line in this process group, or of a child of the group's leader. Returns the process id. */
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
 * Environment of a process, without PULUMI_CONFIG. Empty if the process has ended or belongs to another user. Pulumi's engine passes
 * the decrypted config to every program and pack in PULUMI_CONFIG, and their child processes inherit it.
 */
function readEnvironment(pid: string): string {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return entries.filter((entry) => !entry.startsWith("PULUMI_CONFIG=")).join("\0");
  } catch {
    return "";
  }
}

/** The working folder of a process. Empty if the process has ended or belongs to another user. */
function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

/** Whether a process with this id runs. A zombie does not count. */
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
