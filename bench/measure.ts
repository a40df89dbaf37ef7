import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What one run of a command took. */
export interface Measurement {
  readonly seconds: number;
  /** Highest resident memory of the language host's process that runs the program, in MiB; undefined where there is no /proc. */
  readonly programMebibytes: number | undefined;
}

/** The file with which the language host starts a program. */
const PROGRAM_HOST = /@pulumi[\\/]pulumi[\\/]cmd[\\/]run([\\/]|$)/;

/** Waits for a command and watches the memory of the program that it runs; `pid` is the command's own. */
export async function measure(pid: number, command: Promise<unknown>): Promise<Measurement> {
  const start = performance.now();
  let peak: number | undefined;
  const timer = setInterval(() => {
    for (const descendant of descendants(pid)) {
      const memory = PROGRAM_HOST.test(proc(descendant, "cmdline")) ? highWater(descendant) : 0;
      if (memory > (peak ?? 0)) peak = memory;
    }
  }, 50);
  try {
    await command;
    return { seconds: (performance.now() - start) / 1000, programMebibytes: peak };
  } finally {
    clearInterval(timer);
  }
}

/** The middle value; the mean of the two middle ones of an even number. @throws for none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  if (low === undefined || high === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}

function descendants(root: number): number[] {
  if (!existsSync("/proc")) return [];
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    const parent = /\) \S (\d+)/.exec(/^\d+$/.test(entry) ? proc(Number(entry), "stat") : "");
    if (parent !== null) parents.set(Number(entry), Number(parent[1]));
  }
  const family = new Set([root]);
  let size = 0;
  while (size !== family.size) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

/** The kernel keeps a process's highest resident memory, so that sampling misses no peak but the very last. */
function highWater(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(proc(pid, "status"))?.[1];
  return Number(kibibytes ?? 0) / 1024;
}

function proc(pid: number, file: string): string {
  try {
    return readFileSync(join("/proc", String(pid), file), "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // It has ended.
  }
}
