import { markSecret } from "./wire";
import type { Goal } from "./goal";
import type { StackConfig } from "../config/stackConfig";

/** The provider that the engine registers for resources that name none. The stack's `aws:…` keys configure it. */
export function defaultProvider(
  { type, version }: Pick<Goal, "type" | "version">,
  { config }: { readonly config: StackConfig },
): Goal {
  const [packageName = ""] = type.split(":");
  const inputs: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config.values)) {
    if (!key.startsWith(`${packageName}:`)) continue;
    const secret = config.secretKeys.includes(key);
    inputs[key.slice(packageName.length + 1)] = secret ? markSecret(value) : value;
  }
  const suffix = version === "" ? "" : `_${version.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
  return {
    type: `pulumi:providers:${packageName}`,
    name: `default${suffix}`,
    parent: "",
    custom: true,
    remote: false,
    inputs: version === "" ? inputs : { ...inputs, version },
    provider: "",
    version,
    dependencies: [],
    propertyDependencies: {},
    additionalSecretOutputs: [],
    aliases: [],
    protect: false,
    ignoreChanges: [],
    deleteBeforeReplace: undefined,
    timeouts: { create: "", update: "", delete: "" },
  };
}
