import { randomBytes, randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { NEXT_AUTH_TOKEN, type TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { envFileError, readEnvFile } from "../../scripts/secret/envFile/envFile";

/** The credentials of an offline preview, and where they come from. */
export interface CredentialSource {
  readonly kind: "env" | "samples";
  /** In words, for the reader of the report. */
  readonly description: string;
  readonly values: TwilioCredentials;
  /** The file's other entries, by name. Some may be secrets of the service. */
  readonly others: Readonly<Record<string, string>>;
}

/**
 * Reads the credentials from the given file, or else from the project's .env. Without either it generates samples.
 * @throws ScriptError that lists every fault by name, without a value
 */
export async function readCredentials(
  root: string,
  envFile: string | undefined,
): Promise<CredentialSource> {
  const standard = join(root, ".env");
  if (envFile === undefined && !existsSync(standard)) return samples("there is no .env");
  const shown = envFile ?? ".env";
  const file = await readEnvFile(envFile ?? standard, shown);
  if ("credentials" in file) {
    return {
      kind: "env",
      description: `from ${shown}`,
      values: file.credentials,
      others: file.others,
    };
  }
  if (envFile === undefined && file.hasNone) return samples(".env has none of the credentials");
  throw envFileError(shown, file.faults);
}

/** Adds a sample of the next auth token if the stack's file has one, because a rotation of the auth token is under way. */
export function withNextToken(
  source: CredentialSource,
  stackFile: Readonly<Record<string, unknown>>,
): CredentialSource {
  const isRotating = Object.keys(stackFile).some(
    (key) => key.split(":").at(-1) === NEXT_AUTH_TOKEN.configKey,
  );
  if (!isRotating) return source;
  const next = sampleSecret(NEXT_AUTH_TOKEN.name);
  return { ...source, values: { ...source.values, [NEXT_AUTH_TOKEN.name]: next } };
}

function samples(reason: string): CredentialSource {
  return {
    kind: "samples",
    description: `samples made up for this run (${reason})`,
    values: sampleCredentials(),
    others: {},
  };
}

const samplesByName = new Map<string, string>();

/** A sample value for a further secret. It is the same for the whole run, because two plans may be compared. */
export function sampleSecret(name: string): string {
  const sample = samplesByName.get(name) ?? randomBytes(16).toString("hex");
  samplesByName.set(name, sample);
  return sample;
}

const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random credentials in Twilio's formats. They belong to no account. */
export function sampleCredentials(): TwilioCredentials {
  const hex = (): string => randomBytes(16).toString("hex");
  const mixed = Array.from({ length: 32 }, () => MIXED.charAt(randomInt(MIXED.length)));
  return {
    TWILIO_ACCOUNT_SID: `AC${hex()}`,
    TWILIO_AUTH_TOKEN: hex(),
    TWILIO_PHONE_NUMBER: `+1555${randomInt(1e6, 1e7)}`,
    TWILIO_API_SID: `SK${hex()}`,
    TWILIO_API_SECRET: mixed.join(""),
  };
}
