import type { Display } from "./display";
import type { Paint } from "./style";
import type { PassName, PassResult } from "../engine/pass";
import type { Policy, Violation } from "../analyzer/policyRun";
import { shortType } from "./tree";
import { nameOf } from "../engine/urn";

/** An objection, and the evaluations that met with it. */
interface Objection extends Violation {
  readonly passes: readonly PassName[];
}

/** Whether a mandatory policy objects. */
export function isViolated(passes: readonly PassResult[]): boolean {
  return passes.some(({ violations }) => violations.some(({ level }) => level === "mandatory"));
}

/** Each policy with its verdict. */
export function policyLines(passes: readonly PassResult[], paint: Paint): string[] {
  const objections = objectionsIn(passes);
  return policiesOf(passes, objections).map((policy) =>
    verdictLine(
      policy,
      objections.filter((objection) => objection.policy === policy.name),
      paint,
    ),
  );
}

/** The end of a report: each violation once, with its policy, resource and message, and the sum, which names the policies. */
export function violationLines(
  passes: readonly PassResult[],
  display: Display,
  paint: Paint,
): string[] {
  const objections = objectionsIn(passes);
  const lines = objections.flatMap((objection) => [
    ...objectionLines(objection, passes, display, paint),
    "",
  ]);
  return [
    ...(lines.length === 0 ? [] : [paint("bold", "Violations")]),
    ...lines,
    sumLine(passes[0]?.policies ?? [], objections, paint),
  ];
}

/** The pack's policies, and those that object without being among them. */
function policiesOf(passes: readonly PassResult[], objections: readonly Objection[]): Policy[] {
  const policies = passes[0]?.policies ?? [];
  const known = new Set(policies.map(({ name }) => name));
  const strays = [...new Set(objections.map(({ policy }) => policy))]
    .filter((name) => !known.has(name))
    .map((name): Policy => ({ name, level: "mandatory" }));
  return [...policies, ...strays];
}

function objectionsIn(passes: readonly PassResult[]): Objection[] {
  const objections = new Map<string, Objection>();
  for (const { name, violations } of passes) {
    for (const violation of violations) {
      const key = JSON.stringify([
        violation.policy,
        violation.level,
        violation.urn,
        violation.message,
      ]);
      const before = objections.get(key)?.passes ?? [];
      if (!before.includes(name)) objections.set(key, { ...violation, passes: [...before, name] });
    }
  }
  return [...objections.values()];
}

function verdictLine(
  { level, name }: Policy,
  objections: readonly Objection[],
  paint: Paint,
): string {
  if (level === "disabled") return `  ${paint("yellow", "–")} ${name} [disabled]`;
  if (objections.length === 0) return `  ${paint("green", "✔")} ${name} [${level}]`;
  const style = objections.some((objection) => objection.level === "mandatory") ? "red" : "yellow";
  return `  ${paint(style, "✘")} ${name} [${level}]`;
}

function objectionLines(
  { level, message, passes, policy, urn }: Objection,
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
  objections: readonly Objection[],
  paint: Paint,
): string {
  const mandatory = objections.filter(({ level }) => level === "mandatory");
  const advisory = objections.length - mandatory.length;
  if (policies.length === 0) return paint("red", "The pack has no policies: nothing was checked.");
  const count = policies.length === 1 ? "1 policy" : `${policies.length} policies`;
  const remarks = advisory === 0 ? "" : `, ${advisory} advisory`;
  if (mandatory.length === 0) return paint("green", `${count}: no mandatory violation${remarks}.`);
  const violations =
    mandatory.length === 1 ? "1 mandatory violation" : `${mandatory.length} mandatory violations`;
  const violated = [...new Set(mandatory.map(({ policy }) => policy))].join(", ");
  return paint("red", `${count}: ${violations}${remarks}: ${violated}.`);
}
