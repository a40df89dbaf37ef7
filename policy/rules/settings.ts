import type { PolicyConfigSchema } from "@pulumi/policy";
import { allConfig, getProject, getStack } from "@pulumi/pulumi/runtime";
import type { EncryptedPlace } from "../credentials/encryptedPlaces";

type Schema = PolicyConfigSchema["properties"][string];

/** A rule's policy config. The engine has checked it against the schema and filled in the defaults. */
export type RuleConfig = Readonly<Record<string, unknown>>;

/** One setting of a rule. */
export interface Setting<T> {
  readonly key: string;
  readonly schema: Schema;
  /** The setting's value in a policy config, or its default. @throws when the value has the wrong form */
  in(config: RuleConfig): T;
  /** What is wrong with the value in a policy config, as a part of a sentence; undefined if it is valid. */
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

const LISTED_STACKS = textList(
  "developmentStacks",
  "Names of development stacks. A stack whose own config has `development` set to true is one as well.",
  [],
);

/**
 * The development stacks, for which some rules are less strict: those that the policy config lists, and the current stack if its
 * own config has `development` set to true.
 */
export const DEVELOPMENT_STACKS: Setting<readonly string[]> = {
  ...LISTED_STACKS,
  in: (config) => [...LISTED_STACKS.in(config), ...(isDevelopment() ? [getStack()] : [])],
};

/** The part of a message that says what to do if the stack is a development stack. */
export const IF_DEVELOPMENT = "If this is a development stack: pulumi config set development true.";

/** Whether the current stack has `development` set to true in its config. */
function isDevelopment(): boolean {
  return allConfig()[`${getProject()}:development`] === "true";
}

/** The schema of a rule's settings. */
export function schemaOf(settings: readonly Setting<unknown>[]): PolicyConfigSchema {
  return { properties: Object.fromEntries(settings.map(({ key, schema }) => [key, schema])) };
}

/**
 * Checks a rule's policy config. The engine checks the values against the schema, but ignores a misspelt key.
 * @throws one error that lists all faults
 */
export function checkConfig(
  rule: string,
  settings: readonly Setting<unknown>[],
  config: RuleConfig,
): void {
  // A rule checks its config for each resource, but the config stays the same.
  const valid = validConfigs.get(rule);
  if (valid !== undefined && isSameConfig(config, valid)) return;
  const known = settings.map(({ key }) => key);
  const faults = [
    ...Object.keys(config)
      .filter((key) => !known.includes(key))
      .map(() => `has a key that the rule does not know (it knows ${known.join(", ") || "none"})`),
    ...settings.flatMap((each) => each.faultIn(config) ?? []),
  ];
  if (faults.length === 0) {
    validConfigs.set(rule, config);
    return;
  }
  throw new Error(
    `The policy config of "${rule}" ${faults.join("; ")}. Correct the file given with --policy-pack-config.`,
  );
}

/** The last valid config of each rule. */
const validConfigs = new Map<string, RuleConfig>();

function isSameConfig(one: RuleConfig, other: RuleConfig): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
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
