import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { version as sdk } from "@pulumi/pulumi/package.json";
import { cliEnv } from "../test/engine/support/cli";
import { ROOT } from "../test/engine/support/project";
import { execFileSync } from "node:child_process";
import type { Deployment } from "./deployment";
import { SLOW_SECONDS } from "./delays";
import type { PreviewResult } from "./preview";

/** All measurements of one run. */
export interface Results {
  readonly preview: PreviewResult;
  readonly startSeconds: number;
  readonly deployments: readonly Deployment[];
}

const DOCUMENT = join(ROOT, "docs/benchmarks.md");
const [BEGIN, END] = ["<!-- npm run bench writes from here -->", "<!-- to here -->"];

/** The results as Markdown. */
export function markdown({ preview, startSeconds, deployments }: Results): string {
  const { own, fallback, rounds } = preview;
  return [
    "## Previews",
    `\`npm run bench\`, ${machine()} Medians of ${rounds} alternating rounds.`,
    table([
      ["first preview with the policy pack", "time", "program's memory"],
      [
        "default runner: ts-node, type check",
        seconds(fallback.seconds),
        mebibytes(fallback.programMebibytes),
      ],
      [
        "this project's: tsx, infra/preload.cjs",
        seconds(own.seconds),
        mebibytes(own.programMebibytes),
      ],
      [
        "ratio (target: time 0.40, memory 0.50)",
        (own.seconds / fallback.seconds).toFixed(2),
        (own.programMebibytes / fallback.programMebibytes).toFixed(2),
      ],
    ]),
    `\`npm start\`, the offline preview: ${seconds(startSeconds)}.`,
    "## From nothing to a running service",
    `Simulated with AWS's typical creation times (bench/delays.ts). A step is slow from ${SLOW_SECONDS} s on.`,
    table([
      ["program", "slow steps in a row", "path", "simulated run"],
      ...deployments.map(({ name, path, measuredSeconds }) => [
        name,
        String(path.slowSteps),
        `${path.seconds} s`,
        `${measuredSeconds.toFixed(0)} s`,
      ]),
    ]),
    ...deployments.map(describePath),
  ].join("\n\n");
}

/** Writes the results into docs/benchmarks.md, between its two marks. */
export async function keep(tables: string): Promise<void> {
  const old = existsSync(DOCUMENT)
    ? readFileSync(DOCUMENT, "utf8")
    : `# Benchmarks\n\n${BEGIN}${END}\n`;
  const [head, rest = ""] = old.split(BEGIN);
  const tail = rest.split(END)[1] ?? "\n";
  const text = `${head ?? ""}${BEGIN}\n\n${tables}\n\n${END}${tail}`;
  writeFileSync(
    DOCUMENT,
    await format(text, { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT }),
  );
}

function describePath({ name, path }: Deployment): string {
  const slow = path.steps.filter(({ seconds }) => seconds >= SLOW_SECONDS);
  const steps = slow.map((step) => `${step.type.split(":").at(-1) ?? ""} ${step.seconds} s`);
  return `${name}: ${steps.join(" → ")}.`;
}

function machine(): string {
  const [cpu] = cpus();
  const cli = execFileSync("pulumi", ["version"], { env: cliEnv(), encoding: "utf8" }).trim();
  const load = loadavg()[0]?.toFixed(1) ?? "unknown";
  const today = new Date().toISOString().slice(0, 10);
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return (
    `${today}: ${cpus().length} × ${cpu?.model.trim() ?? "unknown processor"}, ${memory} GiB, ${process.platform}; ` +
    `Node ${process.version}, pulumi ${cli}, @pulumi/pulumi ${sdk}; load average ${load} (above the number of processors, the times say little, the ratios more).`
  );
}

function table(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
  const [header = "", ...body] = lines;
  return [header, `|${" --- |".repeat(rows[0]?.length ?? 0)}`, ...body].join("\n");
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function mebibytes(value: number): string {
  return Number.isNaN(value) ? "unknown" : `${value.toFixed(0)} MiB`;
}
