import type { StateResource } from "../stack/state";

type KnownResource = Pick<StateResource, "type" | "name" | "failed">;

/** What the next run must do to make good the changes that failed in the last one. */
export interface Retry {
  /** Whether the state must first be read from AWS. */
  readonly refresh: boolean;
  /** What must be made anew, as the CLI's option `--replace` takes it. */
  readonly replace: readonly string[];
  /** What to say of it; "" where nothing failed. */
  readonly message: string;
}

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * How to try failed changes again. When a change fails after the resource exists, the provider hands the planned properties to
 * the engine, which keeps them: the next update finds no difference, asks AWS for nothing and calls that a success. So the
 * state is read from AWS first. A service whose first deployment never came up does not differ even then: a new revision
 * of its task definition makes ECS deploy anew, whatever it has gone back to.
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

/** The options of the CLI that make a run of `preview` or `up` try again. */
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
    `Pulumi would take these for done. This run reads the state from AWS first (--refresh).${deployment}`,
  ].join("\n");
}
