import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchCase } from "./cases";
import type { Outcome } from "./packRun";
import { asFile, asTemplate } from "./render";
import type { CaseForm, Scanner } from "./scanners";

/** An empty case, in which no tool can find anything. The time of a run over it is the tool's start. */
const EMPTY: Readonly<Record<CaseForm, string>> = {
  file: "{}\n",
  template: '{ "Resources": {} }\n',
};

/** Runs a tool over all cases, in a temporary folder that is deleted afterwards. */
export function runScanner(
  scanner: Scanner,
  program: string,
  cases: readonly BenchCase[],
): Outcome {
  // The folder's name does not contain "test", because some tools skip such paths.
  const root = mkdtempSync(join(tmpdir(), "stack-"));
  try {
    const folder = (name: string): string => {
      const path = join(root, name);
      mkdirSync(path, { mode: 0o700 });
      return path;
    };
    const scratch = folder("reports");
    const nothing = folder("nothing");
    writeFileSync(join(nothing, "case-0000.json"), EMPTY[scanner.reads]);
    const everything = folder("everything");
    for (const { id, resource } of cases) {
      const text = scanner.reads === "file" ? asFile(resource) : asTemplate(resource);
      writeFileSync(join(everything, `${id}.json`), text, { mode: 0o600 });
    }
    const { ms: startMs } = timed(() => scanner.scan(program, nothing, scratch));
    const { result: alarmed, ms } = timed(() => scanner.scan(program, everything, scratch));
    return { alarmed, startMs, wholeMs: Math.max(startMs, ms) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function timed<T>(act: () => T): { result: T; ms: number } {
  const begun = performance.now();
  const result = act();
  return { result, ms: performance.now() - begun };
}
