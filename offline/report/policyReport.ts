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

/** Each policy with its verdict, each objection once, and the sum. */
export function policyLines(
  passes: readonly PassResult[],
  display: Display,
  paint: Paint,
): string[] {
  const policies = passes[0]?.policies ?? [];
  const objections = objectionsIn(passes);
  const known = new Set(policies.map(({ name }) => name));
  const strays = [...new Set(objections.map(({ policy }) => policy))]
    .filter((name) => !known.has(name))
    .map((name): Policy => ({ name, level: "mandatory" }));
  return [
    ...[...policies, ...strays].flatMap((policy) => {
      const own = objections.filter((objection) => objection.policy === policy.name);
      const lines = own.flatMap((objection) => objectionLines(objection, passes, display, paint));
      return [verdictLine(policy, own, paint), ...lines];
    }),
    "",
    sumLine(policies, objections, paint),
  ];
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
  { level, message, passes, urn }: Objection,
  all: readonly PassResult[],
  display: Display,
  paint: Paint,
): string[] {
  const type = shortType((urn.split("::")[2] ?? "").split("$").at(-1) ?? "");
  const only =
    passes.length < all.length ? `, on ${passes.join(" and ").replace("-", " ")} only` : "";
  const where = display.text(`${type} ${nameOf(urn)}`);
  const text = display.text(message).trim().split("\n");
  return [
    `      ${paint(level === "mandatory" ? "red" : "yellow", where)} [${level}${only}]`,
    ...text.map((line) => `        ${line}`),
  ];
}

function sumLine(
  policies: readonly Policy[],
  objections: readonly Objection[],
  paint: Paint,
): string {
  const mandatory = objections.filter(({ level }) => level === "mandatory").length;
  const advisory = objections.length - mandatory;
  if (policies.length === 0) return paint("red", "The pack has no policies: nothing was checked.");
  const count = policies.length === 1 ? "1 policy" : `${policies.length} policies`;
  const remarks = advisory === 0 ? "" : `, ${advisory} advisory`;
  if (mandatory === 0) return paint("green", `${count}: no mandatory violation${remarks}.`);
  const violations =
    mandatory === 1 ? "1 mandatory violation" : `${mandatory} mandatory violations`;
  return paint("red", `${count}: ${violations}${remarks}.`);
}
