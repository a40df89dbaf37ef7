import { isTreeObject, type Tree } from "./tree";

/** For each key, the values in the objects of a list. */
export function columnsOf(list: readonly Tree[]): ReadonlyMap<string, Tree[]> {
  const columns = new Map<string, Tree[]>();
  // A key makes a column only if two objects have it. Otherwise a list in which each object has a new key would be slow.
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
