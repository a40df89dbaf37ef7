import { sampleCredentials } from "../../offline/config/credentials";
import { readProject, readStackFile } from "../../offline/config/project";
import { mergeConfig } from "../../offline/config/stackConfig";
import type { PlannedResource } from "../../offline/engine/goal";
import type { StartNode } from "../../offline/engine/nodeProcess";
import { evaluate } from "../../offline/engine/pass";

/** The plan of a stack. */
export interface PlannedStack {
  readonly region: string;
  /** In the order of the resource tree, with simulated identifiers. */
  readonly resources: readonly PlannedResource[];
}

/**
 * Evaluates the program for a stack, without AWS and without the stack's own credentials.
 * @param overrides `key=value`, as for the offline preview
 * @param startNode starts the process that evaluates the program; by default a new one
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
  // Placeholders are allowed, so that the example stacks can be planned.
  const args = { project, stack, config, allowPlaceholders: true, signal, startNode };
  const { resources } = await evaluate({ name: "update", ...args });
  return { region: config.values["aws:region"] ?? "", resources };
}
