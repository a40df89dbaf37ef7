import { valueAt, type TreeObject } from "../tree";

/** The kind of container settings in a property: container definitions, or the overrides of a task that is run. */
export type PlaceKind = "containers" | "overrides";

/** A property of a resource type with plaintext container settings. */
export interface ContainerPlace {
  /** The keys that lead from the resource's inputs to the settings, which may be JSON text. */
  readonly path: readonly string[];
  readonly kind: PlaceKind;
  /** Whether a resource with these inputs runs containers at all. @default always */
  readonly when?: (inputs: TreeObject) => boolean;
}

const DEFINITIONS: ContainerPlace = { path: ["containerDefinitions"], kind: "containers" };

/** Every property of AWS's resource types with plaintext container settings. */
const PLACES: Readonly<Record<string, readonly ContainerPlace[]>> = {
  "aws:ecs/taskDefinition:TaskDefinition": [DEFINITIONS],
  "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition": [DEFINITIONS],
  "aws-native:ecs:TaskDefinition": [DEFINITIONS],
  "aws:ecs/expressGatewayService:ExpressGatewayService": [
    { path: ["primaryContainer"], kind: "containers" },
  ],
  "aws:batch/jobDefinition:JobDefinition": [
    { path: ["containerProperties"], kind: "containers" },
    { path: ["ecsProperties"], kind: "overrides" },
    { path: ["nodeProperties"], kind: "overrides" },
  ],
  "aws:cloudwatch/eventTarget:EventTarget": [
    { path: ["input"], kind: "overrides", when: (inputs) => "ecsTarget" in inputs },
  ],
  "aws:pipes/pipe:Pipe": [
    { path: ["targetParameters", "ecsTaskParameters", "overrides"], kind: "overrides" },
  ],
  "aws:scheduler/schedule:Schedule": [
    { path: ["target", "input"], kind: "overrides", when: schedulesTask },
  ],
};

/** Whether a schedule starts an ECS task, through the target for ECS tasks or through the universal target. */
function schedulesTask(inputs: TreeObject): boolean {
  const arn = valueAt(inputs, "target", "arn");
  const universal = typeof arn === "string" && arn.includes(":aws-sdk:ecs:");
  return universal || valueAt(inputs, "target", "ecsParameters") !== undefined;
}

/**
 * The properties of a resource with plaintext container settings. A resource of another type with a list `containerDefinitions` is
 * a component that shows the containers of its task definitions.
 */
export function containerPlaces(type: string, inputs: TreeObject): readonly ContainerPlace[] {
  const places = Object.hasOwn(PLACES, type) ? PLACES[type] : undefined;
  if (places !== undefined) return places.filter(({ when }) => when?.(inputs) ?? true);
  return Array.isArray(inputs["containerDefinitions"]) ? [DEFINITIONS] : [];
}

/** Whether a resource may have container settings. This needs only the type and the keys, so the values need not be read first. */
export function mayHoldContainers(type: string, properties: object): boolean {
  return Object.hasOwn(PLACES, type) || Object.hasOwn(properties, "containerDefinitions");
}
