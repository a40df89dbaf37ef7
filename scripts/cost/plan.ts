import type { PlannedResource } from "../../offline/engine/goal";
import type { StartNode } from "../../offline/engine/nodeProcess";
import { PRICED_REGION } from "../../offline/cost/prices";
import { plannedStack } from "../stack/plannedStack";
import { wrongUse } from "../terminal/scriptError";

/**
 * The resources of a stack with every identifier known, from the program itself, without AWS.
 * @param overrides `key=value`, as for the offline preview
 * @param startNode how the program gets its process; by default one of its own
 * @throws ScriptError for bad config, or a region that there are no prices for
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
