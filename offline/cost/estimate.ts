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
  /** Resources of a type that is neither priced nor listed as free, as `type name`. */
  readonly unpriced: readonly string[];
  /** US dollars a month that do not depend on the calls. */
  readonly fixed: number;
  /** US dollars a month that depend on the calls. */
  readonly usage: number;
}

/** Every type that has a price. */
export const METERS: Readonly<Record<string, Meter>> = {
  ...networkMeters,
  ...serviceMeters,
  ...monitoringMeters,
};

/** Prices a plan. Its computed outputs must be known. */
export function estimate(plan: readonly PlannedResource[], usage: MonthlyUsage): Estimate {
  const lines = plan.flatMap(
    (resource) => METERS[resource.type]?.(resource, { plan, usage }) ?? [],
  );
  const unpriced = plan
    .filter(({ custom, remote, type }) => {
      // A local component costs nothing itself; its children have prices.
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
