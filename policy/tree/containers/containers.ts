import { containerPlaces, type ContainerPlace } from "./containerPlaces";
import { parseJson } from "../readTree";
import { isTreeList, isTreeObject, UNKNOWN, valueAt, type Tree, type TreeObject } from "../tree";

/** One container definition and its path. */
export interface Container {
  /** For example `containerDefinitions[0]`. */
  readonly path: string;
  /** The definition in the resource. Any value in it may be unknown. */
  readonly definition: TreeObject;
}

/** A place with container settings that cannot be read. */
export interface UnreadablePlace {
  readonly path: string;
  readonly reason: "unknown" | "malformed";
}

/** The plaintext container settings of a resource, as far as they can be read. */
export interface ContainerSettings {
  readonly containers: readonly Container[];
  readonly unreadable: readonly UnreadablePlace[];
}

/** The settings of a container that contain other settings. If one of them is unknown, all settings in it are hidden. */
const COMPOSITE_SETTINGS = [
  ["environment"],
  ["environments"],
  ["command"],
  ["commands"],
  ["entryPoint"],
  ["entryPoints"],
  ["dockerLabels"],
  ["healthCheck"],
  ["healthCheck", "command"],
  ["logConfiguration"],
  ["logConfiguration", "options"],
] as const;

/**
 * The container settings of a task definition, or of a component that shows the containers of its task definition in its own input
 * `containerDefinitions`. Undefined for every other resource.
 */
export function containerSettings(type: string, inputs: TreeObject): ContainerSettings | undefined {
  const places = containerPlaces(type, inputs);
  if (places.length === 0) return undefined;
  const settings = places.map((place) => settingsAt(place, inputs));
  return {
    containers: settings.flatMap(({ containers }) => containers),
    unreadable: settings.flatMap(({ unreadable }) => unreadable),
  };
}

function settingsAt({ path: keys, kind }: ContainerPlace, inputs: TreeObject): ContainerSettings {
  const path = keys.join(".");
  const value = valueAt(inputs, ...keys);
  if (value === undefined) return { containers: [], unreadable: [] };
  if (value === UNKNOWN) return { containers: [], unreadable: [{ path, reason: "unknown" }] };
  const structured = typeof value === "string" ? parseJson(value) : value;
  if (kind === "overrides" && structured !== undefined) return overridesAt(path, structured);
  if (isTreeObject(structured)) return settingsOf([[path, structured]]);
  if (isTreeList(structured)) {
    return settingsOf(structured.map((item, index) => [`${path}[${index}]`, item]));
  }
  return { containers: [], unreadable: [{ path, reason: "malformed" }] };
}

/** Overrides change containers that are defined elsewhere. So only the places that cannot be read are returned. */
function overridesAt(path: string, overrides: Tree): ContainerSettings {
  const inner = valueAt(overrides, "containerOverrides") ?? [];
  const place = `${path}.containerOverrides`;
  if (inner === UNKNOWN)
    return { containers: [], unreadable: [{ path: place, reason: "unknown" }] };
  const items = isTreeList(inner) ? inner : [];
  const { unreadable } = settingsOf(items.map((item, index) => [`${place}[${index}]`, item]));
  return { containers: [], unreadable };
}

function settingsOf(items: readonly (readonly [string, Tree])[]): ContainerSettings {
  const containers: Container[] = [];
  const unreadable: UnreadablePlace[] = [];
  for (const [path, definition] of items) {
    if (isTreeObject(definition)) {
      containers.push({ path, definition });
      unreadable.push(...unknownWithin(path, definition));
    } else unreadable.push({ path, reason: definition === UNKNOWN ? "unknown" : "malformed" });
  }
  return { containers, unreadable };
}

/** The unreadable places in a container definition. One unknown setting is allowed, a whole unknown group of settings is not. */
function unknownWithin(path: string, definition: TreeObject): UnreadablePlace[] {
  return COMPOSITE_SETTINGS.flatMap((keys) => {
    const place = `${path}.${keys.join(".")}`;
    const value = valueAt(definition, ...keys);
    const hidden = keys.length > 1 && definition[keys[0]] === UNKNOWN;
    if (value === UNKNOWN) return hidden ? [] : [{ path: place, reason: "unknown" } as const];
    const settings = isTreeList(value) && keys[0].startsWith("environment") ? value : [];
    return settings.flatMap((setting, index) =>
      setting === UNKNOWN ? [{ path: `${place}[${index}]`, reason: "unknown" } as const] : [],
    );
  });
}
