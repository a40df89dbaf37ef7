import { isRecord } from "../engine/wire";

/** The parts of a config path: `a.b[0]["c.d"]` has the parts a, b, 0 and c.d. Undefined if the text is not a path. */
export function parsePath(path: string): (string | number)[] | undefined {
  const parts: (string | number)[] = [];
  const part = /(?:^|\.)([^.[\]"]+)|\[(\d+)\]|\["([^"]+)"\]/y;
  while (part.lastIndex < path.length) {
    const match = part.exec(path);
    if (match === null) return undefined;
    const [, name, index, quoted] = match;
    parts.push(index === undefined ? (name ?? quoted ?? "") : Number(index));
  }
  return typeof parts[0] === "string" ? parts : undefined;
}

/**
 * Sets a value at a path, as `pulumi config set --path` does, and returns the changed object or list. Undefined if the path leads
 * through something that is neither an object nor a list, or if it leaves a gap in a list.
 */
export function setAt(
  container: unknown,
  path: readonly (string | number)[],
  value: unknown,
): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof first === "number") {
    const list: unknown[] =
      container === undefined ? [] : Array.isArray(container) ? container : [];
    if (first > list.length || (container !== undefined && !Array.isArray(container)))
      return undefined;
    const inner = setAt(list[first], rest, value);
    return inner === undefined ? undefined : list.toSpliced(first, 1, inner);
  }
  if (container !== undefined && !isRecord(container)) return undefined;
  const inner = setAt(container?.[first], rest, value);
  return inner === undefined ? undefined : { ...container, [first]: inner };
}

/** Inside an object the CLI turns "true", "false" and whole numbers into booleans and numbers. */
export function typedValue(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}
