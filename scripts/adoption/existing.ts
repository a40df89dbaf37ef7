import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { isAwsError } from "../aws/errors";
import type { AwsSession } from "../aws/session";

/** The stack that takes a secret over. */
export interface Adopter {
  readonly project: string;
  readonly stack: string;
}

/** Describes a secret; undefined where there is none of this name. */
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

/** Why a secret is not this stack's to take, each with what helps; an empty list where it is. */
export function refusals(
  secret: DescribeSecretResponse,
  { region, accountId }: Pick<AwsSession, "region" | "accountId">,
  { project, stack }: Adopter,
): string[] {
  const [, , , itsRegion = "", itsAccount = ""] = (secret.ARN ?? "").split(":");
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
      `it is a replica of one in ${secret.PrimaryRegion ?? ""}: take that one over, or promote this one (aws secretsmanager stop-replication-to-replica)`,
    ],
    [
      secret.OwningService !== undefined,
      `${secret.OwningService ?? "a service"} manages it: only that service may change it`,
    ],
    [
      secret.RotationEnabled === true,
      "it rotates by itself, which would be a second writer: aws secretsmanager cancel-rotate-secret",
    ],
    [
      secret.Type !== undefined,
      "it is a managed external secret, whose keys are fixed: make a secret of another name",
    ],
    [
      owner[0] !== project || owner[1] !== stack,
      `its tags say that it belongs to ${owner.join("/")}: give this stack a name of its own (secretName)`,
    ],
  ];
  return found.flatMap(([isSo, why]) => (isSo ? [why] : []));
}
