import microdiff from "microdiff";
import { isRecord, isSecret, mapWire } from "../engine/wire";

/** A changed value in a resource's properties. */
export interface ValueChange {
  /** For example `settings[0].value`. */
  readonly path: string;
  /** As on the wire; a secret is a symbol. Absent if only the new plan has a value. */
  readonly before?: unknown;
  /** Absent if only the old plan has a value. */
  readonly after?: unknown;
}

type Properties = Readonly<Record<string, unknown>>;

/**
 * Returns the values in which two sets of properties differ. JSON texts, such as IAM policies, are compared part by part. A
 * secret is compared as a whole; the result says only that it differs.
 */
export function valueChanges(before: Properties, after: Properties): ValueChange[] {
  const symbols = new Map<string, symbol>();
  const [old, now] = [before, after].map((each) => comparable(each, symbols));
  return microdiff(old ?? {}, now ?? {}, { cyclesFix: false }).map((change): ValueChange => {
    const path = pathText(change.path);
    // The library does not know the values' types.
    const former: unknown = change.type === "CREATE" ? undefined : change.oldValue;
    const value: unknown = change.type === "REMOVE" ? undefined : change.value;
    return {
      path,
      ...(change.type === "CREATE" ? {} : { before: former }),
      ...(change.type === "REMOVE" ? {} : { after: value }),
    };
  });
}

/** The property that a path begins with. */
export function propertyOf({ path }: Pick<ValueChange, "path">): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}

/** Replaces secrets by symbols, which do not contain the value. Equal secrets become the same symbol. */
function comparable(properties: Properties, symbols: Map<string, symbol>): Properties {
  const replace = (part: unknown): unknown => {
    if (isSecret(part)) return secretSymbol(part.value, symbols);
    const parsed = typeof part === "string" ? parsedJson(part) : undefined;
    return parsed === undefined ? undefined : mapWire(parsed, replace);
  };
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, mapWire(value, replace)]),
  );
}

function secretSymbol(value: unknown, symbols: Map<string, symbol>): symbol {
  const key = JSON.stringify(value);
  const known = symbols.get(key) ?? Symbol("secret");
  symbols.set(key, known);
  return known;
}

function parsedJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) || isRecord(parsed) ? parsed : undefined;
  } catch {
    // The text looks like JSON, but is not.
    return undefined;
  }
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return index === 0 ? part : `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}
