import { ECSClient } from "@aws-sdk/client-ecs";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  SecretsManagerClient,
  type DescribeSecretResponse,
} from "@aws-sdk/client-secrets-manager";
import { NEXT_AUTH_TOKEN } from "../../infra/credentials/twilioCredentials";
import { isAwsError } from "../aws/errors";
import { requireAccount, type AwsSession } from "../aws/session";
import {
  containerSecrets,
  describeService,
  describeTaskDefinition,
  shortName,
  taskDefinitionsOf,
} from "../ecs/ecs";
import type { Check, Report } from "../terminal/report";
import { jsonObject, keyChecks, readSecret } from "./secretContents";
import { notFound } from "./secretListing";
import type { ScriptInputs } from "../stack/scriptInputs";
import { parseValueFrom } from "../ecs/definition/valueFrom";

/** Adds to the report all that can be said of the secret itself. */
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

/** Describes a secret. @throws ScriptError that names similar secrets where there is none */
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
    cure: `aws secretsmanager restore-secret --secret-id ${Name}`,
  };
}

/** Compares the key that encrypts the secret with the expected one, by the key's own ARN: both may be aliases or ids. */
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
  return { name, result: "fail", detail: `${shown} instead of ${expected}`, cure: "npm run up" };
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

/** Whether the text is a JSON object with exactly the five keys, each well-formed. */
export function contentChecks(text: string): Check[] {
  const object = jsonObject(text);
  if (object !== undefined) return [...keyChecks(object), ...rotationNote(object)];
  const detail = text === "" ? "is binary or empty" : "is not a JSON object";
  return [{ name: "content", result: "fail", detail, cure: "npm run setup-secrets -- --up" }];
}

/** A line where a secret holds a next auth token: its values are about to change. */
export function rotationNote(secret: object): Check[] {
  if (!Object.hasOwn(secret, NEXT_AUTH_TOKEN.name)) return [];
  const detail = `a rotation is under way: the secret holds ${NEXT_AUTH_TOKEN.name}`;
  const cure = "npm run rotate-credentials -- --status shows where it stands";
  return [{ name: "rotation", result: "note", detail, cure }];
}

/** Whether the tasks run with the version that is current. */
async function versionChecks(
  session: AwsSession,
  inputs: ScriptInputs,
  secretArn: string,
  current: string,
): Promise<Check[]> {
  const name = "version";
  const client = new ECSClient(session.clientConfig);
  const [cluster, service] = [inputs.optional("cluster"), inputs.optional("service")];
  const given = inputs.optional("task-definition");
  const definitions =
    cluster !== undefined && service !== undefined
      ? taskDefinitionsOf(await describeService(session, client, cluster, service))
      : given === undefined
        ? []
        : [given];
  if (definitions.length === 0) {
    return [{ name, result: "note", detail: "not compared: no --service or --task-definition" }];
  }
  const checks: Check[] = [];
  for (const definition of definitions) {
    const { containerDefinitions } = await describeTaskDefinition(session, client, definition);
    const secrets = containerSecrets({ containerDefinitions });
    const label = shortName(definition);
    checks.push(
      versionCheck(
        label,
        secrets.map(({ valueFrom }) => valueFrom),
        secretArn,
        current,
      ),
    );
  }
  return checks;
}

/** Compares the versions that a task definition names with the current one. */
export function versionCheck(
  taskDefinition: string,
  valueFroms: readonly string[],
  secretArn: string,
  current: string,
): Check {
  const name = "version";
  const cure = "npm run up";
  const own = valueFroms
    .map(parseValueFrom)
    .filter((each) => each.kind === "secret")
    .filter(({ secretId }) => secretId === secretArn);
  const pinned = [...new Set(own.map(({ versionId }) => versionId))];
  if (own.length === 0) {
    return {
      name,
      result: "fail",
      detail: `${taskDefinition} takes nothing from this secret`,
      cure,
    };
  }
  if (pinned.every((id) => id === current)) {
    return { name, result: "ok", detail: `${current}, the one that ${taskDefinition} names` };
  }
  if (pinned.every((id) => id === undefined)) {
    return {
      name,
      result: "note",
      detail: `${taskDefinition} names none: a task takes the current one`,
    };
  }
  return {
    name,
    result: "fail",
    detail: `${taskDefinition} names ${pinned.map((id) => id ?? "none").join(" and ")}, current is ${current}`,
    cure,
  };
}
