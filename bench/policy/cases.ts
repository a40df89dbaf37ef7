import { corpus, shownResource } from "../../test/policy/corpus/corpus";
import { generateValues, ownConfig, type CorpusValues } from "../../test/policy/corpus/values";
import type { ResourceToAnalyze } from "../../offline/analyzer/messages";

/** One case of the corpus with its values filled in. */
export interface BenchCase {
  /** Name of the case's file, without its extension. It does not reveal what the case is about. */
  readonly id: string;
  readonly leaks: boolean;
  readonly resource: ResourceToAnalyze;
  readonly asOutputs: boolean;
}

/** The cases, and the stack config that holds the stack's own values. */
export interface BenchCorpus {
  readonly cases: readonly BenchCase[];
  readonly config: Readonly<Record<string, string>>;
}

/** The config key that the pack guards in addition to the five credentials. */
export const GUARDED_KEY = "dailyApiKey";

/**
 * Every case that a scanner's file can show. Such a file has no values that are unknown in a preview, and no values in encrypted places,
 * so those cases are left out.
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
