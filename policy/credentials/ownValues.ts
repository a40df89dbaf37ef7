import { parseJson } from "../tree/readTree";
import { isTreeList, isTreeObject, type Tree } from "../tree/tree";
import { looksRandom } from "./looksRandom";
import { twilioNameVerdict } from "./names";
import { TWILIO_CREDENTIALS, type TwilioCredential } from "./twilioCredentials";

/** A value of this stack that may stand in no plain place. */
export interface OwnValue {
  /** What it is, for messages: a credential's name, or the config key of another guarded value. */
  readonly title: string;
  readonly text: string;
  /** How it is looked for: a random text also by its parts, a phone number in all its spellings. */
  readonly kind: "random" | "phone number" | "text";
}

/** Where the stack's config came from, and what it holds. */
export interface StackConfig {
  /** Whether any config reached the pack. */
  readonly present: boolean;
  /** Values by full key, `namespace:key`. */
  readonly values: Readonly<Record<string, string>>;
}

/** Fewest characters of a guarded value that a config key names directly. */
const SHORTEST_VALUE = 8;

/** Fewest characters of a guarded value inside an object or a list, where harmless words stand as well. */
const SHORTEST_LEAF = 12;

/** A guarded value of one word that may be drawn at random, as API keys are. */
const RANDOM_KEY = /^[\w.-]{24,}$/;

/** Words of a value that is still to be filled in, as the program knows them, too. */
export const PLACEHOLDER_WORD =
  /your|change.?me|replace|example|placeholder|todo|dummy|<.*>|\.\.\./i;

/** Reads the stack's config as the engine hands it to a pack: decrypted, in the environment variable `PULUMI_CONFIG`. */
export function stackConfig(environment: NodeJS.ProcessEnv = process.env): StackConfig {
  const parsed = parseJson(environment["PULUMI_CONFIG"] ?? "");
  if (!isTreeObject(parsed)) return { present: false, values: {} };
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (typeof value === "string") values[key] = value;
  }
  return { present: Object.keys(values).length > 0, values };
}

/** Namespace of the config keys whose values are secrets of the service, each named like its environment variable. */
const EXTRA_SECRET = "extraSecret:";

/** The names of the service's further secrets. */
export function extraSecretNames({ values }: StackConfig): string[] {
  return Object.keys(values).flatMap((key) =>
    key.startsWith(EXTRA_SECRET) ? [key.slice(EXTRA_SECRET.length)] : [],
  );
}

/**
 * The Twilio credentials in a stack's config, under any spelling of their names and in any namespace, and the service's further
 * secrets.
 */
export function ownTwilioValues(config: StackConfig): OwnValue[] {
  const further = extraSecretNames(config).flatMap((name) => {
    const text = config.values[EXTRA_SECRET + name] ?? "";
    return text.length < SHORTEST_VALUE ? [] : ownValue(name, text);
  });
  return [...twilioValues(config), ...further];
}

function twilioValues(config: StackConfig): OwnValue[] {
  return leavesOf(config).flatMap(({ names, text }) => {
    const credential = names.map((name) => credentialOf(name, text)).find(Boolean);
    return credential === undefined ? [] : ownValue(credential.name, text, credential);
  });
}

/**
 * The values of further config keys that are to be guarded like the credentials.
 * @param keys with their namespace or without; the value of a key may be an object or a list: each text in it is guarded.
 */
export function guardedValues(config: StackConfig, keys: readonly string[]): OwnValue[] {
  return keys.flatMap((key) => {
    const found = Object.entries(config.values).filter(
      ([full]) => full === key || full.slice(full.indexOf(":") + 1) === key,
    );
    return found.flatMap(([, value]) => guardedTexts(value).flatMap((text) => ownValue(key, text)));
  });
}

function guardedTexts(value: string): string[] {
  const parsed = parseJson(value);
  const nested = isTreeList(parsed) || isTreeObject(parsed) ? texts(parsed) : [];
  const leaves = nested.map(({ text }) => text).filter(({ length }) => length >= SHORTEST_LEAF);
  return [...leaves, value].filter(({ length }) => length >= SHORTEST_VALUE);
}

/** The value in the form in which it can be looked for; nothing where it would be found in harmless text. */
function ownValue(title: string, text: string, credential?: TwilioCredential): OwnValue[] {
  if (/^\+[1-9]\d{6,14}$/.test(text)) return [{ title, text, kind: "phone number" }];
  const formats = credential === undefined ? TWILIO_CREDENTIALS.slice(0, 1) : [credential];
  if (formats.some(({ pattern }) => pattern.test(text)) && new Set(text).size >= 8) {
    return [{ title, text, kind: "random" }];
  }
  if (credential === undefined) {
    const isRandom = RANDOM_KEY.test(text) && looksRandom(text);
    return [{ title, text, kind: isRandom ? "random" : "text" }];
  }
  return text.length < SHORTEST_LEAF || PLACEHOLDER_WORD.test(text)
    ? []
    : [{ title, text, kind: "text" }];
}

/** The credential that a config key names, or that its Twilio name and its format prove together. */
function credentialOf(name: string, text: string): TwilioCredential | undefined {
  const verdict = twilioNameVerdict(name);
  if (verdict?.credential !== undefined) {
    return TWILIO_CREDENTIALS.find((credential) => credential.name === verdict.credential);
  }
  const looks = TWILIO_CREDENTIALS.find(({ pattern }) => pattern.test(text));
  return verdict === undefined ? undefined : looks;
}

interface ConfigLeaf {
  /** The names under which a text stands: its key, and the key with its namespace. */
  readonly names: readonly string[];
  readonly text: string;
}

function leavesOf(config: StackConfig): ConfigLeaf[] {
  return Object.entries(config.values).flatMap(([key, value]) => {
    const local = key.slice(key.indexOf(":") + 1);
    const parsed = parseJson(value);
    const nested = isTreeList(parsed) || isTreeObject(parsed) ? texts(parsed) : [];
    const inner = nested.map(({ path, text }) => ({
      names: [`${local}.${path}`, `${key}.${path}`],
      text,
    }));
    return [{ names: [local, key], text: value }, ...inner];
  });
}

function texts(tree: Tree, path = ""): { readonly path: string; readonly text: string }[] {
  if (typeof tree === "string") return [{ path, text: tree }];
  if (isTreeList(tree)) return tree.flatMap((item) => texts(item, path));
  if (!isTreeObject(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}
