import { credentialFaults } from "../../infra/credentials/credentialFaults";
import {
  DecryptionFailure,
  GetSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  ALL_CREDENTIALS,
  isCredential,
  NEXT_AUTH_TOKEN,
  type AnyCredentialName,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { MARKED_DELETED } from "../aws/errors";
import { sdkFault } from "../aws/sdkFault";
import { masked } from "./masking/mask";
import type { Check } from "../terminal/report";
import { checkFailed, type ScriptError } from "../terminal/scriptError";
import { jsonObject } from "../network/json";

/** One version of the secret. Its text must never be printed or sent anywhere. */
export interface SecretText {
  readonly arn: string;
  readonly versionId: string;
  /** The secret string; empty if the secret is binary. */
  readonly text: string;
}

/**
 * Reads the current version. Errors about the secret itself become a ScriptError; other errors of the SDK are thrown unchanged.
 */
export async function readSecret(
  client: SecretsManagerClient,
  secretId: string,
): Promise<SecretText> {
  const answer = await client
    .send(new GetSecretValueCommand({ SecretId: secretId }))
    .catch((error: unknown) => {
      throw unreadable(error, secretId) ?? error;
    });
  return {
    arn: answer.ARN ?? secretId,
    versionId: answer.VersionId ?? "",
    text: answer.SecretString ?? "",
  };
}

/** The error for a secret that exists but that nobody can read. */
function unreadable(error: unknown, secretId: string): ScriptError | undefined {
  const { name, message } = sdkFault(error);
  if (error instanceof DecryptionFailure) {
    return checkFailed(
      "Secrets Manager cannot decrypt the secret",
      "check that its KMS key is enabled",
    );
  }
  if (name === "ResourceNotFoundException" && /staging label|VersionId/i.test(message)) {
    return checkFailed(
      `the secret ${secretId} has no current version (AWSCURRENT)`,
      "npm run setup-secrets -- --up",
    );
  }
  if (name === "InvalidRequestException" && MARKED_DELETED.test(message)) {
    return checkFailed(
      `the secret ${secretId} is scheduled for deletion: nothing can read it`,
      `aws secretsmanager restore-secret --secret-id ${secretId}`,
    );
  }
  return undefined;
}

/** Checks each of the five keys, the sixth key of a rotation, and whether there are other keys. No check contains a value. */
export function keyChecks(object: Readonly<Record<string, unknown>>): Check[] {
  const faults = new Map(credentialFaults(strings(object)).map((fault) => [fault.name, fault]));
  const present = ALL_CREDENTIALS.filter(
    ({ name }) => name !== NEXT_AUTH_TOKEN.name || Object.hasOwn(object, name),
  );
  const known = present.map(({ name }): Check => {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (value !== undefined && typeof value !== "string") return notAString(name, value);
    const fault = faults.get(name);
    return fault === undefined
      ? { name, result: "ok", detail: masked(name, value ?? "") }
      : {
          name,
          result: "fail",
          detail: `${fault.problem}; expected: ${fault.expected}`,
          fix: "npm run setup-secrets -- --up",
        };
  });
  const names = new Set<string>(ALL_CREDENTIALS.map(({ name }) => name));
  return [...known, ...surplusChecks(Object.keys(object).filter((key) => !names.has(key)))];
}

/** A name made of words, each too short to be a credential. A key of this form is certainly a name. */
const WORDS = /^[A-Za-z]{1,20}\d{0,3}(?:[_.-][A-Za-z]{0,20}\d{0,3})*$/;

/** Reports keys other than the five by name. A key that may itself be a credential is only counted. */
function surplusChecks(keys: readonly string[]): Check[] {
  const name = "other keys";
  const fix = "remove it from the secret, or keep it in a secret of its own";
  const shown = keys.filter((key) => key.length <= 80 && WORDS.test(key) && !isCredential(key));
  const hidden = keys.length - shown.length;
  return [
    ...shown.map((key): Check => {
      const detail = `${key} is not one of the five: the service gets nothing from it`;
      return { name, result: "fail", detail, fix };
    }),
    ...(hidden === 0
      ? []
      : [
          {
            name,
            result: "fail" as const,
            detail: `${hidden} that may be a credential, and so ${hidden === 1 ? "is" : "are"} not shown: perhaps a value was stored as a key`,
            fix: "npm run setup-secrets -- --up",
          },
        ]),
  ];
}

function notAString(name: AnyCredentialName, value: unknown): Check {
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return {
    name,
    result: "fail",
    detail: `is a JSON ${kind} instead of a string: ECS would pass a different text`,
    fix: "npm run setup-secrets -- --up",
  };
}

/** Parses the five credentials, and the sixth of a rotation. @throws ScriptError if one is missing or not valid */
export function parseCredentials(text: string): TwilioCredentials {
  const object = jsonObject(text);
  const values = strings(object ?? {});
  if (object === undefined || !isComplete(values)) {
    throw checkFailed(
      "the secret does not hold five valid credentials",
      "npm run test-twilio-secret",
    );
  }
  return values;
}

function strings(
  object: Readonly<Record<string, unknown>>,
): Partial<Record<AnyCredentialName, string>> {
  const found: Partial<Record<AnyCredentialName, string>> = {};
  for (const { name } of ALL_CREDENTIALS) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (typeof value === "string") found[name] = value;
    // A value that is not a string counts as a fault, not as missing.
    else if (value !== undefined) found[name] = "";
  }
  return found;
}

function isComplete(
  values: Partial<Record<AnyCredentialName, string>>,
): values is TwilioCredentials {
  return credentialFaults(values).length === 0;
}
