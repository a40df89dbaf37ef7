import { UNREAD, type UnreadPart } from "./unread";

/** A value that a preview cannot know yet. */
export const UNKNOWN = Symbol("unknown");

/** One value of a resource: a JSON value, in which any part may be {@link UNKNOWN}. */
export type Tree = string | number | boolean | null | typeof UNKNOWN | readonly Tree[] | TreeObject;

/** The properties of a resource, or an object inside them. */
export interface TreeObject {
  readonly [key: string]: Tree;
  /** The parts of an asset that were not read. @default - everything was read */
  readonly [UNREAD]?: readonly UnreadPart[];
}

/** Whether a value is an object with keys, and not a list. */
export function isTreeObject(value: Tree | undefined): value is TreeObject {
  return typeof value === "object" && value !== null && !isTreeList(value);
}

/** Whether a value is a list. */
export function isTreeList(value: Tree | undefined): value is readonly Tree[] {
  return Array.isArray(value);
}

/** Whether two values are deeply equal. */
export function isSameTree(one: Tree, other: Tree): boolean {
  if (isTreeList(one)) {
    return (
      isTreeList(other) &&
      one.length === other.length &&
      one.every((item, index) => isSameTree(item, other[index] ?? null))
    );
  }
  if (!isTreeObject(one) || !isTreeObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) => Object.hasOwn(other, key) && isSameTree(one[key] ?? null, other[key] ?? null),
    )
  );
}

/** The value at a path of keys; undefined if there is none, {@link UNKNOWN} if a value on the path is unknown. */
export function valueAt(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  let value = tree;
  for (const key of path) {
    if (value === UNKNOWN) return UNKNOWN;
    if (!isTreeObject(value)) return undefined;
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
