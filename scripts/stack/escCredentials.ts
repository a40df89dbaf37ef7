import type { ConfigMap } from "@pulumi/pulumi/automation";
import { CREDENTIALS } from "../../infra/credentials/twilioCredentials";
import { configFile } from "./pulumiErrors";
import { readStackSettings } from "./stackSettings";

/**
 * Finds the credentials that a stack gets from an environment of Pulumi ESC: the stack's file imports an environment and does not
 * set them itself. A value that is written into the file overrides the environment's.
 *
 * @param config - the stack's config as the program gets it
 * @returns their config keys
 */
export function credentialsFromEsc(
  folder: string,
  stack: string,
  config: ConfigMap,
): readonly string[] {
  const settings = readStackSettings(folder, stack);
  if (settings?.hasEnvironments !== true) return [];
  return CREDENTIALS.map(({ configKey }) => configKey).filter((key) => {
    const fullKey = `${settings.project}:${key}`;
    return config[fullKey] !== undefined && settings.config[fullKey] === undefined;
  });
}

/**
 * A note that a command writes credentials into the stack's file although they came from an environment. Undefined if none did.
 */
export function escNote(folder: string, stack: string, config: ConfigMap): string | undefined {
  const keys = credentialsFromEsc(folder, stack, config);
  if (keys.length === 0) return undefined;
  const file = configFile(stack);
  return `note: ${keys.join(", ")} came from a Pulumi ESC environment so far. This command writes into ${file}, whose values win over the environment's. To keep them in the environment, set them there instead`;
}
