import type { ComparedPlan, Comparison } from "../../command/compare";
import { money } from "../../cost/line";
import { monthlyCost, total } from "../../difference/costChange";
import { shortHash } from "../../git/commit";
import { containersOf } from "../containers";
import { costText } from "../difference/costSection";
import type { Line, Section, Sign } from "../difference/line";
import { countText } from "../difference/resourceSection";
import { differenceSections } from "../difference/sections";
import { oneLine } from "../difference/valueText";
import type { Display } from "../masking/display";
import type { Plan } from "../plan";
import { violationLines } from "../policyReport";
import { resourceTree } from "../tree";
import { isViolated } from "../violations";
import { fitBlocks, type Block, type FittedBlock } from "./fitBlocks";
import { codeBlock, inlineCode } from "./markdownText";

/** Most characters that GitHub accepts in a comment. */
export const LONGEST_COMMENT = 65_536;

/** How a block of a `diff` shows a line: GitHub colours + green, - red and ! orange. */
const MARKS: Readonly<Record<Sign, string>> = { "+": "+", "-": "-", "~": "!", "±": "!", " ": " " };

/** Returns a comment for a pull request: the difference to the other plan, or the plan if there is no other. */
export function markdownReport({ comparison, plan }: ComparedPlan, display: Display): string {
  const head = [
    // A workflow finds its earlier comment by this line.
    `<!-- offline plan: ${plan.stack} -->`,
    `## Plan of stack ${inlineCode(plan.stack)}`,
    "",
    ...("missing" in comparison
      ? aloneHead(plan, comparison.missing, display)
      : comparedHead(plan, comparison, display)),
  ];
  const blocks = [
    ...violationBlock(plan, display),
    ...("missing" in comparison
      ? planBlocks(plan, display)
      : differenceSections(comparison.difference, display).map(blockOf)),
  ];
  const hint = `npm start -- ${
    "missing" in comparison
      ? `--stack ${plan.stack}`
      : `--stack ${plan.stack} --diff ${shortHash(comparison.commit)}`
  }`;
  return fitBlocks(blocks, LONGEST_COMMENT, (fitted) =>
    [...head, ...fitted.flatMap((block) => rendered(block, hint)), ...foot(fitted), ""].join("\n"),
  );
}

function comparedHead(plan: Plan, comparison: Comparison, display: Display): string[] {
  const { commit, difference, notes } = comparison;
  const description = inlineCode(oneLine(commit.description, display));
  return [
    `**${countText(difference.resources)}** compared with ${inlineCode(shortHash(commit))} (${description})`,
    "",
    `- Policies: ${verdictText(plan)}`,
    `- Cost: ${difference.cost === undefined ? noPrice(plan) : costText(difference.cost)}`,
    ...notes.map((note) => `- Note: ${inlineCode(oneLine(note, display))}`),
    "",
  ];
}

function aloneHead(plan: Plan, reason: string, display: Display): string[] {
  const resources = plan.passes.at(-1)?.resources ?? [];
  const cost = monthlyCost({ region: plan.region, resources });
  return [
    `**${resources.length} resources**, not compared with another plan:`,
    "",
    ...codeBlock(
      "text",
      display
        .text(reason)
        .split("\n")
        .map((line) => oneLine(line, display)),
    ),
    "",
    `- Policies: ${verdictText(plan)}`,
    `- Cost: ${cost === undefined ? noPrice(plan) : `${money(total(cost))} a month`}`,
    "",
  ];
}

function verdictText({ passes }: Plan): string {
  const count = passes[0]?.policies.length ?? 0;
  if (count === 0) return "❌ the pack has none: nothing was checked";
  return isViolated(passes)
    ? "❌ a mandatory policy is violated"
    : `✅ ${count} checked, no mandatory violation`;
}

function noPrice({ region }: Plan): string {
  return `the price table is not for ${inlineCode(region)}`;
}

function violationBlock({ passes }: Plan, display: Display): Block[] {
  if (passes.every(({ violations }) => violations.length === 0)) return [];
  const lines = violationLines(passes, display, (_, text) => text).slice(1, -1);
  const shown = lines.map((text) => oneLine(text, display)).filter((text) => text !== "");
  return [{ title: "Violations", language: "text", lines: shown }];
}

function blockOf({ lines, title }: Section): Block {
  return { title, language: "diff", lines: lines.map(lineText) };
}

function lineText({ depth, sign, text }: Line): string {
  return `${MARKS[sign]} ${"    ".repeat(depth)}${text}`;
}

function planBlocks({ passes }: Plan, display: Display): Block[] {
  const resources = passes.at(-1)?.resources ?? [];
  const containers = containersOf(resources);
  const rows = (title: string, part: "environment" | "secrets"): Block => ({
    title,
    language: "text",
    lines: containers.flatMap((container) => [
      oneLine(container.name, display),
      ...container[part].map(
        ([name, value]) => `    ${oneLine(name, display)}: ${oneLine(value, display)}`,
      ),
    ]),
  });
  return [
    {
      title: "Resources",
      language: "text",
      lines: resourceTree(resources).map(
        ({ branch, name, type }) => `${branch}${type}  ${oneLine(name, display)}`,
      ),
    },
    rows("Plaintext environment variables", "environment"),
    rows("Sources of secrets", "secrets"),
  ];
}

function rendered({ language, left, lines, title }: FittedBlock, hint: string): string[] {
  if (lines.length === 0 && left === 0) return [];
  const note = `${left} more lines are left out, because a comment has a limit. All of them: ${inlineCode(hint)}`;
  return [
    `### ${title}`,
    "",
    ...(lines.length === 0 ? [] : [...codeBlock(language, lines), ""]),
    ...(left === 0 ? [] : [note, ""]),
  ];
}

/** Names the parts without a change, so that nobody looks for them. */
function foot(blocks: readonly FittedBlock[]): string[] {
  const same = blocks.filter(({ left, lines }) => lines.length === 0 && left === 0);
  return same.length === 0
    ? []
    : [`Without a difference: ${same.map(({ title }) => title.toLowerCase()).join(", ")}.`];
}
