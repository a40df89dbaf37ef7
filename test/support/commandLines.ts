import { readdirSync, readFileSync } from "node:fs";

/** What was seen of all processes' command lines while something ran. */
export interface SeenCommandLines {
  /** Command lines that held one of the texts. */
  readonly leaks: readonly string[];
  /** All that were seen, arguments parted by blanks. */
  readonly all: ReadonlySet<string>;
}

/** Whether the system shows other processes' command lines as files. */
export function canWatchCommandLines(): boolean {
  return process.platform === "linux";
}

/** Looks at every process's command line again and again while `work` runs, as another user of the machine could. */
export async function watchCommandLines(
  texts: readonly string[],
  work: () => Promise<unknown>,
): Promise<SeenCommandLines> {
  const all = new Set<string>();
  const look = setInterval(() => {
    for (const line of commandLines()) all.add(line);
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  return { all, leaks: [...all].filter((line) => texts.some((text) => line.includes(text))) };
}

function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim()];
      } catch {
        // It has ended in the meantime.
        return [];
      }
    });
}
