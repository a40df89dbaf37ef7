import type { Context } from "mocha";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** What was seen of all processes' command lines while something ran. */
export interface SeenCommandLines {
  /** Command lines that held one of the texts. */
  readonly leaks: readonly string[];
  /** All that were seen, arguments parted by blanks. */
  readonly all: ReadonlySet<string>;
}

/** Skips a case, or all of a suite, where the system does not show other processes' command lines as files; says so. */
export function skipWithoutCommandLines(context: Context): void {
  if (process.platform === "linux") return;
  process.stderr.write("    skipped, command lines can be watched on Linux alone\n");
  context.skip();
}

/** Looks at every process's command line again and again while `work` runs, as another user of the machine could. */
export async function watchCommandLines(
  texts: readonly string[],
  work: () => Promise<unknown>,
): Promise<SeenCommandLines> {
  const all = new Set<string>();
  const look = setInterval(() => {
    for (const line of commandLines()) all.add(line);
  }, 10);
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  return { all, leaks: [...all].filter((line) => texts.some((text) => line.includes(text))) };
}

/** Waits until a process of this group runs with such a command line. */
export async function untilRuns(group: number, pattern: RegExp): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (processes().some((each) => each.group === group && pattern.test(each.line))) return;
    await sleep(15);
  }
  throw new Error(`no process ${String(pattern)}`);
}

function commandLines(): string[] {
  return processes().map(({ line }) => line);
}

function processes(): { readonly line: string; readonly group: number }[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        // The fields after the name, which stands in brackets: state, parent, group.
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        return [{ line, group: Number(fields[2]) }];
      } catch {
        // It has ended in the meantime.
        return [];
      }
    });
}
