import {
  ALL_CREDENTIALS,
  NEXT_AUTH_TOKEN,
  OLD_API_SID_KEY,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { wrongUse } from "../../scripts/terminal/scriptError";
import { isRecord } from "../engine/wire";
import { sampleSecret } from "./credentials";
import { parsePath, setAt, typedValue } from "./configPath";
import { applyDeclaration, fullKey, isEncryptedValue } from "./declarations";
import type { Project } from "./project";

/** The stack config as the engine passes it to the program and to the policy pack. */
export interface StackConfig {
  /** Values by full key, `namespace:name`; objects and lists as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Full keys of the secret ones. */
  readonly secretKeys: readonly string[];
}

/** Where the stack config comes from. */
export interface ConfigSources {
  readonly project: Project;
  readonly stack: string;
  /** `config` of the stack's file. */
  readonly stackFile: Readonly<Record<string, unknown>>;
  /** `key=value`, as given on the command line. */
  readonly overrides: readonly string[];
  readonly credentials: TwilioCredentials;
  /** Values of the service's further secrets, by name. @default - a generated sample for each */
  readonly extraSecrets?: Readonly<Record<string, string>>;
}

/** Prefix of the keys of the service's further secrets. infra/config uses the same. */
const EXTRA_SECRET = "extraSecret:";

/**
 * Merges the stack's settings with the project's defaults and checks them against its declarations, as the engine does.
 * @throws ScriptError that lists every fault, without a value
 */
export function mergeConfig(sources: ConfigSources): StackConfig {
  const { credentials, project, stackFile } = sources;
  const faults: string[] = [];
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(stackFile)) values.set(fullKey(project, key), value);
  for (const override of sources.overrides)
    faults.push(...applyOverride(values, override, project));
  // A preview does not need the old API key of a rotation: no resource uses it.
  const note = fullKey(project, OLD_API_SID_KEY);
  if (isEncryptedValue(values.get(note))) values.delete(note);
  const secrets = new Map([
    ...credentialValues(project, credentials),
    ...extraSecretValues(project, values, sources.extraSecrets),
  ]);
  for (const key of secrets.keys()) {
    if (values.has(key) && !isEncryptedValue(values.get(key))) {
      const shown = key.startsWith(`${project.name}:`) ? key.replace(/^.*:/, "") : key;
      faults.push(`${key} must be encrypted: npx pulumi config set --secret ${shown}`);
    }
  }
  for (const [key, value] of secrets) values.set(key, value);
  faults.push(...undecryptable(values, sources.stack));
  for (const [key, declared] of project.config) {
    faults.push(...applyDeclaration(values, fullKey(project, key), declared, project));
  }
  if (faults.length > 0) {
    throw wrongUse([`the config of stack ${sources.stack} has faults:`, ...faults].join("\n  - "));
  }
  return {
    values: Object.fromEntries([...values].map(([key, value]) => [key, configText(value)])),
    secretKeys: [...secrets.keys()],
  };
}

function credentialValues(project: Project, values: TwilioCredentials): Map<string, string> {
  return new Map(
    ALL_CREDENTIALS.flatMap(({ configKey, name }) => {
      const value = values[name];
      return value === undefined ? [] : [[fullKey(project, configKey), value]];
    }),
  );
}

/** The service's further secrets that the config lists, or holds encrypted. None of them can be decrypted here. */
function extraSecretValues(
  project: Project,
  values: ReadonlyMap<string, unknown>,
  given: Readonly<Record<string, string>> = {},
): Map<string, string> {
  const list = values.get(fullKey(project, "extraSecrets"));
  const listed: readonly unknown[] = Array.isArray(list) ? list : [];
  const stored = [...values.keys()].filter((key) => key.startsWith(EXTRA_SECRET));
  const keys = [
    ...listed.filter((name) => typeof name === "string").map((name) => EXTRA_SECRET + name),
    ...stored,
  ];
  return new Map(
    keys.map((key) => {
      const name = key.slice(EXTRA_SECRET.length);
      return [key, given[name] ?? sampleSecret(name)];
    }),
  );
}

/** Sets one `key=value` of the command line. A message repeats the key only: the value could be a credential. */
function applyOverride(values: Map<string, unknown>, override: string, project: Project): string[] {
  const equals = override.indexOf("=");
  if (equals < 1) return ["--config needs key=value"];
  const [, namespace = project.name, text = ""] =
    /^(?:([\w-]+):)?(.*)$/.exec(override.slice(0, equals)) ?? [];
  const path = parsePath(text);
  if (path === undefined) return ["--config: the key is not a config path"];
  const [first, ...rest] = path;
  const key = `${namespace}:${String(first)}`;
  if (isSecretKey(project, key)) {
    return [`--config: ${key} is a secret and does not belong on a command line; put it in .env`];
  }
  const value = override.slice(equals + 1);
  if (rest.length === 0) {
    values.set(key, value);
    return [];
  }
  const changed = setAt(values.get(key), rest, typedValue(value));
  if (changed === undefined) return [`--config: ${key} has no place for that path`];
  values.set(key, changed);
  return [];
}

/** These are secrets too. They are optional, so Pulumi.yaml does not declare them as secrets. */
const ROTATION_KEYS: readonly string[] = [NEXT_AUTH_TOKEN.configKey, OLD_API_SID_KEY];

function isSecretKey(project: Project, key: string): boolean {
  if (key.startsWith(EXTRA_SECRET)) return true;
  return [...project.config].some(
    ([declared, { secret }]) =>
      (secret || ROTATION_KEYS.includes(declared)) && fullKey(project, declared) === key,
  );
}

/** Encrypted values, at any depth, cannot be read without the stack's secrets provider. */
function undecryptable(values: ReadonlyMap<string, unknown>, stack: string): string[] {
  return [...values].flatMap(([key, value]) =>
    holdsSecured(value)
      ? [
          `${key} is encrypted in Pulumi.${stack}.yaml, and the offline preview cannot decrypt it. ` +
            `Give it a sample value: --config ${key}=VALUE`,
        ]
      : [],
  );
}

function holdsSecured(value: unknown): boolean {
  if (isEncryptedValue(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecured);
  return isRecord(value) && Object.values(value).some(holdsSecured);
}

function configText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
