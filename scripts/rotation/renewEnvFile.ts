import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { replaceFile } from "../terminal/replaceFile";
import type { TwilioPort } from "./ports";

/** The names in a `.env` file that a rotation changes. */
const TOKEN = ["TWILIO_AUTH_TOKEN"] as const;
const KEY = ["TWILIO_API_SID", "TWILIO_API_SECRET"] as const;

/** One of these names. */
export type RotatedName = (typeof TOKEN)[number] | (typeof KEY)[number];

/**
 * Replaces the token and the key in a `.env` file with the config's, if Twilio no longer accepts them, so that nobody stores old
 * ones again. The file is replaced as a whole, and only its owner may read it.
 *
 * @returns the names that were replaced; undefined if there is no file for this account
 */
export async function renewEnvFile(
  path: string,
  credentials: TwilioCredentials,
  twilio: TwilioPort,
): Promise<readonly RotatedName[] | undefined> {
  const text = textOf(path);
  const found = parse(text ?? "");
  if (text === undefined || found["TWILIO_ACCOUNT_SID"] !== credentials.TWILIO_ACCOUNT_SID) {
    return undefined;
  }
  const given = (name: RotatedName): string => found[name] ?? "";
  const differs = (name: RotatedName): boolean =>
    given(name) !== "" && given(name) !== credentials[name];
  const dead: RotatedName[] = [];
  if (TOKEN.some(differs) && !(await twilio.tokenWorks(given("TWILIO_AUTH_TOKEN")))) {
    dead.push(...TOKEN);
  }
  const [sid, secret] = KEY;
  if (KEY.some(differs) && !(await twilio.keyWorks(given(sid), given(secret)))) {
    dead.push(...KEY.filter(differs));
  }
  if (dead.length === 0) return [];
  const renewed = dead.reduce(
    (whole, name) => whole.replaceAll(given(name), () => credentials[name]),
    text,
  );
  replaceFile(path, Buffer.from(renewed), 0o600);
  return dead;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
