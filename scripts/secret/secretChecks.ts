import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  SecretsManagerClient,
  type DescribeSecretResponse,
} from "@aws-sdk/client-secrets-manager";
import { NEXT_AUTH_TOKEN } from "../../infra/credentials/twilioCredentials";
import { isAwsError } from "../aws/errors";
import { requireAccount, type AwsSession } from "../aws/session";
import type { Check, Report } from "../terminal/report";
import { keyChecks, readSecret } from "./secretContents";
import { jsonObject } from "../network/json";
import { notFound } from "./secretListing";
import { versionChecks } from "./secretVersions";
import type { ScriptInputs } from "../stack/scriptInputs";

/** Checks the secret: its deletion, its key, its content, and the version that the tasks use. */
export async function checkSecret(
  session: AwsSession,
  secretId: string,
  inputs: ScriptInputs,
  report: Report,
): Promise<void> {
  requireAccount(session, secretId);
  const client = new SecretsManagerClient(session.clientConfig);
  report.progress(`Reading the secret ${secretId}`);
  const described = await describeSecret(session, client, secretId);
  report.fact("secret", "secret", described.ARN ?? secretId);
  report.add(
    deletionCheck(described),
    await keyCheck(session, described, inputs.optional("key-id")),
  );
  if (described.DeletedDate !== undefined) return;

  const { text, versionId } = await readSecret(client, secretId).catch((error: unknown) => {
    throw session.failed(error, "secretsmanager:GetSecretValue", secretId);
  });
  report.add(...contentChecks(text));
  report.add(...(await versionChecks(session, inputs, described.ARN ?? secretId, versionId)));
}

/** Describes a secret. @throws ScriptError with similar names if it does not exist */
export async function describeSecret(
  session: AwsSession,
  client: SecretsManagerClient,
  secretId: string,
): Promise<DescribeSecretResponse> {
  try {
    return await client.send(new DescribeSecretCommand({ SecretId: secretId }));
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException"))
      throw await notFound(session, client, secretId);
    throw session.failed(error, "secretsmanager:DescribeSecret", secretId);
  }
}

function deletionCheck({ DeletedDate, Name = "" }: DescribeSecretResponse): Check {
  const name = "deletion";
  if (DeletedDate === undefined) return { name, result: "ok", detail: "not scheduled" };
  return {
    name,
    result: "fail",
    detail: `scheduled since ${DeletedDate.toISOString().slice(0, 10)}: nothing can read it`,
    fix: `aws secretsmanager restore-secret --secret-id ${Name}`,
  };
}

/** Compares the secret's key with the expected one. It compares the keys' ARNs, because both may be given as alias or id. */
async function keyCheck(
  session: AwsSession,
  { KmsKeyId }: DescribeSecretResponse,
  expected: string | undefined,
): Promise<Check> {
  const name = "encryption";
  const shown = KmsKeyId ?? "the account's aws/secretsmanager key";
  if (expected === undefined)
    return { name, result: "note", detail: `${shown}; no key to compare with` };
  if (KmsKeyId === expected) return { name, result: "ok", detail: shown };
  const client = new KMSClient(session.clientConfig);
  const [actualArn, expectedArn] = await Promise.all([
    keyArn(session, client, KmsKeyId),
    keyArn(session, client, expected),
  ]);
  if (actualArn !== undefined && actualArn === expectedArn)
    return { name, result: "ok", detail: actualArn };
  return { name, result: "fail", detail: `${shown} instead of ${expected}`, fix: "npm run up" };
}

async function keyArn(
  session: AwsSession,
  client: KMSClient,
  keyId: string | undefined,
): Promise<string | undefined> {
  if (keyId === undefined) return undefined;
  try {
    return (await client.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.Arn;
  } catch (error) {
    if (isAwsError(error, "NotFoundException")) return undefined;
    throw session.failed(error, "kms:DescribeKey", keyId);
  }
}

/** Checks that the text is a JSON object with exactly the five keys, each well-formed. */
function contentChecks(text: string): Check[] {
  const object = jsonObject(text);
  if (object !== undefined) return [...keyChecks(object), ...rotationNote(object)];
  const detail = text === "" ? "is binary or empty" : "is not a JSON object";
  return [{ name: "content", result: "fail", detail, fix: "npm run setup-secrets -- --up" }];
}

/** A note if the secret has a next auth token, because a rotation is then about to change its values. */
export function rotationNote(secret: object): Check[] {
  if (!Object.hasOwn(secret, NEXT_AUTH_TOKEN.name)) return [];
  const detail = `a rotation is under way: the secret holds ${NEXT_AUTH_TOKEN.name}`;
  const fix = "npm run rotate-credentials -- --status shows where it stands";
  return [{ name: "rotation", result: "note", detail, fix }];
}
