import type { PlannedResource } from "../../../offline/engine/goal";

/** A resource of a plan that has only the given inputs and outputs, so that a price can depend on nothing else. */
export function resource(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>> = {},
  outputs: Readonly<Record<string, unknown>> = {},
): PlannedResource {
  const custom = /^(aws|awsx|pulumi):/.test(type) && !type.startsWith("pulumi:pulumi:");
  return {
    type,
    name,
    inputs,
    outputs,
    custom,
    remote: false,
    urn: `urn:pulumi:dev::p::${type}::${name}`,
    id: name,
    parent: "",
    provider: "",
    providerResource: undefined,
    version: "",
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
