import type { ReadAsset } from "./assets";
import { isTreeObject, UNKNOWN, type Tree, type TreeObject } from "./tree";
import { UNREAD, type UnreadPart } from "./unread";

/**
 * The texts that the engine uses for unknown values: one for each type of value. Source: the constants of `@pulumi/policy/proxy`.
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

/** The most levels of nested lists and objects. A normal program has about a dozen. */
const DEEPEST = 500;

/** What to do about values that are nested more deeply. */
export const TOO_DEEP = `An input of the resource has more than ${DEEPEST} levels of nested lists and objects, which the policy pack does not read. Flatten it, or give it as a text of its own, for example as the file of a FileAsset.`;

/** An object of a tree while it is built. */
interface Copy {
  [key: string]: Tree;
  [UNREAD]?: readonly UnreadPart[];
}

/** How a value is read, and the promises that must still be awaited. */
interface Reading {
  readonly pending: Promise<void>[];
  readonly readAsset: ReadAsset | undefined;
}

/**
 * Copies a resource's properties into a tree, with {@link UNKNOWN} for each unknown value. A rule must not read an unknown value
 * through the SDK's proxy: the proxy throws an error, and the engine then reports the rule as advisory, even a mandatory one, and goes
 * on. The texts, paths and URLs of assets become values like all others.
 * @param readAsset reads the files of assets. @default - they are not read
 * @throws when values are nested too deeply
 */
export async function readTree(properties: object, readAsset?: ReadAsset): Promise<TreeObject> {
  const reading: Reading = { pending: [], readAsset };
  const copy: Copy = {};
  for (const key of Object.keys(properties)) {
    // The proxy traps only `get`. So reading the descriptor avoids it.
    const value: unknown = Object.getOwnPropertyDescriptor(properties, key)?.value;
    define(copy, key, readValue(value, reading, 1));
  }
  if (reading.pending.length > 0) await Promise.all(reading.pending);
  return copy;
}

function readValue(value: unknown, reading: Reading, depth: number): Tree {
  if (typeof value === "string") return UNKNOWN_SENTINELS.has(value) ? UNKNOWN : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return null;
  if (depth > DEEPEST) {
    throw new Error(TOO_DEEP);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => readValue(item, reading, depth + 1));
  }
  return readObject(value, reading, depth);
}

/** Reads an object. An asset or an archive of the SDK has its text, path, URL or parts in a promise. */
function readObject(object: object, reading: Reading, depth: number): TreeObject {
  const copy: Copy = {};
  for (const [key, value] of Object.entries(object)) {
    if (value instanceof Promise) reading.pending.push(settle(copy, key, value, reading, depth));
    else define(copy, key, readValue(value, reading, depth + 1));
  }
  return copy;
}

async function settle(
  copy: Copy,
  key: string,
  promise: Promise<unknown>,
  { readAsset }: Reading,
  depth: number,
): Promise<void> {
  const inner: Reading = { pending: [], readAsset };
  const value = readValue(await promise, inner, depth + 1);
  await Promise.all(inner.pending);
  define(copy, key, value);
  if (key !== "path" || typeof value !== "string" || readAsset === undefined) return;
  const { contents, unread } = await readAsset(value);
  define(copy, "contents", contents ?? null);
  if (unread.length > 0) copy[UNREAD] = unread;
}

/** Sets an own property with any name. An assignment to `__proto__` would set no property. */
function define(object: Copy, key: string, value: Tree): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
}

/**
 * Parses JSON text into a tree. Returns undefined if the text is no JSON, or nested too deeply. Such a text is searched like any other
 * text. The error of the parser is dropped, because it quotes the text.
 */
export function parseJson(text: string): Tree | undefined {
  try {
    return readValue(JSON.parse(text), { pending: [], readAsset: undefined }, 1);
  } catch {
    return undefined;
  }
}

/** Parses a text with a JSON object. Returns undefined for every other text. */
export function parseJsonObject(text: string): TreeObject | undefined {
  const value = parseJson(text);
  return isTreeObject(value) ? value : undefined;
}
