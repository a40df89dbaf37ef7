import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { isAwsError } from "../aws/errors";
import type { AwsSession } from "../aws/session";
import { arnParts } from "../aws/arn";

/** The stack that takes a secret over. */
export interface Adopter {
  readonly project: string;
  readonly stack: string;
}

/** Describes a secret. Undefined if there is no secret of this name. */
export async function describeExisting(
  session: AwsSession,
  client: SecretsManagerClient,
  secretId: string,
): Promise<DescribeSecretResponse | undefined> {
  try {
    return await client.send(new DescribeSecretCommand({ SecretId: secretId }));
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw session.failed(error, "secretsmanager:DescribeSecret", secretId);
  }
}

/** The reasons why this stack cannot take over a secret, each with a fix. The list is empty if it can. */
export function refusals(
  secret: DescribeSecretResponse,
  { region, accountId }: Pick<AwsSession, "region" | "accountId">,
  { project, stack }: Adopter,
): string[] {
  const { region: itsRegion, accountId: itsAccount } = arnParts(secret.ARN ?? "");
  const tag = (key: string): string | undefined =>
    secret.Tags?.find(({ Key }) => Key === key)?.Value;
  const owner = [tag("Project") ?? project, tag("Stack") ?? stack];
  const found: (readonly [isSo: boolean, why: string])[] = [
    [
      itsAccount !== accountId || itsRegion !== region,
      `it is in account ${itsAccount}, region ${itsRegion}: log in there, with --region ${itsRegion}`,
    ],
    [
      (secret.PrimaryRegion ?? region) !== region,
      `it is a replica of a secret in ${secret.PrimaryRegion ?? ""}: take over that secret, or promote this replica (aws secretsmanager stop-replication-to-replica)`,
    ],
    [
      secret.OwningService !== undefined,
      `${secret.OwningService ?? "a service"} manages it: only that service may change it`,
    ],
    [
      secret.RotationEnabled === true,
      "Secrets Manager rotates it, and would be a second writer: aws secretsmanager cancel-rotate-secret",
    ],
    [
      secret.Type !== undefined,
      "it is a managed external secret, whose keys are fixed: use a secret with another name",
    ],
    [
      owner[0] !== project || owner[1] !== stack,
      `its tags say that it belongs to ${owner.join("/")}: give this stack's secret another name (secretName)`,
    ],
  ];
  return found.flatMap(([isSo, why]) => (isSo ? [why] : []));
}
