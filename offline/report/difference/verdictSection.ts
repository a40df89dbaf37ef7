import type { VerdictDifference } from "../../difference/verdictChanges";
import { nameOf } from "../../engine/urn";
import type { Display } from "../masking/display";
import type { FoundViolation } from "../violations";
import { line, type Line, type Section, type Sign } from "./line";
import { oneLine } from "./valueText";

/** Returns a line for each violation that was added or resolved, and for each policy that is new, removed or at another level. */
export function verdictSection(verdicts: VerdictDifference, display: Display): Section {
  const violation =
    (sign: Sign, text: string) =>
    (found: FoundViolation): Line =>
      line(sign, `${text} ${policyText(found, display)}: ${oneLine(nameOf(found.urn), display)}`);
  return {
    title: "Policies",
    lines: [
      ...verdicts.added.map(violation("+", "violation of")),
      ...verdicts.resolved.map(violation("-", "violation of")),
      ...verdicts.kept.map(violation(" ", "violation, as before, of")),
      ...verdicts.newPolicies.map(({ level, name }) =>
        line("+", `policy ${oneLine(name, display)} [${level}]`),
      ),
      ...verdicts.removedPolicies.map(({ level, name }) =>
        line("-", `policy ${oneLine(name, display)} [${level}]`),
      ),
      ...verdicts.otherLevels.map(({ after, before, name }) =>
        line("~", `policy ${oneLine(name, display)}: ${before} → ${after}`),
      ),
    ],
  };
}

function policyText({ level, policy }: FoundViolation, display: Display): string {
  return `${oneLine(policy, display)} [${level}]`;
}
