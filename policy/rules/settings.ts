import type { PolicyConfigSchema } from "@pulumi/policy";
import type { EncryptedPlace } from "../credentials/encryptedPlaces";

type Schema = PolicyConfigSchema["properties"][string];

/** A rule's config as the engine hands it over: schema defaults filled in, schema checked. */
export type RuleConfig = Readonly<Record<string, unknown>>;

/** One setting of a rule. */
export interface Setting<T> {
  readonly key: string;
  readonly schema: Schema;
  /** The value that a config gives the setting, or its default. @throws when the config's value is of another form */
  in(config: RuleConfig): T;
  /** What is wrong with a config's value, in words; undefined when nothing is. */
  faultIn(config: RuleConfig): string | undefined;
}

/** A setting that holds a list of texts. */
export function textList(
  key: string,
  description: string,
  fallback: readonly string[],
): Setting<readonly string[]> {
  const schema: Schema = {
    type: "array",
    items: { type: "string", minLength: 1 },
    description,
    default: [...fallback],
  };
  return setting(key, schema, fallback, "a list of texts", isTextList);
}

/** A setting that holds a list of properties of resource types, each with a type and a path. */
export function placeList(
  key: string,
  description: string,
  fallback: readonly EncryptedPlace[],
): Setting<readonly EncryptedPlace[]> {
  const text = { type: "string", minLength: 1 } as const;
  const schema: Schema = {
    type: "array",
    items: {
      type: "object",
      properties: { type: text, path: text },
      required: ["type", "path"],
      additionalProperties: false,
    },
    description,
    default: fallback.map(({ type, path }) => ({ type, path })),
  };
  return setting(key, schema, fallback, "a list of objects with `type` and `path`", isPlaceList);
}

/** A setting that holds a whole number within a range. */
export function wholeNumber(
  key: string,
  description: string,
  { fallback, minimum, maximum }: Readonly<Record<"fallback" | "minimum" | "maximum", number>>,
): Setting<number> {
  const schema: Schema = { type: "integer", minimum, maximum, description, default: fallback };
  const fits = (value: unknown): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum;
  return setting(key, schema, fallback, `a whole number from ${minimum} to ${maximum}`, fits);
}

/** A setting that holds one of a few words. */
export function oneOf<const T extends string>(
  key: string,
  description: string,
  words: readonly T[],
  fallback: T,
): Setting<T> {
  const schema: Schema = { type: "string", enum: [...words], description, default: fallback };
  const fits = (value: unknown): value is T => words.some((word) => word === value);
  return setting(key, schema, fallback, `one of ${words.join(", ")}`, fits);
}

/** The stacks in which what makes development cheap and quick to look into is allowed. */
export const DEVELOPMENT_STACKS = textList(
  "developmentStacks",
  "Names of the stacks that count as development.",
  ["dev"],
);

/** The schema of a rule's settings. */
export function schemaOf(settings: readonly Setting<unknown>[]): PolicyConfigSchema {
  return { properties: Object.fromEntries(settings.map(({ key, schema }) => [key, schema])) };
}

/**
 * Refuses a config that the rule cannot follow: the engine checks values against the schema, but lets a misspelt key pass.
 * @throws with all faults at once
 */
export function checkConfig(
  rule: string,
  settings: readonly Setting<unknown>[],
  config: RuleConfig,
): void {
  const known = settings.map(({ key }) => key);
  const faults = [
    ...Object.keys(config)
      .filter((key) => !known.includes(key))
      .map(() => `has a key that the rule does not know (it knows ${known.join(", ") || "none"})`),
    ...settings.flatMap((each) => each.faultIn(config) ?? []),
  ];
  if (faults.length === 0) return;
  throw new Error(
    `The policy config of "${rule}" ${faults.join("; ")}. Correct the file given with --policy-pack-config.`,
  );
}

function setting<T>(
  key: string,
  schema: Schema,
  fallback: T,
  expected: string,
  fits: (value: unknown) => value is T,
): Setting<T> {
  const faultIn = (config: RuleConfig): string | undefined =>
    config[key] === undefined || fits(config[key]) ? undefined : `must have ${expected} as ${key}`;
  return {
    key,
    schema,
    faultIn,
    in(config) {
      const value = config[key] ?? fallback;
      if (fits(value)) return value;
      throw new Error(`The setting ${key} must be ${expected}.`);
    },
  };
}

function isPlaceList(value: unknown): value is readonly EncryptedPlace[] {
  return Array.isArray(value) && value.every(isPlace);
}

function isPlace(value: unknown): value is EncryptedPlace {
  if (typeof value !== "object" || value === null) return false;
  return ["type", "path"].every((key) => typeof Reflect.get(value, key) === "string");
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
