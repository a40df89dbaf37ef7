import { replacingProperties } from "../aws/replacements";
import type { PlannedResource } from "../engine/goal";
import { nameOf } from "../engine/urn";

import { propertyOf, valueChanges, type ValueChange } from "./valueChanges";

/** What an update of a stack from one plan to the other does with a resource. */
export type Operation = "create" | "update" | "replace" | "delete";

/** A changed property of a resource, or a changed part of one. */
export interface PropertyChange extends ValueChange {
  /** Whether the provider replaces the resource for it. */
  readonly replaces: boolean;
  /** Whether the resource ignores it (`ignoreChanges`), so that only a new stack gets it. */
  readonly ignored: boolean;
}

/** A property that gets the new identifiers of a replaced resource. */
export interface FollowedProperty {
  readonly property: string;
  /** Name of the replaced resource. */
  readonly of: string;
  /** Whether the provider replaces the resource for it. */
  readonly replaces: boolean;
}

/** A resource that differs between the plans, or is in one of them only. */
export interface ResourceChange {
  readonly operation: Operation;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Its name in the old plan, if that was another. */
  readonly formerName?: string;
  readonly properties: readonly PropertyChange[];
  readonly follows: readonly FollowedProperty[];
}

/** The resources of two plans, compared. */
export interface ResourceDifference {
  /** In the order of the resource tree; what is deleted comes last. */
  readonly changes: readonly ResourceChange[];
  /** Number of resources that stay as they are. */
  readonly unchanged: number;
}

type Resources = readonly PlannedResource[];

/** A resource that both plans have. */
interface Pair {
  readonly before: PlannedResource;
  readonly after: PlannedResource;
  readonly properties: readonly PropertyChange[];
}

/** Compares the resources of two plans by URN, and by the URNs that an alias names. */
export function resourceDifference(before: Resources, after: Resources): ResourceDifference {
  const pairs = new Map(
    after.flatMap((resource) => {
      const old = formerOf(resource, before);
      return old === undefined ? [] : [[resource.urn, pairOf(old, resource)] as const];
    }),
  );
  const follows = followers(pairs);
  const changes = after.flatMap((resource) => {
    const pair = pairs.get(resource.urn);
    if (pair === undefined) return [whole("create", resource)];
    return changeOf(pair, follows.get(resource.urn) ?? []);
  });
  const kept = new Set([...pairs.values()].map((pair) => pair.before.urn));
  const deleted = before.filter(({ urn }) => !kept.has(urn));
  return {
    changes: [...changes, ...deleted.map((resource) => whole("delete", resource))],
    unchanged: after.length - changes.length,
  };
}

function formerOf({ aliases, formerUrns = [], urn }: PlannedResource, before: Resources) {
  const urns = [urn, ...aliases, ...formerUrns];
  return before.find((resource) => urns.includes(resource.urn));
}

function pairOf(before: PlannedResource, after: PlannedResource): Pair {
  // A component's own inputs change nothing in AWS; its children are compared by themselves.
  if (!after.custom && !after.remote) return { before, after, properties: [] };
  const changes = valueChanges(before.inputs, after.inputs);
  const forcing = replacingProperties(after.type, changes.map(propertyOf)) ?? [];
  const properties = changes.map((change) => {
    const property = propertyOf(change);
    const ignored = after.ignoreChanges.some((path) => path === property || path === change.path);
    return { ...change, ignored, replaces: !ignored && forcing.includes(property) };
  });
  return { before, after, properties };
}

/**
 * Returns, by URN, the properties that get the identifiers of a replaced resource. As in the engine, this can make the provider
 * replace their resource too.
 */
function followers(pairs: ReadonlyMap<string, Pair>): Map<string, FollowedProperty[]> {
  const replaced = new Set([...pairs.values()].filter(isReplaced).map(({ after }) => after.urn));
  const follows = new Map<string, FollowedProperty[]>();
  // This loop also reaches what is added to the set inside it.
  for (const urn of replaced) {
    for (const { after } of pairs.values()) {
      const found = followedBy(after, urn);
      if (found.length === 0) continue;
      follows.set(after.urn, [...(follows.get(after.urn) ?? []), ...found]);
      if (found.some(({ replaces }) => replaces)) replaced.add(after.urn);
    }
  }
  return follows;
}

function followedBy(resource: PlannedResource, urn: string): FollowedProperty[] {
  const { custom, ignoreChanges, propertyDependencies, remote } = resource;
  if (!custom && !remote) return [];
  const properties = Object.entries(propertyDependencies).flatMap(([property, urns]) =>
    urns.includes(urn) && !ignoreChanges.includes(property) ? [property] : [],
  );
  const forcing = replacingProperties(resource.type, properties) ?? [];
  return properties.map((property) => ({
    property,
    of: nameOf(urn),
    replaces: forcing.includes(property),
  }));
}

function isReplaced({ properties }: Pick<Pair, "properties">): boolean {
  return properties.some(({ replaces }) => replaces);
}

function changeOf(pair: Pair, follows: readonly FollowedProperty[]): ResourceChange[] {
  const { after, before, properties } = pair;
  const { name, type, urn } = after;
  const renamed = before.urn === urn ? {} : { formerName: before.name };
  if (properties.length === 0 && follows.length === 0 && before.name === name) return [];
  const replaced = isReplaced(pair) || follows.some(({ replaces }) => replaces);
  const operation = replaced ? "replace" : "update";
  return [{ operation, type, name, urn, ...renamed, properties, follows }];
}

function whole(operation: Operation, { name, type, urn }: PlannedResource): ResourceChange {
  return { operation, type, name, urn, properties: [], follows: [] };
}
