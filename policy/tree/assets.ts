import { isTreeList, isTreeObject, type Tree } from "./tree";
import { UNREAD, type UnreadPart } from "./unread";

/** What is behind an asset. */
export interface AssetContents {
  /** A text, or texts by their paths; undefined where nothing was found. */
  readonly contents: Tree | undefined;
  readonly unread: readonly UnreadPart[];
}

/** Reads what is behind an asset's path. */
export type ReadAsset = (path: string) => Promise<AssetContents>;

/** An asset of a resource of which something was not read. */
export interface UnreadAsset {
  /** Keys from the resource's inputs to the asset. */
  readonly path: readonly (string | number)[];
  readonly parts: readonly UnreadPart[];
}

/** The assets in a resource's inputs of which something was not read. */
export function unreadAssets(value: Tree, path: UnreadAsset["path"] = []): UnreadAsset[] {
  if (isTreeList(value)) {
    return value.flatMap((item, index) => unreadAssets(item, [...path, index]));
  }
  if (!isTreeObject(value)) return [];
  const own = value[UNREAD];
  return [
    ...(own === undefined ? [] : [{ path, parts: own }]),
    ...Object.entries(value).flatMap(([key, item]) => unreadAssets(item, [...path, key])),
  ];
}
