import { randomBytes } from "node:crypto";
import { benchCorpus, type BenchCase } from "./cases";
import { runInterface, runPack, type Outcome } from "./packRun";
import { asMarkdown, keep, type Row } from "./report";
import { measureStacks, measureUserData } from "./scale";
import { measureTexts } from "./texts";
import { runScanner } from "./scannerRun";
import { SCANNERS, type Scanner } from "./scanners";
import { install, type Installation } from "./tools";

/** How often each detector runs. Its fastest times count, because other work on the machine slowed them least. */
const ROUNDS = 5;

/**
 * Compares the pack with common tools, on the same cases in one run. It prints the seed of the generated credentials. `CORPUS_SEED`
 * repeats a run, and `--write` writes the result into docs/benchmarks.md.
 */
async function main(): Promise<void> {
  const seed = process.env["CORPUS_SEED"] ?? randomBytes(8).toString("hex");
  const corpus = benchCorpus(seed);
  const tools = SCANNERS.map((scanner) => ({ scanner, installation: install(scanner.tool) }));
  const packRounds: Outcome[] = [];
  const interfaceRounds: Outcome[] = [];
  const toolRounds = tools.map((): (Outcome | string)[] => []);
  // The detectors take turns, so that a busy minute of the machine affects all of them alike.
  for (let round = 1; round <= ROUNDS; round++) {
    process.stderr.write(`Round ${round} of ${ROUNDS}\n`);
    packRounds.push(await runPack(corpus));
    interfaceRounds.push(await runInterface(corpus));
    tools.forEach((tool, index) => toolRounds[index]?.push(outcome(tool, corpus.cases)));
  }
  const others = tools.map(({ scanner: { tool, version } }, index) => ({
    name: `${tool} ${version}`,
    outcome: best(toolRounds[index] ?? []),
  }));
  const rows: Row[] = [{ name: "this pack", outcome: best(packRounds) }, ...others];
  const bare = best(interfaceRounds);
  const perResource = await measureStacks(corpus);
  const userData = await measureUserData(corpus);
  const texts = await measureTexts(corpus);
  const { cases } = corpus;
  const section = asMarkdown({
    cases,
    seed,
    rounds: ROUNDS,
    rows,
    bare,
    perResource,
    userData,
    texts,
  });
  process.stdout.write(section);
  if (process.argv.includes("--write")) await keep(section);
}

function outcome(
  { scanner, installation }: { scanner: Scanner; installation: Installation },
  cases: readonly BenchCase[],
): Outcome | string {
  if (!installation.available) return `not available: ${installation.reason}`;
  try {
    return runScanner(scanner, installation.path, cases);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : scanner.tool}\n`);
    return "it failed";
  }
}

/** The fastest times of several rounds, or the reason why a round did not run. */
function best(rounds: readonly (Outcome | string)[]): Outcome | string {
  const [first, ...others] = rounds;
  if (first === undefined || typeof first === "string") return first ?? "not run";
  return others.reduce<Outcome | string>((quickest, each) => {
    if (typeof quickest === "string" || typeof each === "string") return each;
    return {
      alarmed: each.alarmed,
      startMs: Math.min(quickest.startMs, each.startMs),
      wholeMs: Math.min(quickest.wholeMs, each.wholeMs),
    };
  }, first);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : "The benchmark failed."}\n`);
  process.exitCode = 1;
});
