import { join } from "node:path";
import { PolicyPackClient } from "../../offline/analyzer/client";
import {
  analyzeRequest,
  analyzeStackRequest,
  type ResourceToAnalyze,
  type RuleConfig,
} from "../../offline/analyzer/messages";
import { GUARDED_KEY, type BenchCorpus } from "./cases";

const PACK = join(__dirname, "../../policy");
const PROJECT = "some-program";

/** The cases that a detector reported, and the time that it took. */
export interface Outcome {
  readonly alarmed: ReadonlySet<string>;
  /** Milliseconds before the first case. */
  readonly startMs: number;
  /** Milliseconds from the start to the end of the last case. */
  readonly wholeMs: number;
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
  return show(corpus, () => ({
    "own-credential-in-plain": {
      enforcementLevel: "mandatory",
      properties: { guardedConfigKeys: [GUARDED_KEY] },
    },
  }));
}

/** The same with every rule off. This is the time of the interface alone, so no pack can be faster. */
export async function runInterface(corpus: BenchCorpus): Promise<Outcome> {
  return show(corpus, (rules) =>
    Object.fromEntries(rules.map((rule) => [rule, { enforcementLevel: "disabled" }])),
  );
}

async function show(
  { cases, config }: BenchCorpus,
  settings: (rules: readonly string[]) => Readonly<Record<string, RuleConfig>>,
): Promise<Outcome> {
  // The requests are built before the clock starts, as the scanners' files are.
  const requests = cases.map(({ id, resource, asOutputs }) => {
    return { id, request: asOutputs ? analyzeStackRequest([resource]) : analyzeRequest(resource) };
  });
  const begun = performance.now();
  const client = await startPack(config);
  try {
    const rules = (await client.info()).getPoliciesList().map((rule) => rule.getName());
    await client.configure(settings(rules));
    const started = performance.now();
    const alarmed = new Set<string>();
    for (const { id, request } of requests) {
      const found = await client.send(request);
      if (found.some(({ level }) => level === "mandatory")) alarmed.add(id);
    }
    return { alarmed, startMs: started - begun, wholeMs: performance.now() - begun };
  } finally {
    client.stop();
  }
}

/** Milliseconds per resource in a stack. As in a preview, the pack gets each resource alone, then all together. */
export async function millisecondsPerResource(
  client: PolicyPackClient,
  resources: readonly ResourceToAnalyze[],
): Promise<number> {
  const begun = performance.now();
  for (const resource of resources) await client.analyze(resource);
  await client.analyzeStack(resources);
  return (performance.now() - begun) / resources.length;
}
