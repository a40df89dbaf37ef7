import { money } from "../../cost/line";
import type { CostChange, CostLineChange } from "../../difference/costChange";
import type { Display } from "../masking/display";
import { line, type Section, type Sign } from "./line";
import { oneLine } from "./valueText";

/** Smaller differences than half a cent are not shown. */
const NOTHING = 0.005;

/** Returns the monthly cost and its change, for example "$148.29 a month, +$36.06". */
export function costText({ after, before }: CostChange): string {
  return `${money(after)} a month, ${changeOf(before, after)}`;
}

/** Returns a line for each price that changed. */
export function costSection(cost: CostChange | undefined, display: Display): Section {
  const lines = (cost?.lines ?? [])
    .filter(({ after, before }) => Math.abs(after - before) >= NOTHING)
    .map((each) => {
      const name = `${oneLine(each.resource, display)}: ${oneLine(each.item, display)}`;
      return line(signOf(each), `${name}: ${money(each.before)} → ${money(each.after)} a month`);
    });
  const unpriced = (cost?.unpriced ?? []).map((resource) =>
    line(" ", `${oneLine(resource, display)}: the price table does not have it`),
  );
  return { title: "Cost", lines: [...lines, ...unpriced] };
}

function signOf({ after, before }: CostLineChange): Sign {
  if (before === 0) return "+";
  return after === 0 ? "-" : "~";
}

function changeOf(before: number, after: number): string {
  const change = after - before;
  if (Math.abs(change) < NOTHING) return "unchanged";
  return `${change < 0 ? "−" : "+"}${money(Math.abs(change))}`;
}
