import type { Display } from "./display";
import type { Paint } from "./style";
import type { PassName, PassResult } from "../engine/pass";
import type { Policy, Violation } from "../analyzer/policyRun";
import { shortType } from "./tree";
import { nameOf } from "../engine/urn";

/** A violation, and the evaluations in which it was found. */
interface FoundViolation extends Violation {
  readonly passes: readonly PassName[];
}

/** Returns whether a mandatory policy is violated. */
export function isViolated(passes: readonly PassResult[]): boolean {
  return passes.some(({ violations }) => violations.some(({ level }) => level === "mandatory"));
}

/** Returns a line for each policy, with its verdict. */
export function policyLines(passes: readonly PassResult[], paint: Paint): string[] {
  const found = violationsIn(passes);
  return policiesOf(passes, found).map((policy) =>
    verdictLine(
      policy,
      found.filter((violation) => violation.policy === policy.name),
      paint,
    ),
  );
}

/** Returns the end of a report: each violation once, with policy, resource and message, then a sum that names the policies. */
export function violationLines(
  passes: readonly PassResult[],
  display: Display,
  paint: Paint,
): string[] {
  const found = violationsIn(passes);
  const lines = found.flatMap((violation) => [...linesOf(violation, passes, display, paint), ""]);
  return [
    ...(lines.length === 0 ? [] : [paint("bold", "Violations")]),
    ...lines,
    sumLine(passes[0]?.policies ?? [], found, paint),
  ];
}

/** Returns the pack's policies, and those of violations whose policy the pack does not list. */
function policiesOf(passes: readonly PassResult[], found: readonly FoundViolation[]): Policy[] {
  const policies = passes[0]?.policies ?? [];
  const known = new Set(policies.map(({ name }) => name));
  const strays = [...new Set(found.map(({ policy }) => policy))]
    .filter((name) => !known.has(name))
    .map((name): Policy => ({ name, level: "mandatory" }));
  return [...policies, ...strays];
}

function violationsIn(passes: readonly PassResult[]): FoundViolation[] {
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

function verdictLine(
  { level, name }: Policy,
  found: readonly FoundViolation[],
  paint: Paint,
): string {
  if (level === "disabled") return `  ${paint("yellow", "–")} ${name} [disabled]`;
  if (found.length === 0) return `  ${paint("green", "✔")} ${name} [${level}]`;
  const style = found.some((violation) => violation.level === "mandatory") ? "red" : "yellow";
  return `  ${paint(style, "✘")} ${name} [${level}]`;
}

function linesOf(
  { level, message, passes, policy, urn }: FoundViolation,
  all: readonly PassResult[],
  display: Display,
  paint: Paint,
): string[] {
  const type = shortType((urn.split("::")[2] ?? "").split("$").at(-1) ?? "");
  const only =
    passes.length < all.length ? `, on ${passes.join(" and ").replace("-", " ")} only` : "";
  const text = display.text(message).trim().split("\n");
  return [
    `  ${paint(level === "mandatory" ? "red" : "yellow", `✘ ${policy}`)} [${level}${only}]`,
    `    ${display.text(`${type} ${nameOf(urn)}`)}`,
    ...text.map((line) => `      ${line}`),
  ];
}

function sumLine(
  policies: readonly Policy[],
  found: readonly FoundViolation[],
  paint: Paint,
): string {
  const mandatory = found.filter(({ level }) => level === "mandatory");
  const advisory = found.length - mandatory.length;
  if (policies.length === 0) return paint("red", "The pack has no policies: nothing was checked.");
  const count = policies.length === 1 ? "1 policy" : `${policies.length} policies`;
  const remarks = advisory === 0 ? "" : `, ${advisory} advisory`;
  if (mandatory.length === 0) return paint("green", `${count}: no mandatory violation${remarks}.`);
  const violations =
    mandatory.length === 1 ? "1 mandatory violation" : `${mandatory.length} mandatory violations`;
  const violated = [...new Set(mandatory.map(({ policy }) => policy))].join(", ");
  return paint("red", `${count}: ${violations}${remarks}: ${violated}.`);
}
