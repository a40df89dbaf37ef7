import type { Estimate } from "../cost/estimate";
import { dollars, money } from "../cost/line";
import { DEFAULT_USAGE } from "../cost/usage";
import { monthlyCost, total } from "../difference/costChange";
import { nameOf } from "../engine/urn";
import { containersOf, type ContainerSettings } from "../report/containers";
import type { Display } from "../report/masking/display";
import type { Plan } from "../report/plan";
import { resourceTree } from "../report/tree";
import { policiesOf, violationsIn } from "../report/violations";
import { showInvisible } from "../report/masking/showInvisible";
import { markup, type Markup, EMPTY_HTML } from "./markup";
import { table } from "./table";

/** A part of the page, with the text of the link that leads to it. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** Returns the containers' plaintext settings. */
export function containerSection({ passes }: Plan, display: Display): PageSection {
  const containers = containersOf(passes.at(-1)?.resources ?? []);
  const settings = ({ environment, name }: ContainerSettings): Markup => {
    const rows = environment.map(([variable, value]) => [
      code(variable, display),
      code(value, display),
    ]);
    return markup`<h3>${showInvisible(name, display)}</h3>${table("Plaintext environment variables", ["variable", "value"], rows)}`;
  };
  return {
    id: "containers",
    title: "Container settings",
    body: markup`${containers.map(settings)}`,
  };
}

/** Returns where each secret variable comes from. */
export function secretSection({ passes }: Plan, display: Display): PageSection {
  const containers = containersOf(passes.at(-1)?.resources ?? []);
  const rows = containers.flatMap(({ name, secrets }) =>
    secrets.map(([variable, origin]) => [
      code(variable, display),
      markup`${showInvisible(origin, display)}`,
      markup`${showInvisible(name, display)}`,
    ]),
  );
  const body = markup`<p>The plan holds references. The values are in Secrets Manager, and reach a container when its task starts.</p>
${table("Sources of secrets", ["variable", "comes from", "container"], rows)}`;
  return { id: "secrets", title: "Where each secret comes from", body };
}

/** Returns each policy with its verdict, and each violation with its message. */
export function policySection({ passes }: Plan, display: Display): PageSection {
  const found = violationsIn(passes);
  const violations = found.map(
    ({ level, message, policy, urn }) =>
      markup`<li class="violation ${level === "mandatory" ? "bad" : "warn"}"><strong>${showInvisible(policy, display)}</strong> [${level}] ${showInvisible(nameOf(urn), display)}
<pre tabindex="0">${showInvisible(message.trim(), display, true)}</pre></li>`,
  );
  const policies = policiesOf(passes, found).map(({ level, name }) => {
    const verdict = verdictOf(
      level,
      found.filter(({ policy }) => policy === name),
    );
    return markup`<li class="${verdict.style}"><span class="mark" aria-hidden="true">${verdict.mark}</span><span class="visually-hidden">${verdict.word}: </span>${showInvisible(name, display)} <small>${level}</small></li>`;
  });
  const list =
    violations.length === 0 ? EMPTY_HTML : markup`<ul class="violations">${violations}</ul>`;
  return {
    id: "policies",
    title: "Policies",
    body: markup`${list}<ul class="policies">${policies}</ul>`,
  };
}

function verdictOf(level: string, found: readonly { readonly level: string }[]) {
  if (level === "disabled") return { mark: "–", style: "off", word: "disabled" };
  if (found.length === 0) return { mark: "✓", style: "good", word: "passed" };
  const isMandatory = found.some((violation) => violation.level === "mandatory");
  return { mark: "✗", style: isMandatory ? "bad" : "warn", word: "violated" };
}

/** Returns the monthly cost, line by line. */
export function costSection({ passes, region }: Plan, display: Display): PageSection {
  const estimate = monthlyCost({ region, resources: passes.at(-1)?.resources ?? [] });
  const body =
    estimate === undefined
      ? markup`<p>The price table is not for ${showInvisible(region, display)}.</p>`
      : costTable(estimate, display);
  return { id: "cost", title: "Cost", body };
}

function costTable(estimate: Estimate, display: Display): Markup {
  const lines = [...estimate.lines].sort((a, b) => dollars(b) - dollars(a));
  const rows = lines.map((line) => [
    markup`${showInvisible(line.resource, display)}`,
    markup`${line.byUsage ? "~ " : ""}${showInvisible(line.item, display)}`,
    markup`${dollars(line) < 0.005 ? "<$0.01" : money(dollars(line))}`,
  ]);
  const sum = [
    markup`<strong>Total</strong>`,
    EMPTY_HTML,
    markup`<strong>${money(total(estimate))}</strong>`,
  ];
  const { callsPerDay, minutesPerCall } = DEFAULT_USAGE;
  const unpriced = estimate.unpriced.map(
    (resource) => markup`<li>${showInvisible(resource, display)}</li>`,
  );
  return markup`<p>US dollars a month by list price, with ${callsPerDay} calls a day of ${minutesPerCall} minutes. A line with ~ depends on the calls.</p>
${table("Cost a month", ["resource", "what", "a month"], [...rows, sum], { numbers: 2 })}
${unpriced.length === 0 ? EMPTY_HTML : markup`<p>Not in the total, because the price table does not have it:</p><ul>${unpriced}</ul>`}`;
}

/** Returns the tree of all resources, and the stack's outputs. */
export function resourceSection({ passes }: Plan, display: Display): PageSection {
  const { outputs = {}, resources = [] } = passes.at(-1) ?? {};
  const tree = resourceTree(resources)
    .map(({ branch, name, type }) => `${branch}${type}  ${showInvisible(name, display)}`)
    .join("\n");
  const rows = Object.entries(outputs).map(([name, value]) => {
    const shown = display.value(value);
    return [
      code(name, display),
      code(typeof shown === "string" ? shown : JSON.stringify(shown), display),
    ];
  });
  const body = markup`<details><summary>${resources.length} resources</summary><pre class="tree" tabindex="0">${tree}</pre></details>
<h3>Outputs</h3><p>Identifiers are simulated.</p>${table("Outputs", ["output", "value"], rows)}`;
  return { id: "resources", title: "Resources and outputs", body };
}

function code(text: string, display: Display): Markup {
  return markup`<code>${showInvisible(text, display)}</code>`;
}
