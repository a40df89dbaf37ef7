import { randomBytes } from "node:crypto";
import { benchCorpus, type BenchCase } from "./cases";
import { runPack } from "./packRun";
import { asMarkdown, keep, type Row } from "./report";
import { measureStacks, measureUserData } from "./scale";
import { runScanner } from "./scannerRun";
import { SCANNERS, type Scanner } from "./scanners";
import { install } from "./tools";

/**
 * Compares the pack with the tools that people use, on the same cases in one run. The seed of the generated credentials is
 * printed; `CORPUS_SEED` repeats a run, `--write` keeps the result in docs/benchmarks.md.
 */
async function main(): Promise<void> {
  const seed = process.env["CORPUS_SEED"] ?? randomBytes(8).toString("hex");
  const corpus = benchCorpus(seed);
  const pack: Row = { name: "this pack", outcome: await runPack(corpus) };
  const others = SCANNERS.map((scanner) => row(scanner, corpus.cases));
  const section = asMarkdown({
    cases: corpus.cases,
    seed,
    rows: [pack, ...others],
    perResource: await measureStacks(corpus),
    userData: await measureUserData(corpus),
  });
  process.stdout.write(section);
  if (process.argv.includes("--write")) keep(section);
}

function row(scanner: Scanner, cases: readonly BenchCase[]): Row {
  const name = `${scanner.tool} ${scanner.version}`;
  const installation = install(scanner.tool);
  if (!installation.available) return { name, outcome: `not available: ${installation.reason}` };
  process.stderr.write(`Running ${name} ...\n`);
  try {
    return { name, outcome: runScanner(scanner, installation.path, cases) };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : name}\n`);
    return { name, outcome: "it failed" };
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : "The benchmark failed."}\n`);
  process.exitCode = 1;
});
