import type { ConfigMap } from "@pulumi/pulumi/automation";
import {
  CREDENTIALS,
  NEXT_AUTH_TOKEN,
  OLD_API_SID_KEY,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { stackConfig, type Stack } from "../stack/stack";
import { pulumiError } from "../stack/pulumiErrors";
import { writeSecrets } from "../stack/stackSecrets";
import { wrongUse } from "../terminal/scriptError";
import type { ConfigChange, ConfigPort, RotationConfig } from "./ports";

/** The config keys of what a rotation changes. */
const KEYS: Readonly<Record<keyof RotationConfig, string>> = {
  main: "twilioAuthToken",
  next: NEXT_AUTH_TOKEN.configKey,
  keySid: "twilioApiSid",
  keySecret: "twilioApiSecret",
  oldKeySid: OLD_API_SID_KEY,
};

/** The stack's config as a rotation reads and changes it. */
export function storedConfig(stack: Stack): ConfigPort {
  return {
    async read() {
      return rotationConfig(stack, await stackConfig(stack));
    },
    async write(change) {
      await writeSecrets(stack, valuesOf(change));
      await removeEmpty(stack);
    },
  };
}

/** The credentials of a stack's config, the next auth token too where there is one. @throws ScriptError where one is missing */
export async function credentialsInConfig(stack: Stack): Promise<TwilioCredentials> {
  const config = await stackConfig(stack);
  const { main, next, keySid, keySecret } = rotationConfig(stack, config);
  const text = (key: string): string => textOf(stack, config, key) ?? "";
  return {
    TWILIO_ACCOUNT_SID: text("twilioAccountSid"),
    TWILIO_AUTH_TOKEN: main,
    TWILIO_PHONE_NUMBER: text("twilioPhoneNumber"),
    TWILIO_API_SID: keySid,
    TWILIO_API_SECRET: keySecret,
    ...(next === undefined ? {} : { TWILIO_AUTH_TOKEN_NEXT: next }),
  };
}

/** Whether a stack's config says that a rotation is under way. */
export function isRotating(project: string, config: ConfigMap): boolean {
  return [KEYS.next, KEYS.oldKeySid].some(
    (key) => (config[`${project}:${key}`]?.value ?? "") !== "",
  );
}

function rotationConfig(stack: Stack, config: ConfigMap): RotationConfig {
  const missing = CREDENTIALS.filter(
    ({ configKey }) => textOf(stack, config, configKey) === undefined,
  );
  if (missing.length > 0) {
    const keys = missing.map(({ configKey }) => configKey).join(", ");
    throw wrongUse(`the config of ${stack.name} lacks ${keys}`, "npm run setup-secrets");
  }
  const text = (key: string): string | undefined => textOf(stack, config, key);
  return {
    main: text(KEYS.main) ?? "",
    next: text(KEYS.next),
    keySid: text(KEYS.keySid) ?? "",
    keySecret: text(KEYS.keySecret) ?? "",
    oldKeySid: text(KEYS.oldKeySid),
  };
}

function textOf({ project }: Stack, config: ConfigMap, key: string): string | undefined {
  const value = config[`${project}:${key}`]?.value;
  return value === "" ? undefined : value;
}

/** What is taken out is emptied in the same write; the program takes an empty value for none. */
function valuesOf(change: ConfigChange): Record<string, string> {
  const entries = Object.entries(KEYS).flatMap(([name, key]) => {
    const value: unknown = Reflect.get(change, name);
    return Object.hasOwn(change, name)
      ? [[key, typeof value === "string" ? value : ""] as const]
      : [];
  });
  return Object.fromEntries(entries);
}

/** Takes emptied keys out of the file. It changes nothing that anybody reads: a run that ends before it is no worse. */
async function removeEmpty(stack: Stack): Promise<void> {
  const config = await stackConfig(stack);
  const empty = [KEYS.next, KEYS.oldKeySid].filter(
    (key) =>
      config[`${stack.project}:${key}`]?.value === "" && config[`${stack.project}:${key}`]?.secret,
  );
  try {
    for (const key of empty) await stack.workspace.removeConfig(stack.name, key);
  } catch (error) {
    throw pulumiError(error, "writing the stack's config", stack.name);
  }
}
