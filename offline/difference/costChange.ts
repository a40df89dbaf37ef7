import { estimate, type Estimate } from "../cost/estimate";
import { dollars, type Line } from "../cost/line";
import { PRICED_REGION } from "../cost/prices";
import { DEFAULT_USAGE, monthly } from "../cost/usage";
import type { PlannedResource } from "../engine/goal";

/** A line of the estimate that differs between the plans, in US dollars a month. */
export interface CostLineChange {
  readonly resource: string;
  readonly item: string;
  readonly before: number;
  readonly after: number;
}

/** What two plans cost a month, in US dollars. */
export interface CostChange {
  readonly before: number;
  readonly after: number;
  readonly lines: readonly CostLineChange[];
  /** Resources without a price in either plan, as `type name`. */
  readonly unpriced: readonly string[];
}

/** The resources of an update, in which every identifier is known, and their region. */
export interface PricedPlan {
  readonly region: string;
  readonly resources: readonly PlannedResource[];
}

/** Prices a plan for a small office's usage. Returns undefined if the price table is not for its region. */
export function monthlyCost({ region, resources }: PricedPlan): Estimate | undefined {
  return region === PRICED_REGION ? estimate(resources, monthly(DEFAULT_USAGE)) : undefined;
}

/** Compares what two plans cost. Returns undefined if one of them has no price. */
export function costChange(before: PricedPlan, after: PricedPlan): CostChange | undefined {
  const [old, now] = [monthlyCost(before), monthlyCost(after)];
  if (old === undefined || now === undefined) return undefined;
  const [oldLines, lines] = [byItem(old.lines), byItem(now.lines)];
  const keys = [...new Set([...lines.keys(), ...oldLines.keys()])];
  return {
    before: total(old),
    after: total(now),
    lines: keys
      .map((key) => lineChange(oldLines.get(key), lines.get(key)))
      .filter((line) => line.before !== line.after),
    unpriced: [...new Set([...now.unpriced, ...old.unpriced])],
  };
}

/** US dollars a month, including the part that depends on the calls. */
export function total({ fixed, usage }: Estimate): number {
  return fixed + usage;
}

/** The lines by resource and price. The item's text is not a key, because it may contain the quantity. */
function byItem(lines: readonly Line[]): Map<string, Line> {
  return new Map(
    lines.map((line) => [JSON.stringify([line.resource, line.price, line.byUsage]), line]),
  );
}

function lineChange(before: Line | undefined, after: Line | undefined): CostLineChange {
  const { item, resource } = after ?? before ?? { item: "", resource: "" };
  const price = (line: Line | undefined): number => (line === undefined ? 0 : dollars(line));
  return { resource, item, before: price(before), after: price(after) };
}
