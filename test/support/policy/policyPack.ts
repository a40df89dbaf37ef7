import { join } from "node:path";
import { PolicyPackClient } from "../../../offline/analyzer/client";
import type { ResourceToAnalyze, Violation } from "../../../offline/analyzer/messages";
import type { WireObject } from "../../../offline/engine/wire";
import { hostsEnded } from "../processes/hosts";
import { startWarm } from "../processes/warmNode";

/** The project that the test stacks belong to. */
export const PROJECT = "some-program";

/** Settings of a pack's process. */
export interface PackOptions {
  /** @default true */
  readonly dryRun?: boolean;
  /** @default "test" */
  readonly stack?: string;
  /** Starts a new process for the pack, as the engine does. This takes about a second. @default false */
  readonly process?: boolean;
}

/** Starts the repository's own policy pack for a stack with the given config, by key without namespace. */
export async function startPack(
  config: Readonly<Record<string, string>> | undefined,
  { dryRun = true, process: own = false, stack = "test" }: PackOptions = {},
): Promise<PolicyPackClient> {
  const directory = join(__dirname, "../../../policy");
  const context = config && {
    project: PROJECT,
    stack,
    dryRun,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [qualified(key), value]),
    ),
  };
  const startNode = own ? undefined : startWarm;
  await hostsEnded();
  return PolicyPackClient.start(directory, context, undefined, undefined, startNode);
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

/** The rule and the level of each violation. */
export function ruleAndLevel(violations: readonly Violation[]): (readonly [string, string])[] {
  return violations.map(({ policy, level }) => [policy, level] as const);
}

function qualified(key: string): string {
  return key.includes(":") ? key : `${PROJECT}:${key}`;
}
