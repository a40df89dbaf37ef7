/** Stands for a value that a preview cannot know yet. */
export const UNKNOWN = Symbol("unknown");

/** One value of a resource: what JSON can hold, or {@link UNKNOWN} at any place. */
export type Tree = string | number | boolean | null | typeof UNKNOWN | readonly Tree[] | TreeObject;

/** The properties of a resource, or an object inside them. */
export interface TreeObject {
  readonly [key: string]: Tree;
}

/** Whether a value is an object with keys: neither a list nor a leaf. */
export function isTreeObject(value: Tree | undefined): value is TreeObject {
  return typeof value === "object" && value !== null && !isTreeList(value);
}

/** Whether a value is a list. */
export function isTreeList(value: Tree | undefined): value is readonly Tree[] {
  return Array.isArray(value);
}

/** The value at a path of keys, or undefined where there is none; {@link UNKNOWN} where the path leads into the unknown. */
export function valueAt(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  let value = tree;
  for (const key of path) {
    if (value === UNKNOWN) return UNKNOWN;
    if (!isTreeObject(value)) return undefined;
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
