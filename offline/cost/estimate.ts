import type { PlannedResource } from "../engine/goal";
import { FREE_TYPES } from "./freeTypes";
import { dollars, type Line, type Meter } from "./line";
import { monitoringMeters } from "./monitoringMeters";
import { networkMeters } from "./networkMeters";
import { serviceMeters } from "./serviceMeters";
import type { MonthlyUsage } from "./usage";

/** What a plan costs a month. */
export interface Estimate {
  readonly lines: readonly Line[];
  /** Resources whose type has neither a price nor the mark of costing nothing, as `type name`. */
  readonly unpriced: readonly string[];
  /** US dollars a month for what stands there, calls or not. */
  readonly fixed: number;
  /** US dollars a month for the calls. */
  readonly usage: number;
}

/** Every type that has a price. */
export const METERS: Readonly<Record<string, Meter>> = {
  ...networkMeters,
  ...serviceMeters,
  ...monitoringMeters,
};

/** The price of a plan, whose computed outputs must be known. */
export function estimate(plan: readonly PlannedResource[], usage: MonthlyUsage): Estimate {
  const lines = plan.flatMap(
    (resource) => METERS[resource.type]?.(resource, { plan, usage }) ?? [],
  );
  const unpriced = plan
    .filter(({ custom, remote, type }) => {
      // A component that the program makes itself is no more than its children.
      const exists = (custom || remote) && !type.startsWith("pulumi:");
      return exists && METERS[type] === undefined && !FREE_TYPES.has(type);
    })
    .map(({ type, name }) => `${type} ${name}`);
  const sum = (some: readonly Line[]): number => some.reduce((all, line) => all + dollars(line), 0);
  return {
    lines: lines.filter(({ quantity }) => quantity > 0),
    unpriced,
    fixed: sum(lines.filter((line) => !line.byUsage)),
    usage: sum(lines.filter((line) => line.byUsage)),
  };
}
