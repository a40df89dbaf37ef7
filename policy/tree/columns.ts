import { isTreeObject, type Tree } from "./tree";

/** The values that the objects of a list hold under each key. */
export function columnsOf(list: readonly Tree[]): ReadonlyMap<string, Tree[]> {
  const columns = new Map<string, Tree[]>();
  // A key of one object makes no column: a list may have a key of its own in each of its objects.
  const firsts = new Map<string, Tree>();
  for (const item of list) {
    if (!isTreeObject(item)) continue;
    for (const [key, value] of Object.entries(item)) {
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, value ?? null);
      else {
        const column = columns.get(key);
        if (column === undefined) columns.set(key, [first, value ?? null]);
        else column.push(value ?? null);
      }
    }
  }
  return columns;
}
