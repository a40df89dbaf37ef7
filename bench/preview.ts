import type { EngineStack } from "../test/engine/support/engineStack";
import type { Lab } from "../test/engine/support/lab";
import { editProject } from "../test/engine/support/project";
import { measure, median, type Measurement } from "./measure";

/** Measurements of the first preview with the policy pack, with two runners. */
export interface PreviewResult {
  readonly rounds: number;
  /** This project's runner, from Pulumi.yaml and policy/main.js: tsx, which checks no types. `npm test` checks them. */
  readonly own: Summary;
  /**
   * The runner of a new Pulumi project and a new policy pack: ts-node with the tsconfig.json beside it, which checks the program's types.
   */
  readonly fallback: Summary;
}

/** Medians over the rounds. */
export interface Summary {
  readonly seconds: number;
  /** MiB; NaN if the system does not report it. */
  readonly programMebibytes: number;
}

/** The settings in Pulumi.yaml and in PulumiPolicy.yaml that choose the runner. */
const RUNNER = "    typescript: false\n    nodeargs: --require ./infra/preload.cjs\n";
const PACK_RUNNER = "main: main.js";

/** Measures both runners in alternating rounds. The first round does not count. @throws if a preview fails */
export async function benchPreviews(lab: Lab, rounds: number): Promise<PreviewResult> {
  const own = await lab.stack("tsx");
  const fallback = await lab.stack("ts-node");
  editProject(fallback.folder, "Pulumi.yaml", { [RUNNER]: "" });
  editProject(fallback.folder, "policy/PulumiPolicy.yaml", { [PACK_RUNNER]: "main: index.ts" });
  const measured: Record<"own" | "fallback", Measurement[]> = { own: [], fallback: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { own: await preview(own), fallback: await preview(fallback) };
    if (round === 0) continue;
    measured.own.push(pair.own);
    measured.fallback.push(pair.fallback);
  }
  return { rounds, own: summary(measured.own), fallback: summary(measured.fallback) };
}

async function preview(stack: EngineStack): Promise<Measurement> {
  const { pid, result } = stack.startPreview();
  const measurement = await measure(pid, result);
  const { code, output } = await result;
  if (code !== 0) throw new Error(`A preview failed:\n${output}`);
  return measurement;
}

function summary(measurements: readonly Measurement[]): Summary {
  return {
    seconds: median(measurements.map(({ seconds }) => seconds)),
    programMebibytes: median(
      measurements.map(({ programMebibytes }) => programMebibytes ?? Number.NaN),
    ),
  };
}
