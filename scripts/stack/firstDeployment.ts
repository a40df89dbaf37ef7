import type { StackState } from "./state";

/**
 * What to say before an update that makes the service: how long ECS keeps the first deployment open. "" where the service exists,
 * or the state cannot be read.
 */
export function firstDeploymentNote(state: StackState | undefined): string {
  const isThere = state?.resources.some(({ type }) => type === "aws:ecs/service:Service");
  if (isThere !== false) return "";
  return [
    "This update makes the service, and waits until its tasks run: about ten minutes, most of them for the load balancer.",
    "With blue/green deployment it waits for the bake time too, as every deployment does: see maxCallMinutes in docs/config.md.",
  ].join("\n");
}
