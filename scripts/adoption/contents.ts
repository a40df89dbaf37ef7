import { credentialFaults } from "../../infra/credentials/credentialFaults";
import {
  ALL_CREDENTIALS,
  CREDENTIALS,
  NEXT_AUTH_TOKEN,
  type CredentialName,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { jsonObject } from "../network/json";

/** Names that other projects use for the credentials in their secret. */
const OTHER_NAMES: Readonly<Record<string, CredentialName>> = {
  TWILIO_SID: "TWILIO_API_SID",
  TWILIO_SECRET: "TWILIO_API_SECRET",
  account_sid: "TWILIO_ACCOUNT_SID",
  auth_token: "TWILIO_AUTH_TOKEN",
  phone_number: "TWILIO_PHONE_NUMBER",
  api_sid: "TWILIO_API_SID",
  api_secret: "TWILIO_API_SECRET",
};

/** The five credentials of an existing secret, or everything that is wrong with it. No fault contains a value. */
export type Contents =
  | { readonly credentials: TwilioCredentials; readonly renamed: readonly string[] }
  | { readonly faults: readonly string[] };

/**
 * Parses an existing secret's text.
 *
 * @param dropped - keys that the next version need not have
 */
export function contentsOf(text: string, dropped: readonly string[]): Contents {
  const object = jsonObject(text);
  if (object === undefined) return { faults: ["it is not a JSON object"] };
  const faults: string[] = [];
  const found: Partial<Record<CredentialName, string>> = {};
  const renamed: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const name = CREDENTIALS.find((each) => each.name === key)?.name ?? otherName(key);
    if (name === undefined) {
      if (!dropped.includes(key)) faults.push(foreignKey(key));
    } else if (typeof value !== "string") {
      faults.push(`${name} is not a JSON string: ECS would pass a different text`);
    } else if (found[name] !== undefined && found[name] !== value) {
      faults.push(`${name} is there twice, under two names and with different values`);
    } else {
      found[name] = value;
      if (name !== key) renamed.push(`${key} as ${name}`);
    }
  }
  for (const { name, problem, expected } of credentialFaults(found)) {
    // Projects without an API key stored an empty text.
    const is = problem === "is empty" ? "is missing" : problem;
    faults.push(`${name} ${is}; expected: ${expected}`);
  }
  return isComplete(found, faults) ? { credentials: found, renamed } : { faults };
}

function otherName(key: string): CredentialName | undefined {
  return Object.hasOwn(OTHER_NAMES, key) ? OTHER_NAMES[key] : undefined;
}

/** Describes a key that is not one of the five. A key that looks like a value is not shown. */
function foreignKey(key: string): string {
  if (key === NEXT_AUTH_TOKEN.name) {
    return `the key ${key} shows that a rotation is under way: finish it where it was begun; if there is no rotation, use --drop ${key}`;
  }
  const isName =
    /^[A-Za-z_][\w.-]{0,39}$/.test(key) &&
    !ALL_CREDENTIALS.some(({ pattern }) => pattern.test(key));
  return isName
    ? `the key ${key} is not one of the five: the next version would not have it; if nobody reads it, use --drop ${key}`
    : "a key is not one of the five, and does not look like a name: remove it in Secrets Manager first";
}

function isComplete(
  _found: Partial<Record<CredentialName, string>>,
  faults: readonly string[],
): _found is TwilioCredentials {
  return faults.length === 0;
}
