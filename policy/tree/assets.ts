import { isTreeList, isTreeObject, type Tree } from "./tree";
import { UNREAD, type UnreadPart } from "./unread";

/** The contents of the file or the archive that an asset names. */
export interface AssetContents {
  /** A text, or texts by their paths; undefined if nothing was found. */
  readonly contents: Tree | undefined;
  readonly unread: readonly UnreadPart[];
}

/** Reads the file, the folder or the archive at an asset's path. */
export type ReadAsset = (path: string) => Promise<AssetContents>;

/** An asset of a resource that was not read completely. */
export interface UnreadAsset {
  /** The keys that lead from the resource's inputs to the asset. */
  readonly path: readonly (string | number)[];
  readonly parts: readonly UnreadPart[];
}

/** The assets in a resource's inputs that were not read completely. */
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
