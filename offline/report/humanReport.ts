import { containersOf } from "./containers";
import type { Display } from "./masking/display";
import type { PassResult } from "../engine/pass";
import { PASS_TITLES, type Plan } from "./plan";
import { policyLines, violationLines } from "./policyReport";
import type { Paint } from "./style";
import { isUnknown } from "../engine/wire";
import { resourceTree } from "./tree";

/** Returns the short report for a reviewer: stack, number of resources, the program's messages, and the verdict with each violation. */
export function shortReport(plan: Plan, display: Display, paint: Paint): string {
  const resources = plan.passes.at(-1)?.resources ?? [];
  const lines = [
    `${paint("bold", `Offline preview of ${plan.project}, stack ${plan.stack}`)} (${plan.region})`,
    `Resources: ${resources.length} to create`,
    ...messageLines(plan.passes, display, (text) => `\n${paint("bold", text)}`),
    "",
    ...violationLines(plan.passes, display, paint),
  ];
  return `${lines.join("\n")}\n`;
}

/** Returns the whole report for a person. */
export function humanReport(plan: Plan, display: Display, paint: Paint): string {
  const update = plan.passes.at(-1);
  if (update === undefined) return "";
  const heading = (text: string): string => `\n${paint("bold", text)}`;
  const lines = [
    `${paint("bold", `Offline preview of ${plan.project}, stack ${plan.stack}`)} (${plan.region})`,
    `Credentials: ${plan.credentials.description}`,
    heading(`Resources: ${update.resources.length} to create`),
    ...treeLines(update, display, paint),
    ...difference(plan.passes),
    ...containersOf(update.resources).flatMap((container) => [
      heading(`Container ${display.text(container.name)}: plaintext settings`),
      ...table(container.environment, display),
      heading(`Container ${display.text(container.name)}: secrets`),
      ...table(container.secrets, display),
    ]),
    heading("Outputs (identifiers are simulated)"),
    ...outputLines(plan.passes, display, paint),
    ...messageLines(plan.passes, display, heading),
    heading("Policies, on a first preview (identifiers unknown) and on an update"),
    ...policyLines(plan.passes, paint),
    "",
    ...violationLines(plan.passes, display, paint),
  ];
  return `${lines.join("\n")}\n`;
}

function treeLines({ resources }: PassResult, display: Display, paint: Paint): string[] {
  const tree = resourceTree(resources);
  const width = Math.max(0, ...tree.map(({ branch, type }) => branch.length + type.length));
  const lines = tree.map(({ branch, name, remote, type }) => {
    const gap = " ".repeat(width - branch.length - type.length + 2);
    const mark = remote ? paint("dim", " *") : "";
    return `  ${paint("dim", branch)}${type}${gap}${paint("cyan", display.text(name))}${mark}`;
  });
  return tree.some(({ remote }) => remote)
    ? [
        ...lines,
        paint("dim", "  * its parts are made by its provider at `pulumi up`, and not shown"),
      ]
    : lines;
}

/** Lists resources that only one evaluation has: the set of resources must not depend on what is known. */
function difference(passes: readonly PassResult[]): string[] {
  return passes.flatMap(({ name, resources }) => {
    const others = passes.filter((pass) => pass.name !== name);
    return resources
      .filter(({ urn }) => others.some((pass) => !pass.resources.some((r) => r.urn === urn)))
      .map((resource) => `  only on ${PASS_TITLES[name]}: ${resource.type} ${resource.name}`);
  });
}

function table(rows: readonly (readonly [string, string])[], display: Display): string[] {
  if (rows.length === 0) return ["  (none)"];
  const shown = rows.map(([name, value]) => [display.text(name), display.text(value)] as const);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

function outputLines(passes: readonly PassResult[], display: Display, paint: Paint): string[] {
  const outputs = Object.entries(passes.at(-1)?.outputs ?? {});
  const early = passes[0]?.outputs ?? {};
  const width = Math.max(0, ...outputs.map(([name]) => name.length));
  return outputs.map(([name, value]) => {
    const shown = display.value(value);
    const text = typeof shown === "string" ? shown : JSON.stringify(shown);
    const late = isUnknown(early[name]) ? paint("dim", "  (known after the first up)") : "";
    return `  ${name.padEnd(width)}  ${text}${late}`;
  });
}

function messageLines(
  passes: readonly PassResult[],
  display: Display,
  heading: (text: string) => string,
): string[] {
  const messages = new Set(
    passes.flatMap((pass) => pass.messages.map((text) => display.text(text))),
  );
  if (messages.size === 0) return [];
  return [heading("The program says"), ...[...messages].map((message) => `  ${message.trimEnd()}`)];
}
