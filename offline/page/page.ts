import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { money } from "../cost/line";
import { monthlyCost, total } from "../difference/costChange";
import { containersOf } from "../report/containers";
import type { Display } from "../report/masking/display";
import type { Plan } from "../report/plan";
import { isViolated, policiesOf, violationsIn } from "../report/violations";
import { showInvisible } from "../report/masking/showInvisible";
import { diagram } from "./diagram";
import { Markup, markup } from "./markup";
import {
  containerSection,
  costSection,
  policySection,
  resourceSection,
  secretSection,
  type PageSection,
} from "./sections";
import { stackPicture } from "./stackPicture";

/** Marks a page as written by this command, so that the command may replace it. */
export const PAGE_MARK = '<meta name="generator" content="offline plan of a Pulumi stack">';

/** Parts of the style sheet, in their order: a later rule overrides an earlier one. */
const STYLE_PARTS = ["page", "diagram", "tables", "print"];

/**
 * Returns the page with a plan. It loads nothing and runs no script: its content security policy forbids both. The same plan
 * gives the same page.
 */
export function planPage(plan: Plan, display: Display): string {
  const css = styleSheet();
  const hash = createHash("sha256").update(css).digest("base64");
  const title = `${showInvisible(plan.project, display)}, stack ${showInvisible(plan.stack, display)}`;
  const resources = plan.passes.at(-1)?.resources ?? [];
  const sections: PageSection[] = [
    { id: "diagram", title: "The stack", body: diagram(stackPicture(resources), display) },
    ...[containerSection, secretSection, policySection, costSection, resourceSection].map((make) =>
      make(plan, display),
    ),
  ];
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${new Markup(PAGE_MARK)}
<title>${title}</title>
<style>${new Markup(css)}</style>
</head>
<body>
<a class="skip" href="#diagram">Skip to the plan</a>
<header>
<p class="over">Offline plan</p>
<h1>${showInvisible(plan.project, display)}</h1>
<p>Stack <strong>${showInvisible(plan.stack, display)}</strong> in ${showInvisible(plan.region, display)}</p>
${summary(plan)}
<nav aria-label="Parts of the plan"><ul>${sections.map(link)}</ul></nav>
</header>
<main>
${sections.map(section)}
</main>
<footer><p>Made by <code>npm start -- --html</code>, without AWS. Identifiers are simulated.</p></footer>
</body>
</html>
`;
  return page.text;
}

function summary({ passes, region }: Plan): Markup {
  const resources = passes.at(-1)?.resources ?? [];
  const cost = monthlyCost({ region, resources });
  const secrets = containersOf(resources).reduce((sum, each) => sum + each.secrets.length, 0);
  const found = violationsIn(passes);
  const policies = policiesOf(passes, found).length;
  const violated = new Set(found.map(({ policy }) => policy)).size;
  const isGood = policies > 0 && !isViolated(passes);
  const fact = (name: string, value: string, style = ""): Markup =>
    markup`<div class="${style}"><dt>${name}</dt><dd>${value}</dd></div>`;
  return markup`<dl class="summary">
${fact("resources", String(resources.length))}
${fact("secret references", String(secrets))}
${fact("policies violated", `${violated} of ${policies}`, isGood ? "good" : "bad")}
${fact("a month", cost === undefined ? "no price" : money(total(cost)))}
</dl>`;
}

function link({ id, title }: PageSection): Markup {
  return markup`<li><a href="#${id}">${title}</a></li>`;
}

function section({ body, id, title }: PageSection): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${body}</section>
`;
}

function styleSheet(): string {
  const folder = join(__dirname, "style");
  return STYLE_PARTS.map((part) => readFileSync(join(folder, `${part}.css`), "utf8")).join("\n");
}
