import type { Comparison } from "../../command/compare";
import { shortHash } from "../../git/commit";
import type { Display } from "../masking/display";
import type { Plan } from "../plan";
import { violationLines } from "../policyReport";
import type { Paint, Style } from "../style";
import { costText } from "./costSection";
import type { Line, Sign } from "./line";
import { countText } from "./resourceSection";
import { differenceSections } from "./sections";
import { oneLine } from "./valueText";

const STYLES: Readonly<Record<Sign, Style>> = {
  "+": "green",
  "-": "red",
  "~": "yellow",
  "±": "yellow",
  " ": "dim",
};

/** Returns the difference to another commit's plan for a person. With `quiet` it has only counts and violations. */
export function humanDifference(
  plan: Plan,
  comparison: Comparison,
  display: Display,
  paint: Paint,
  quiet: boolean,
): string {
  const { difference, notes } = comparison;
  const sections = quiet ? [] : differenceSections(difference, display);
  const lines = [
    `${paint("bold", `Offline difference of ${plan.project}, stack ${plan.stack}`)} (${plan.region})`,
    `Compared with: ${commitText(comparison, display)}`,
    ...notes.map((note) => paint("yellow", `Note: ${oneLine(note, display)}`)),
    `Resources: ${countText(difference.resources)}`,
    ...(difference.cost === undefined ? [] : [`Cost: ${costText(difference.cost)}`]),
    ...sections
      .filter((section) => section.lines.length > 0)
      .flatMap((section) => [
        `\n${paint("bold", section.title)}`,
        ...section.lines.map((line) => lineText(line, paint)),
      ]),
    "",
    ...violationLines(plan.passes, display, paint),
  ];
  return `${lines.join("\n")}\n`;
}

function commitText({ commit }: Comparison, display: Display): string {
  return `${shortHash(commit)} (${oneLine(commit.description, display)})`;
}

function lineText({ depth, sign, text }: Line, paint: Paint): string {
  return `  ${"    ".repeat(depth)}${paint(STYLES[sign], sign)} ${text}`;
}
