import type { StackState, StateResource } from "./state";

/** The source of each stack output: the resource's type, its name in the program, and the property. */
const SOURCES = {
  secretArn: ["aws:secretsmanager/secret:Secret", "twilio-secret", "arn"],
  secretKeyArn: ["aws:kms/key:Key", "twilio-key", "arn"],
  clusterName: ["aws:ecs/cluster:Cluster", undefined, "name"],
  serviceName: ["aws:ecs/service:Service", undefined, "name"],
  taskDefinitionArn: ["aws:ecs/taskDefinition:TaskDefinition", undefined, "arn"],
} as const;

/**
 * Derives the stack's outputs from the resources in its state. A stack whose first update failed has resources, but no outputs.
 */
export function outputsFromResources({ resources }: StackState): ReadonlyMap<string, string> {
  const found = Object.entries(SOURCES).flatMap(([output, [type, name, property]]) => {
    const ofType = resources.filter((resource) => resource.type === type);
    const resource = ofType.find((each) => each.name === name) ?? only(ofType);
    const value = resource?.outputs[property];
    return typeof value === "string" && value !== "" ? [[output, value] as const] : [];
  });
  return new Map(found);
}

function only(resources: readonly StateResource[]): StateResource | undefined {
  return resources.length === 1 ? resources[0] : undefined;
}
