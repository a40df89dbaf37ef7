import type { ContextEntry } from "@aws-sdk/client-iam";
import { arnParts, dnsSuffixOf } from "../../aws/arn";
import { boolean, text, type SimulatedRequest } from "./policySimulator";

/** A secret that tasks read, with all that decides whether they may. */
export interface ReadSecret {
  readonly arn: string;
  readonly versionId: string | undefined;
  readonly versionStage: string | undefined;
  /** Customer-managed key; undefined for the account's `aws/secretsmanager` key, which needs no permission. */
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
      // AWS sets the stage only where the request names one.
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

/** `kms:Decrypt` as Secrets Manager asks for it in the role's name. */
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

/** Secrets that no task should read: one among this service's own names, and one elsewhere. They need not exist. */
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
