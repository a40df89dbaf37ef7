import type { ContextEntry } from "@aws-sdk/client-iam";
import { arnParts, dnsSuffixOf } from "../../aws/arn";
import { boolean, text, type SimulatedRequest } from "./policySimulator";

/** A secret that tasks read, with everything that decides whether they may read it. */
export interface ReadSecret {
  readonly arn: string;
  readonly versionId: string | undefined;
  readonly versionStage: string | undefined;
  /** Customer-managed key. Undefined for the account's `aws/secretsmanager` key, which needs no permission. */
  readonly keyArn: string | undefined;
  /** The secret's resource policy. */
  readonly policy: string | undefined;
  /** The key's policy. */
  readonly keyPolicy: string | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** `secretsmanager:GetSecretValue` with the condition keys that a task's request carries. */
export function readRequest(roleArn: string, secret: ReadSecret): SimulatedRequest {
  const { arn, versionId, versionStage, tags } = secret;
  return {
    roleArn,
    action: "secretsmanager:GetSecretValue",
    resource: arn,
    context: [
      ...common(roleArn, arn, false),
      text("secretsmanager:SecretId", arn),
      ...(versionId === undefined ? [] : [text("secretsmanager:VersionId", versionId)]),
      // AWS sets this key only if the request names a stage.
      ...(versionStage === undefined ? [] : [text("secretsmanager:VersionStage", versionStage)]),
      ...tags.flatMap(({ key, value }) => [
        text(`aws:ResourceTag/${key}`, value),
        text(`secretsmanager:ResourceTag/${key}`, value),
      ]),
    ],
  };
}

/** A change of the secret, which no task needs. */
export function changeRequest(
  roleArn: string,
  action: string,
  secret: ReadSecret,
): SimulatedRequest {
  const { resource, context } = readRequest(roleArn, secret);
  return { roleArn, action, resource, context };
}

/** `kms:Decrypt` as Secrets Manager calls it on the role's behalf. */
export function decryptRequest(
  roleArn: string,
  secret: ReadSecret,
  keyArn: string,
): SimulatedRequest {
  const { arn, versionId } = secret;
  const { region, accountId } = arnParts(arn);
  return {
    roleArn,
    action: "kms:Decrypt",
    resource: keyArn,
    context: [
      ...common(roleArn, keyArn, true),
      text("kms:ViaService", `secretsmanager.${region}.${dnsSuffixOf(region)}`),
      text("kms:CallerAccount", accountId),
      text("kms:EncryptionContextKeys", "SecretARN", "SecretVersionId"),
      text("kms:EncryptionContext:SecretARN", arn),
      ...(versionId === undefined
        ? []
        : [text("kms:EncryptionContext:SecretVersionId", versionId)]),
    ],
  };
}

/** ARNs of two secrets that no task should read: one with this service's prefix, and one without. They need not exist. */
export function unrelatedSecrets(arn: string): string[] {
  const { partition, service, region, accountId } = arnParts(arn);
  return ["pipecat/unrelated-AbCdEf", "unrelated-AbCdEf"].map(
    (name) => `arn:${partition}:${service}:${region}:${accountId}:secret:${name}`,
  );
}

function common(roleArn: string, resource: string, viaService: boolean): ContextEntry[] {
  const { region, accountId } = arnParts(resource);
  const { accountId: roleAccount } = arnParts(roleArn);
  return [
    text("aws:PrincipalArn", roleArn),
    text("aws:PrincipalAccount", roleAccount),
    text("aws:PrincipalType", "AssumedRole"),
    text("aws:RequestedRegion", region),
    text("aws:ResourceAccount", accountId),
    boolean("aws:SecureTransport", true),
    boolean("aws:PrincipalIsAWSService", false),
    boolean("aws:ViaAWSService", viaService),
  ];
}
