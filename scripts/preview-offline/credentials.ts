import { randomBytes, randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";
import {
  CREDENTIALS,
  credentialFaults,
  type CredentialName,
  type TwilioCredentials,
} from "../../infra/credentials";
import { wrongUse } from "../lib/scriptError";

/** The credentials of an offline preview, and where they come from. */
export interface CredentialSource {
  readonly kind: "env" | "samples";
  /** In words, for the reader of the report. */
  readonly description: string;
  readonly values: TwilioCredentials;
}

/**
 * Reads the credentials from the file given, else from the project's .env where there is one, else makes samples up.
 * @throws ScriptError that lists every fault by name, without a value
 */
export function readCredentials(root: string, envFile: string | undefined): CredentialSource {
  const standard = join(root, ".env");
  if (envFile === undefined && !existsSync(standard)) return samples("there is no .env");
  const shown = envFile ?? ".env";
  const entries = readEnvFile(envFile ?? standard, shown);
  const given: Partial<Record<CredentialName, string>> = {};
  for (const { name } of CREDENTIALS) {
    const value = entries[name];
    if (value !== undefined) given[name] = value;
  }
  if (envFile === undefined && Object.keys(given).length === 0) {
    return samples(".env has none of the credentials");
  }
  return { kind: "env", description: `from ${shown}`, values: sound(given, shown) };
}

function readEnvFile(path: string, shown: string): Readonly<Record<string, string>> {
  try {
    return parse(readFileSync(path));
  } catch {
    throw wrongUse(`${shown} cannot be read`, "copy .env.example to .env and fill it in");
  }
}

function sound(
  given: Readonly<Partial<Record<CredentialName, string>>>,
  file: string,
): TwilioCredentials {
  const faults = credentialFaults(given).map(
    ({ name, problem, expected }) => `${name} ${problem}: expected ${expected}`,
  );
  if (faults.length > 0) throw wrongUse([`${file} has faults:`, ...faults].join("\n  - "));
  const { TWILIO_ACCOUNT_SID = "", TWILIO_AUTH_TOKEN = "", TWILIO_PHONE_NUMBER = "" } = given;
  const { TWILIO_API_SECRET = "", TWILIO_API_SID = "" } = given;
  return {
    TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN,
    TWILIO_PHONE_NUMBER,
    TWILIO_API_SID,
    TWILIO_API_SECRET,
  };
}

function samples(reason: string): CredentialSource {
  return {
    kind: "samples",
    description: `samples made up for this run (${reason})`,
    values: sampleCredentials(),
  };
}

const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random credentials in Twilio's formats; no account has them. */
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
