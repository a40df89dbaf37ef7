import { parseJson } from "./readTree";
import { isTreeList, isTreeObject, UNKNOWN, valueAt, type Tree, type TreeObject } from "./tree";

/** One container definition and where it stands. */
export interface Container {
  /** For example `containerDefinitions[0]`. */
  readonly path: string;
  /** The definition as the resource holds it; unknown values may stand at any place inside. */
  readonly definition: TreeObject;
}

/** The plain container settings of a resource, as far as they can be read. */
export interface ContainerSettings {
  readonly containers: readonly Container[];
  /** Places that hold container settings, or a part of them, and cannot be read, each with the reason. */
  readonly unreadable: readonly {
    readonly path: string;
    readonly reason: "unknown" | "malformed";
  }[];
}

/** Where a resource type keeps its container definitions: a list, a JSON string of such a list, or a single one. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  "aws:ecs/taskDefinition:TaskDefinition": ["containerDefinitions"],
  "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition": ["containerDefinitions"],
  "aws:ecs/expressGatewayService:ExpressGatewayService": ["primaryContainer"],
  "aws-native:ecs:TaskDefinition": ["containerDefinitions"],
};

/**
 * The container settings that a resource holds: of a task definition in any of its forms, or of a component that shows
 * its task definition's containers as its own structured input `containerDefinitions`. Undefined for any other resource.
 */
export function containerSettings(type: string, inputs: TreeObject): ContainerSettings | undefined {
  const place = PLACES[type];
  if (place === undefined) {
    const shown = inputs["containerDefinitions"];
    return isTreeList(shown) ? settingsAt("containerDefinitions", shown) : undefined;
  }
  return settingsAt(place.join("."), valueAt(inputs, ...place));
}

function settingsAt(path: string, value: Tree | undefined): ContainerSettings {
  if (value === undefined) return { containers: [], unreadable: [] };
  if (value === UNKNOWN) return { containers: [], unreadable: [{ path, reason: "unknown" }] };
  const structured = typeof value === "string" ? parseJson(value) : value;
  if (isTreeObject(structured)) return settingsOf([[path, structured]]);
  if (isTreeList(structured)) {
    return settingsOf(structured.map((item, index) => [`${path}[${index}]`, item]));
  }
  return { containers: [], unreadable: [{ path, reason: "malformed" }] };
}

function settingsOf(items: readonly (readonly [string, Tree])[]): ContainerSettings {
  const containers: Container[] = [];
  const unreadable: { path: string; reason: "unknown" | "malformed" }[] = [];
  for (const [path, definition] of items) {
    if (isTreeObject(definition)) containers.push({ path, definition });
    else unreadable.push({ path, reason: definition === UNKNOWN ? "unknown" : "malformed" });
  }
  return { containers, unreadable };
}
