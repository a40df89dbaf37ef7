import type { Display } from "./masking/display";
import type { Paint } from "./style";
import type { PassResult } from "../engine/pass";
import type { Policy } from "../analyzer/policyRun";
import { shortType } from "./tree";
import { nameOf } from "../engine/urn";
import { policiesOf, violationsIn, type FoundViolation } from "./violations";

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
