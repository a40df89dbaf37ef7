import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { BenchCase } from "./cases";
import type { Outcome } from "./packRun";
import { STACK_SIZES, USER_DATA_SIZES } from "./scale";
import { growth, TEXT_SIZES, type TextFigures } from "./texts";

const FILE = join(__dirname, "../../docs/benchmarks.md");
const HEADING = "## Policy pack";

/** One detector's part of the table. */
export interface Row {
  readonly name: string;
  /** The detector's result, or the reason why it could not run. */
  readonly outcome: Outcome | string;
}

/** All results of a run. */
export interface Figures {
  readonly cases: readonly BenchCase[];
  readonly seed: string;
  readonly rounds: number;
  /** The pack first. */
  readonly rows: readonly Row[];
  /** The pack with every rule off. */
  readonly bare: Outcome | string;
  /** Milliseconds per resource, for each stack size. */
  readonly perResource: readonly number[];
  /** Milliseconds, for each size of user data. */
  readonly userData: readonly number[];
  /** Figures of texts for which a careless search takes too much time or memory. */
  readonly texts: readonly TextFigures[];
}

/** The figures as a section of a Markdown page, without any content of the cases. */
export function asMarkdown(figures: Figures): string {
  const { cases, seed, rounds, rows, bare, perResource, userData, texts } = figures;
  const leaks = cases.filter((each) => each.leaks).length;
  const [cpu] = cpus();
  const [pack] = rows;
  return [
    HEADING,
    "",
    `\`npm run bench:policy\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}, load average ${(loadavg()[0] ?? 0).toFixed(1)} (above the number of processors, the times say little). Corpus: ${leaks} leaks, ${cases.length - leaks} harmless cases, seed ${seed}. All detectors ran one after the other on the same cases, each with its defaults; cdk-nag by its rule ECS2, in an app that is synthesised, as its README has it (templates that CDK does not take count as not found), and checkov by its rules about secrets, both on CloudFormation templates, the others on files. A tool's start is a run over one empty case; the rounds go through all detectors in turn, and of each detector's ${rounds} the quickest counts.`,
    "",
    ...table(rows, cases),
    "",
    ...ratios(pack, rows.slice(1), cases.length),
    "",
    ...floor(bare, cases.length),
    `Pack, time a resource in a stack of ${STACK_SIZES.join(" / ")} resources: ${perResource.map(milliseconds).join(" / ")} (largest to smallest: ${ratio(perResource.at(-1), perResource[0])}). The stack repeats the harmless cases, and the pack remembers what it found in a text; resources with new texts take as long as a case. User data of ${USER_DATA_SIZES.join(" / ")} KiB: ${userData.map(milliseconds).join(" / ")} (${ratio(userData.at(-1), userData[0])} for ${ratio(USER_DATA_SIZES.at(-1), USER_DATA_SIZES[0])} the text).`,
    "",
    ...textTable(texts),
    "",
  ].join("\n");
}

/** Writes the section into docs/benchmarks.md in place of the previous one. */
export async function keep(section: string): Promise<void> {
  const page = existsSync(FILE) ? readFileSync(FILE, "utf8") : "# Benchmarks\n";
  const start = page.indexOf(HEADING);
  // The section ends at the next section, or at the mark with which another benchmark's sections begin.
  const after = start < 0 ? -1 : page.slice(start + HEADING.length).search(/\n(?:## |<!-- )/);
  const before = start < 0 ? `${page.trimEnd()}\n\n` : page.slice(0, start);
  const text = before + section + (after < 0 ? "" : page.slice(start + HEADING.length + after));
  writeFileSync(FILE, await format(text, { ...(await resolveConfig(FILE)), filepath: FILE }));
}

function table(rows: readonly Row[], cases: readonly BenchCase[]): string[] {
  return [
    "| detector | found | false alarms | start | a case | whole run |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map(({ name, outcome }) => {
      if (typeof outcome === "string") return `| ${name} | ${outcome} | | | | |`;
      const { alarmed, startMs, wholeMs } = outcome;
      const share = (leaks: boolean): string => {
        const all = cases.filter((each) => each.leaks === leaks);
        const hits = all.filter(({ id }) => alarmed.has(id)).length;
        return `${hits}/${all.length} (${Math.round((100 * hits) / all.length)} %)`;
      };
      const times = [startMs, perCase(outcome, cases.length), wholeMs].map(milliseconds);
      return `| ${[name, share(true), share(false), ...times].join(" | ")} |`;
    }),
  ];
}

/** Processor time and memory of the pack for one text of each kind. */
function textTable(texts: readonly TextFigures[]): string[] {
  return [
    `One text of ${TEXT_SIZES.join(" / ")} KiB in a resource: the pack's processor time, by how much a doubling multiplies it, and the most memory that the pack held.`,
    "",
    "| text | time | a doubling | memory |",
    "| --- | ---: | ---: | ---: |",
    ...texts.map((figures) => {
      const times = figures.milliseconds.map((time) => time.toFixed(0)).join(" / ");
      return `| ${figures.name.replace("\\", "\\\\")} | ${times} ms | ${growth(figures).toFixed(2)}× | ${figures.megabytes} MB |`;
    }),
  ];
}

function ratios(pack: Row | undefined, others: readonly Row[], count: number): string[] {
  if (pack === undefined || typeof pack.outcome === "string") return [];
  const own = pack.outcome;
  const compared = others.flatMap(({ name, outcome }) =>
    typeof outcome === "string"
      ? []
      : [
          `${name} ${ratio(perCase(outcome, count), perCase(own, count))} a case and ${ratio(outcome.wholeMs, own.wholeMs)} in all`,
        ],
  );
  return compared.length === 0 ? [] : [`Time as a multiple of the pack's: ${compared.join("; ")}.`];
}

/** A sentence about the time of the interface, which is the least that any pack can take. */
function floor(bare: Outcome | string, count: number): string[] {
  if (typeof bare === "string") return [];
  return [
    `The interface alone, with every policy off: ${milliseconds(perCase(bare, count))} a case, for the engine's request in gRPC and the SDK that unpacks it. The scanners read all files in one go.`,
    "",
  ];
}

/** Milliseconds per case, after the start. */
function perCase({ startMs, wholeMs }: Outcome, count: number): number {
  return (wholeMs - startMs) / count;
}

function milliseconds(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(2)} ms`;
}

function ratio(value: number | undefined, of: number | undefined): string {
  return value === undefined || of === undefined ? "–" : `${(value / of).toPrecision(2)}×`;
}
