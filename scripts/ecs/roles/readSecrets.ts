import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { checksOrFailure } from "../../terminal/checksOrFailure";
import type { AwsSession } from "../../aws/session";
import type { ContainerSecret } from "../ecs";
import type { ReadSecret } from "./simulatedRequests";
import type { Check, Report } from "../../terminal/report";
import { parseValueFrom, type SecretSelector } from "../definition/valueFrom";

/** Describes the secrets that a task definition names, once for each version, with their policies and keys. No value is read. */
export async function readSecrets(
  session: AwsSession,
  secrets: readonly ContainerSecret[],
  report: Report,
): Promise<ReadSecret[]> {
  const selectors = new Map<string, SecretSelector>();
  for (const { valueFrom } of secrets) {
    const selector = parseValueFrom(valueFrom);
    if (selector.kind !== "secret") continue;
    const { secretId, versionStage = "", versionId = "" } = selector;
    selectors.set(`${secretId} ${versionStage} ${versionId}`, selector);
  }
  const found: ReadSecret[] = [];
  for (const selector of selectors.values()) {
    const read = async (): Promise<readonly Check[]> => {
      found.push(await readSecret(session, selector));
      return [];
    };
    report.add(...(await checksOrFailure("secret", read)));
  }
  return found;
}

async function readSecret(session: AwsSession, selector: SecretSelector): Promise<ReadSecret> {
  const { secretId, region, versionId, versionStage } = selector;
  const client = new SecretsManagerClient({ ...session.clientConfig, region });
  const input = { SecretId: secretId };
  const failed = (action: string) => (error: unknown) => {
    throw session.failed(error, action, secretId);
  };
  const described = await client
    .send(new DescribeSecretCommand(input))
    .catch(failed("secretsmanager:DescribeSecret"));
  const { ResourcePolicy } = await client
    .send(new GetResourcePolicyCommand(input))
    .catch(failed("secretsmanager:GetResourcePolicy"));
  const key = await customerKey(session, described.KmsKeyId, region);
  return {
    arn: described.ARN ?? secretId,
    versionId,
    versionStage,
    policy: ResourcePolicy,
    keyArn: key?.arn,
    keyPolicy: key?.policy,
    tags: (described.Tags ?? []).map(({ Key = "", Value = "" }) => ({ key: Key, value: Value })),
  };
}

/**
 * The key's ARN and policy. Undefined for a key that AWS manages, which needs no permission when it is used through its service.
 */
async function customerKey(
  session: AwsSession,
  keyId: string | undefined,
  region: string,
): Promise<{ readonly arn: string; readonly policy: string | undefined } | undefined> {
  if (keyId === undefined || keyId.endsWith("alias/aws/secretsmanager")) return undefined;
  const client = new KMSClient({ ...session.clientConfig, region });
  const failed = (action: string) => (error: unknown) => {
    throw session.failed(error, action, keyId);
  };
  const { KeyMetadata } = await client
    .send(new DescribeKeyCommand({ KeyId: keyId }))
    .catch(failed("kms:DescribeKey"));
  if (KeyMetadata?.KeyManager === "AWS") return undefined;
  const arn = KeyMetadata?.Arn ?? keyId;
  const { Policy } = await client
    .send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }))
    .catch(failed("kms:GetKeyPolicy"));
  return { arn, policy: Policy };
}
