import { wrongUse } from "../terminal/scriptError";
import { sampleCredentials } from "../../offline/config/credentials";
import type { PlannedResource } from "../../offline/engine/goal";
import { evaluate } from "../../offline/engine/pass";
import { readProject, readStackFile } from "../../offline/config/project";
import { mergeConfig } from "../../offline/config/stackConfig";
import { PRICED_REGION } from "../../offline/cost/prices";

/**
 * The resources of a stack with every identifier known, from the program itself, without AWS.
 * @param overrides `key=value`, as for the offline preview
 * @throws ScriptError for bad config, or a region that there are no prices for
 */
export async function planned(
  root: string,
  stack: string,
  overrides: readonly string[],
  signal: AbortSignal,
): Promise<readonly PlannedResource[]> {
  const project = readProject(root);
  const stackFile = readStackFile(root, stack);
  // No price depends on a credential.
  const credentials = sampleCredentials();
  const config = mergeConfig({ project, stack, stackFile, overrides, credentials });
  const region = config.values["aws:region"] ?? "";
  if (region !== PRICED_REGION) {
    throw wrongUse(
      `the price table is for ${PRICED_REGION}, and the stack's aws:region is another`,
      `see what it would cost there: --config aws:region=${PRICED_REGION}`,
    );
  }
  // An example can be priced before its placeholders are replaced.
  const args = { project, stack, config, allowPlaceholders: true, signal };
  const { resources } = await evaluate({ name: "update", ...args });
  return resources;
}
