import { corpus, shownResource } from "../../test/policy/corpus/corpus";
import { generateValues, ownConfig, type CorpusValues } from "../../test/policy/corpus/values";
import type { ResourceToAnalyze } from "../../offline/analyzer/messages";

/** One case of the corpus with its values filled in. */
export interface BenchCase {
  /** Name of the case's file, without its ending; says nothing about the case. */
  readonly id: string;
  readonly leaks: boolean;
  readonly resource: ResourceToAnalyze;
  readonly asOutputs: boolean;
}

/** The cases, and the stack config that holds the own values. */
export interface BenchCorpus {
  readonly cases: readonly BenchCase[];
  readonly config: Readonly<Record<string, string>>;
}

/** The config key of the corpus that is guarded in addition to the five credentials. */
export const GUARDED_KEY = "dailyApiKey";

/**
 * Every case that a file can show. Left out are those about values that only a preview leaves unknown, and those of values in
 * encrypted places: no file that a scanner is given holds these.
 */
export function benchCorpus(seed: string): BenchCorpus {
  const values = generateValues(seed);
  const cases = corpus()
    .map((each) => ({ ...each, resource: shownResource(each, values) }))
    .filter(({ topic }) => topic !== "leaks/unreadable")
    .filter(({ leaks, resource }) => leaks || !holdsCredential(resource, values))
    .map(({ leaks, resource, asOutputs }, index) => ({
      id: `case-${String(index + 1).padStart(4, "0")}`,
      leaks,
      resource,
      asOutputs,
    }));
  return { cases, config: ownConfig(values) };
}

function holdsCredential({ properties }: ResourceToAnalyze, values: CorpusValues): boolean {
  const text = JSON.stringify(properties);
  return ["ACCOUNT_SID", "AUTH_TOKEN", "API_SID", "API_SECRET"].some((name) => {
    const value = values[name];
    return value !== undefined && text.includes(value);
  });
}
