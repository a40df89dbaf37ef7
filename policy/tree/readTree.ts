import { assetFileContents } from "./assetFile";
import { isTreeObject, UNKNOWN, type Tree, type TreeObject } from "./tree";

/**
 * What the engine puts in the place of a value that it does not know, one for each kind of value.
 * Source: the constants of `@pulumi/policy/proxy`.
 */
const UNKNOWN_SENTINELS: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * Copies a resource's properties into a plain tree, with {@link UNKNOWN} where the SDK's proxy would throw: a rule that
 * reads an unknown value through that proxy is reported as an advisory, whatever its level, and the run goes on.
 * The texts, paths, addresses and files of assets become leaves like any other.
 */
export async function readTree(properties: object): Promise<TreeObject> {
  const pending: Promise<void>[] = [];
  const copy: Record<string, Tree> = {};
  for (const key of Object.keys(properties)) {
    // The descriptor leads past the proxy, which traps `get` alone.
    const value: unknown = Object.getOwnPropertyDescriptor(properties, key)?.value;
    define(copy, key, readValue(value, pending));
  }
  if (pending.length > 0) await Promise.all(pending);
  return copy;
}

function readValue(value: unknown, pending: Promise<void>[]): Tree {
  if (typeof value === "string") return UNKNOWN_SENTINELS.has(value) ? UNKNOWN : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item: unknown) => readValue(item, pending));
  return typeof value === "object" && value !== null ? readObject(value, pending) : null;
}

/** An asset or archive of the SDK holds its text, path, address or parts in a promise. */
function readObject(object: object, pending: Promise<void>[]): TreeObject {
  const copy: Record<string, Tree> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value instanceof Promise) {
      pending.push(
        value.then(async (settled: unknown) => {
          const { part } = await readTree({ part: settled });
          define(copy, key, part ?? null);
          if (key !== "path" || typeof part !== "string") return;
          define(copy, "contents", (await assetFileContents(part)) ?? null);
        }),
      );
    } else {
      define(copy, key, readValue(value, pending));
    }
  }
  return copy;
}

/** Sets an own property whatever its name: an assignment to `__proto__` would vanish. */
function define(object: Record<string, Tree>, key: string, value: Tree): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
}

/**
 * Parses JSON text into a tree; undefined where the text is no JSON. The parser's own error is dropped, because it
 * quotes the text.
 */
export function parseJson(text: string): Tree | undefined {
  try {
    return readValue(JSON.parse(text), []);
  } catch {
    return undefined;
  }
}

/** Parses text that holds a JSON object; undefined where it holds anything else. */
export function parseJsonObject(text: string): TreeObject | undefined {
  const value = parseJson(text);
  return isTreeObject(value) ? value : undefined;
}
