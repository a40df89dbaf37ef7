import type { PlannedResource } from "../../offline/engine/goal";
import type { StartNode } from "../../offline/engine/nodeProcess";
import { PRICED_REGION } from "../../offline/cost/prices";
import { plannedStack } from "../stack/plannedStack";
import { wrongUse } from "../terminal/scriptError";

/**
 * Evaluates the program without AWS and returns a stack's resources, with simulated identifiers.
 * @param overrides `key=value`, as for the offline preview
 * @param startNode starts the process that evaluates the program; by default a new one
 * @throws ScriptError for bad config, or for a region without prices
 */
export async function planned(
  root: string,
  stack: string,
  overrides: readonly string[],
  signal: AbortSignal,
  startNode?: StartNode,
): Promise<readonly PlannedResource[]> {
  const { region, resources } = await plannedStack(root, stack, overrides, signal, startNode);
  if (region !== PRICED_REGION) {
    throw wrongUse(
      `the price table is for ${PRICED_REGION}, and the stack's aws:region is another`,
      `see what it would cost there: --config aws:region=${PRICED_REGION}`,
    );
  }
  return resources;
}
