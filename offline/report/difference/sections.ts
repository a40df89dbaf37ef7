import type { PlanDifference } from "../../difference/planDifference";
import type { ValueChange } from "../../difference/valueChanges";
import type { Display } from "../masking/display";
import { containerSections } from "./containerSections";
import { costSection } from "./costSection";
import { line, signOf, type Section } from "./line";
import { resourceSection } from "./resourceSection";
import { changeText, oneLine } from "./valueText";
import { verdictSection } from "./verdictSection";

/** Returns the sections of a report on a difference, in the order in which a reviewer reads them. */
export function differenceSections(difference: PlanDifference, display: Display): Section[] {
  const { containers, cost, outputs, resources, verdicts } = difference;
  return [
    resourceSection(resources, display),
    ...containerSections(containers, display),
    outputSection(outputs, display),
    verdictSection(verdicts, display),
    costSection(cost, display),
  ];
}

function outputSection(outputs: readonly ValueChange[], display: Display): Section {
  const lines = outputs.map((change) => {
    return line(signOf(change), `${oneLine(change.path, display)}: ${changeText(change, display)}`);
  });
  return { title: "Outputs", lines };
}
