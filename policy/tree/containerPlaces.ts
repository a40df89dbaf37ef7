import { valueAt, type TreeObject } from "./tree";

/** What stands at a place that holds plain container settings: container definitions, or overrides of a task that is run. */
export type PlaceKind = "containers" | "overrides";

/** A property of a resource type that holds plain container settings. */
export interface ContainerPlace {
  /** Keys from the resource's inputs to the settings, which may be JSON text. */
  readonly path: readonly string[];
  readonly kind: PlaceKind;
  /** Says of the inputs whether they run containers at all. @default always */
  readonly when?: (inputs: TreeObject) => boolean;
}

const DEFINITIONS: ContainerPlace = { path: ["containerDefinitions"], kind: "containers" };

/** Every place of AWS's resource types that holds plain container settings. */
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

/** A schedule starts a task through its own kind of target, or through the universal one for ECS. */
function schedulesTask(inputs: TreeObject): boolean {
  const arn = valueAt(inputs, "target", "arn");
  const universal = typeof arn === "string" && arn.includes(":aws-sdk:ecs:");
  return universal || valueAt(inputs, "target", "ecsParameters") !== undefined;
}

/**
 * The places of a resource that hold plain container settings. A resource of any other type is a component when it has a
 * list called `containerDefinitions`: it shows the settings of the task definitions that it makes.
 */
export function containerPlaces(type: string, inputs: TreeObject): readonly ContainerPlace[] {
  const places = Object.hasOwn(PLACES, type) ? PLACES[type] : undefined;
  if (places !== undefined) return places.filter(({ when }) => when?.(inputs) ?? true);
  return Array.isArray(inputs["containerDefinitions"]) ? [DEFINITIONS] : [];
}

/** Whether a resource may hold container settings, told before anything of it is read. */
export function mayHoldContainers(type: string, properties: object): boolean {
  return Object.hasOwn(PLACES, type) || Object.hasOwn(properties, "containerDefinitions");
}
