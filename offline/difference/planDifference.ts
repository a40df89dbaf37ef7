import type { Plan } from "../report/plan";
import { containerChanges, type ContainerChange } from "./containerChanges";
import { costChange, type CostChange } from "./costChange";
import { resourceDifference, type ResourceDifference } from "./resourceChanges";
import { valueChanges, type ValueChange } from "./valueChanges";
import { verdictDifference, type VerdictDifference } from "./verdictChanges";

/** What differs between two plans of one stack. */
export interface PlanDifference {
  readonly resources: ResourceDifference;
  readonly containers: readonly ContainerChange[];
  /** Stack outputs, by name. */
  readonly outputs: readonly ValueChange[];
  readonly verdicts: VerdictDifference;
  /** Undefined if the price table is not for the region. */
  readonly cost: CostChange | undefined;
}

/** Compares two plans, with every identifier known. */
export function planDifference(before: Plan, after: Plan): PlanDifference {
  const [old, now] = [before, after].map(({ passes, region }) => {
    const { outputs = {}, resources = [] } = passes.at(-1) ?? {};
    return { outputs, region, resources };
  });
  const empty = { outputs: {}, region: "", resources: [] };
  const [from, to] = [old ?? empty, now ?? empty];
  return {
    resources: resourceDifference(from.resources, to.resources),
    containers: containerChanges(from.resources, to.resources),
    outputs: valueChanges(from.outputs, to.outputs),
    verdicts: verdictDifference(before.passes, after.passes),
    cost: costChange(from, to),
  };
}
