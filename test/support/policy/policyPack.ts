import { join } from "node:path";
import { PolicyPackClient } from "../../../offline/analyzer/client";
import type { ResourceToAnalyze } from "../../../offline/analyzer/messages";
import type { WireObject } from "../../../offline/analyzer/wire";

/** The project that the test stacks belong to. */
export const PROJECT = "some-program";

/** Starts the repository's own policy pack for a stack with the given config, by key without namespace. */
export async function startPack(
  config: Readonly<Record<string, string>> | undefined,
  options: { readonly dryRun?: boolean; readonly stack?: string } = {},
): Promise<PolicyPackClient> {
  const directory = join(__dirname, "../../../policy");
  if (config === undefined) return PolicyPackClient.start(directory, undefined);
  return PolicyPackClient.start(directory, {
    project: PROJECT,
    stack: options.stack ?? "test",
    dryRun: options.dryRun ?? true,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [qualified(key), value]),
    ),
  });
}

/** A resource with the URN that the engine would give it. */
export function resource(
  type: string,
  properties: WireObject,
  options: { readonly name?: string; readonly parent?: string } = {},
): ResourceToAnalyze {
  const name = options.name ?? "thing";
  return {
    type,
    name,
    urn: `urn:pulumi:test::${PROJECT}::${type}::${name}`,
    properties,
    ...options,
  };
}

function qualified(key: string): string {
  return key.includes(":") ? key : `${PROJECT}:${key}`;
}
