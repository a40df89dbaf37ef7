import type { Policy, Violation } from "../analyzer/policyRun";
import type { PassName, PassResult } from "../engine/pass";

/** A violation, and the evaluations in which it was found. */
export interface FoundViolation extends Violation {
  readonly passes: readonly PassName[];
}

/** Returns whether a mandatory policy is violated. */
export function isViolated(passes: readonly PassResult[]): boolean {
  return passes.some(({ violations }) => violations.some(({ level }) => level === "mandatory"));
}

/** Returns the pack's policies, and policies that a violation names but the pack does not list. */
export function policiesOf(
  passes: readonly PassResult[],
  found: readonly FoundViolation[],
): Policy[] {
  const policies = passes[0]?.policies ?? [];
  const known = new Set(policies.map(({ name }) => name));
  const unlisted = [...new Set(found.map(({ policy }) => policy))]
    .filter((name) => !known.has(name))
    .map((name): Policy => ({ name, level: "mandatory" }));
  return [...policies, ...unlisted];
}

/** Returns each violation once, with the evaluations in which it was found. */
export function violationsIn(passes: readonly PassResult[]): FoundViolation[] {
  const found = new Map<string, FoundViolation>();
  for (const { name, violations } of passes) {
    for (const violation of violations) {
      const key = JSON.stringify([
        violation.policy,
        violation.level,
        violation.urn,
        violation.message,
      ]);
      const before = found.get(key)?.passes ?? [];
      if (!before.includes(name)) found.set(key, { ...violation, passes: [...before, name] });
    }
  }
  return [...found.values()];
}
