import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The time and the memory of one run of a command. */
export interface Measurement {
  readonly seconds: number;
  /** Highest resident memory, in MiB, of the language host's process that runs the program. Undefined on a system without /proc. */
  readonly programMebibytes: number | undefined;
}

/** The file with which the language host starts a program. */
const PROGRAM_HOST = /@pulumi[\\/]pulumi[\\/]cmd[\\/]run([\\/]|$)/;

/** Waits for the command with the process id `pid`, and watches the memory of the program that it runs. */
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

/** The median: the middle value, or the mean of the two middle values. @throws if there is no value */
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

/** Highest resident memory of a process in MiB. The kernel records it, so a sample misses only a peak after it. */
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
