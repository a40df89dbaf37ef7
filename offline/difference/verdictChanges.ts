import type { Policy } from "../analyzer/policyRun";
import type { PassResult } from "../engine/pass";
import { violationsIn, type FoundViolation } from "../report/violations";

/** What differs in the policies and their verdicts. */
export interface VerdictDifference {
  /** Violations that only the new plan has. */
  readonly added: readonly FoundViolation[];
  /** Violations that only the old plan had. */
  readonly resolved: readonly FoundViolation[];
  /** Violations that both plans have. */
  readonly kept: readonly FoundViolation[];
  /** Policies that the pack did not have. */
  readonly newPolicies: readonly Policy[];
  /** Policies that the pack no longer has. */
  readonly removedPolicies: readonly Policy[];
  /** Policies with a changed level. */
  readonly otherLevels: readonly {
    readonly name: string;
    readonly before: string;
    readonly after: string;
  }[];
}

type Passes = readonly PassResult[];

/** Compares the verdicts of two plans, each by its own pack. */
export function verdictDifference(before: Passes, after: Passes): VerdictDifference {
  const [old, now] = [violationsIn(before), violationsIn(after)];
  const [oldPolicies, policies] = [before[0]?.policies ?? [], after[0]?.policies ?? []];
  const has = (list: readonly Policy[], { name }: Policy): boolean =>
    list.some((policy) => policy.name === name);
  return {
    added: now.filter((violation) => !holds(old, violation)),
    resolved: old.filter((violation) => !holds(now, violation)),
    kept: now.filter((violation) => holds(old, violation)),
    newPolicies: policies.filter((policy) => !has(oldPolicies, policy)),
    removedPolicies: oldPolicies.filter((policy) => !has(policies, policy)),
    otherLevels: policies.flatMap(({ level, name }) => {
      const former = oldPolicies.find((policy) => policy.name === name)?.level ?? level;
      return former === level ? [] : [{ name, before: former, after: level }];
    }),
  };
}

function holds(list: readonly FoundViolation[], { level, message, policy, urn }: FoundViolation) {
  return list.some(
    (each) =>
      each.policy === policy &&
      each.level === level &&
      each.urn === urn &&
      each.message === message,
  );
}
