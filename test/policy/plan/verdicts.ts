import type { PolicyPackClient } from "../../../offline/analyzer/client";
import type { ResourceToAnalyze, Violation } from "../../../offline/analyzer/messages";

/** A rule's verdict on a part of the plan. */
export interface Verdict {
  readonly policy: string;
  /** Name of the resource. */
  readonly at: string;
  /** The message of the rule, without its description and the resource. */
  readonly says: string;
}

/** The verdicts on a plan. The pack gets it as from the engine: first each resource, then the whole stack. */
export async function verdicts(
  pack: PolicyPackClient,
  plan: readonly ResourceToAnalyze[],
): Promise<Verdict[]> {
  const found: Violation[] = [];
  for (const each of plan) found.push(...(await pack.analyze(each)));
  return toVerdicts([...found, ...(await pack.analyzeStack(plan))]);
}

/** The verdicts without `own-credentials-known`, which reports once in a run that the stack config has no credentials. */
export function toVerdicts(found: readonly Violation[]): Verdict[] {
  return found
    .filter(({ policy: rule }) => rule !== "own-credentials-known")
    .map(({ policy: rule, urn, message }) => ({
      policy: rule,
      at: urn?.slice(urn.lastIndexOf("::") + 2) ?? "",
      says: message.slice(message.indexOf("\n") + 1).replace(/^\S+ "[^"]*": /, ""),
    }));
}

/** The first sentence of each verdict: path and fault, without the fix. */
export function faultsIn(found: readonly Verdict[]): string[] {
  return found.map(({ at, says }) => `${at}: ${says.slice(0, says.indexOf(". "))}`);
}
