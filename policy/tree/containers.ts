import { containerPlaces, type ContainerPlace } from "./containerPlaces";
import { parseJson } from "./readTree";
import { isTreeList, isTreeObject, UNKNOWN, valueAt, type Tree, type TreeObject } from "./tree";

/** One container definition and where it stands. */
export interface Container {
  /** For example `containerDefinitions[0]`. */
  readonly path: string;
  /** The definition as the resource holds it; unknown values may stand at any place inside. */
  readonly definition: TreeObject;
}

/** A place that holds container settings, or a part of them, and cannot be read. */
export interface UnreadablePlace {
  readonly path: string;
  readonly reason: "unknown" | "malformed";
}

/** The plain container settings of a resource, as far as they can be read. */
export interface ContainerSettings {
  readonly containers: readonly Container[];
  readonly unreadable: readonly UnreadablePlace[];
}

/** The settings of a container that hold others: one of them unknown as a whole hides what it holds. */
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
 * The container settings that a resource holds: of a task definition in any of its forms, or of a component that shows
 * its task definition's containers as its own structured input `containerDefinitions`. Undefined for any other resource.
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

/** Overrides change containers that are defined elsewhere, so that they count only for what cannot be read. */
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

/** A single setting may be unknown; a whole group of settings may not. */
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
