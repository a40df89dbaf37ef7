import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  RestoreSecretCommand,
  type DescribeSecretResponse,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { AwsSession } from "../aws/session";

/**
 * Cancels the scheduled deletion of a secret and of its key. The key comes first, because a restored secret cannot be read
 * without it. Steps that are already done are skipped.
 *
 * @returns what was done, in words
 */
export async function restore(
  session: AwsSession,
  client: SecretsManagerClient,
  { ARN: arn = "", DeletedDate, KmsKeyId }: DescribeSecretResponse,
): Promise<readonly string[]> {
  const done = KmsKeyId === undefined ? [] : await restoreKey(session, KmsKeyId);
  if (DeletedDate === undefined) return done;
  try {
    await client.send(new RestoreSecretCommand({ SecretId: arn }));
    return [...done, "the secret's deletion is cancelled"];
  } catch (error) {
    throw session.failed(error, "secretsmanager:RestoreSecret", arn);
  }
}

async function restoreKey(session: AwsSession, keyId: string): Promise<string[]> {
  const kms = new KMSClient(session.clientConfig);
  const done: string[] = [];
  let action = "kms:DescribeKey";
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
    const KeyId = KeyMetadata?.KeyId ?? keyId;
    const state = KeyMetadata?.KeyState;
    if (state === "PendingDeletion") {
      action = "kms:CancelKeyDeletion";
      await kms.send(new CancelKeyDeletionCommand({ KeyId }));
      done.push("its key's deletion is cancelled");
    }
    // Cancelling a key's deletion leaves the key disabled.
    if (state === "PendingDeletion" || state === "Disabled") {
      action = "kms:EnableKey";
      await kms.send(new EnableKeyCommand({ KeyId }));
      done.push("its key is enabled");
    }
    return done;
  } catch (error) {
    throw session.failed(error, action, keyId);
  }
}
