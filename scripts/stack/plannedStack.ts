import { sampleCredentials } from "../../offline/config/credentials";
import { readProject, readStackFile } from "../../offline/config/project";
import { mergeConfig } from "../../offline/config/stackConfig";
import type { PlannedResource } from "../../offline/engine/goal";
import type { StartNode } from "../../offline/engine/nodeProcess";
import { evaluate } from "../../offline/engine/pass";

/** A stack as the program plans it. */
export interface PlannedStack {
  readonly region: string;
  /** In the order of the tree, with every identifier known and simulated. */
  readonly resources: readonly PlannedResource[];
}

/**
 * Evaluates the program for a stack, without AWS and without the stack's own credentials.
 * @param overrides `key=value`, as for the offline preview
 * @param startNode how the program gets its process; by default one of its own
 * @throws ScriptError for bad config
 */
export async function plannedStack(
  root: string,
  stack: string,
  overrides: readonly string[],
  signal: AbortSignal,
  startNode?: StartNode,
): Promise<PlannedStack> {
  const project = readProject(root);
  const stackFile = readStackFile(root, stack);
  const credentials = sampleCredentials();
  const config = mergeConfig({ project, stack, stackFile, overrides, credentials });
  // An example can be planned before its placeholders are replaced.
  const args = { project, stack, config, allowPlaceholders: true, signal, startNode };
  const { resources } = await evaluate({ name: "update", ...args });
  return { region: config.values["aws:region"] ?? "", resources };
}
