import type { StateResource } from "../stack/state";

type KnownResource = Pick<StateResource, "type" | "name" | "failed">;

/** What the next run must do to repeat the changes that failed in the last one. */
export interface Retry {
  /** Whether the state must first be refreshed from AWS. */
  readonly refresh: boolean;
  /** Resources to replace, in the form of the CLI's option `--replace`. */
  readonly replace: readonly string[];
  /** The message for the user; "" if nothing failed. */
  readonly message: string;
}

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * Finds out how to repeat failed changes. If a change fails after the resource exists, the provider gives the planned properties
 * to the engine, which stores them. The next update then finds no difference, changes nothing and succeeds. Therefore the state
 * must first be refreshed from AWS. A service whose first deployment failed shows no difference even then. A new revision of its
 * task definition makes ECS deploy again, also after a roll-back.
 *
 * Source: Create and Update of pkg/tfbridge/provider.go in pulumi-terraform-bridge; the test on the real engine,
 * test/engine/updates/recovery.test.ts.
 */
export function retryOf(resources: readonly KnownResource[]): Retry {
  const failed = resources.filter((resource) => resource.failed);
  const isServiceFailed = failed.some(({ type }) => type === SERVICE);
  const definitions = resources.filter(({ type }) => type === TASK_DEFINITION);
  return {
    refresh: failed.length > 0,
    replace: isServiceFailed ? definitions.map(({ name }) => `**::${name}`) : [],
    message: failed.length === 0 ? "" : messageOf(failed, isServiceFailed),
  };
}

/** The CLI's options with which `preview` or `up` repeats the failed changes. */
export function retryArguments({ refresh, replace }: Retry): string[] {
  return [...(refresh ? ["--refresh"] : []), ...replace.flatMap((urn) => ["--replace", urn])];
}

function messageOf(failed: readonly KnownResource[], isServiceFailed: boolean): string {
  const names = failed.map(({ name, type }) => `  ${name} (${type})`);
  const deployment = isServiceFailed
    ? " It then registers the task definition anew, so that ECS deploys again."
    : "";
  return [
    "The last update failed at:",
    ...names,
    `Pulumi would treat these as done. This run reads the state from AWS first (--refresh).${deployment}`,
  ].join("\n");
}
