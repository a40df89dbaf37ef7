import { join } from "node:path";
import { PolicyPackClient } from "../../scripts/analyzer/client";
import type { ResourceToAnalyze } from "../../scripts/analyzer/messages";
import { GUARDED_KEY, type BenchCorpus } from "./cases";

const PACK = join(__dirname, "../../policy");
const PROJECT = "some-program";

/** How often a detector is run; its quickest run counts, which other work on the machine disturbed least. */
export const RUNS = 3;

/** Milliseconds after which a detector is not run again. */
export const LONG_ENOUGH_MS = 15_000;

/** What a detector made of the cases, and how long it took. */
export interface Outcome {
  readonly alarmed: ReadonlySet<string>;
  /** Milliseconds before the first case. */
  readonly startMs: number;
  /** Milliseconds for all cases, without the start. */
  readonly casesMs: number;
}

/** Starts the pack as the engine does, and waits until it answers. */
export async function startPack(config: BenchCorpus["config"]): Promise<PolicyPackClient> {
  const client = await PolicyPackClient.start(PACK, {
    project: PROJECT,
    stack: "test",
    dryRun: true,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [`${PROJECT}:${key}`, value]),
    ),
  });
  await client.info();
  return client;
}

/** Shows every case to the pack, one after the other, over the interface that the engine uses. */
export async function runPack(corpus: BenchCorpus): Promise<Outcome> {
  let best = await runOnce(corpus);
  for (let run = 1; run < RUNS; run++) {
    const { alarmed, startMs, casesMs } = await runOnce(corpus);
    best = {
      alarmed,
      startMs: Math.min(startMs, best.startMs),
      casesMs: Math.min(casesMs, best.casesMs),
    };
  }
  return best;
}

async function runOnce({ cases, config }: BenchCorpus): Promise<Outcome> {
  const begun = performance.now();
  const client = await startPack(config);
  try {
    await client.configure({
      "own-credential-in-plain": {
        enforcementLevel: "mandatory",
        properties: { guardedConfigKeys: [GUARDED_KEY] },
      },
    });
    const started = performance.now();
    const alarmed = new Set<string>();
    for (const { id, resource, asOutputs } of cases) {
      const found = await (asOutputs ? client.analyzeStack([resource]) : client.analyze(resource));
      if (found.some(({ level }) => level === "mandatory")) alarmed.add(id);
    }
    return { alarmed, startMs: started - begun, casesMs: performance.now() - started };
  } finally {
    client.stop();
  }
}

/** Milliseconds a resource in a stack of so many: each shown alone, then all together, as in one preview. */
export async function millisecondsPerResource(
  client: PolicyPackClient,
  resources: readonly ResourceToAnalyze[],
): Promise<number> {
  const begun = performance.now();
  for (const resource of resources) await client.analyze(resource);
  await client.analyzeStack(resources);
  return (performance.now() - begun) / resources.length;
}
