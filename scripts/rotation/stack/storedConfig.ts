import type { ConfigMap } from "@pulumi/pulumi/automation";
import {
  CREDENTIALS,
  NEXT_AUTH_TOKEN,
  OLD_API_SID_KEY,
  type TwilioCredentials,
} from "../../../infra/credentials/twilioCredentials";
import { stackConfig, type Stack } from "../../stack/stack";
import { changeConfig } from "../../stack/changeConfig";
import { wrongUse } from "../../terminal/scriptError";
import type { ConfigChange, ConfigPort, RotationConfig } from "../ports";

/** The config keys that a rotation changes. */
const KEYS: Readonly<Record<keyof RotationConfig, string>> = {
  main: "twilioAuthToken",
  next: NEXT_AUTH_TOKEN.configKey,
  keySid: "twilioApiSid",
  keySecret: "twilioApiSecret",
  oldKeySid: OLD_API_SID_KEY,
};

/**
 * Reads and changes the stack's config for a rotation. It reads the config again only after its own change, because a lock keeps
 * others out.
 */
export class StoredConfig implements ConfigPort {
  #config: ConfigMap | undefined;

  constructor(private readonly stack: Stack) {}

  async read(): Promise<RotationConfig> {
    return rotationConfig(this.stack, await this.values());
  }

  /** All credentials, including the next auth token if there is one. @throws ScriptError if one is missing */
  async credentials(): Promise<TwilioCredentials> {
    const config = await this.values();
    const { main, next, keySid, keySecret } = rotationConfig(this.stack, config);
    const text = (key: string): string => textOf(this.stack, config, key) ?? "";
    return {
      TWILIO_ACCOUNT_SID: text("twilioAccountSid"),
      TWILIO_AUTH_TOKEN: main,
      TWILIO_PHONE_NUMBER: text("twilioPhoneNumber"),
      TWILIO_API_SID: keySid,
      TWILIO_API_SECRET: keySecret,
      ...(next === undefined ? {} : { TWILIO_AUTH_TOKEN_NEXT: next }),
    };
  }

  async write(change: ConfigChange): Promise<void> {
    this.#config = undefined;
    const entries = Object.entries(KEYS).flatMap(([name, key]) => {
      const value: unknown = Reflect.get(change, name);
      return Object.hasOwn(change, name) ? [[key, value] as const] : [];
    });
    const secrets = entries.flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value] as const] : [],
    );
    const removed = entries.flatMap(([key, value]) => (value === undefined ? key : []));
    await changeConfig(this.stack, { secrets: Object.fromEntries(secrets), removed });
  }

  private async values(): Promise<ConfigMap> {
    this.#config ??= await stackConfig(this.stack);
    return this.#config;
  }
}

/** Whether a stack's config shows that a rotation is under way. */
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
