import type { StackState, StateResource } from "./state";

/** Where each of the stack's outputs comes from: the type of its resource, the name in the program, and the property. */
const SOURCES = {
  secretArn: ["aws:secretsmanager/secret:Secret", "twilio-secret", "arn"],
  secretKeyArn: ["aws:kms/key:Key", "twilio-key", "arn"],
  clusterName: ["aws:ecs/cluster:Cluster", undefined, "name"],
  serviceName: ["aws:ecs/service:Service", undefined, "name"],
  taskDefinitionArn: ["aws:ecs/taskDefinition:TaskDefinition", undefined, "arn"],
} as const;

/**
 * The outputs that a state's resources give. An update that failed leaves the resources that it made, and no outputs where it
 * was the first.
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
