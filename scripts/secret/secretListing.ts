import { arnParts } from "../aws/arn";
import { paginateListSecrets, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { distance } from "fastest-levenshtein";
import type { AwsSession } from "../aws/session";
import { checkFailed, type ScriptError } from "../terminal/scriptError";

/** The name prefix of this service's secrets. */
const PREFIX = "pipecat/";

/** Most names that are shown. */
const SHOWN = 10;

/** The error for a secret that does not exist. It names the region and account, and the secrets with the most similar names. */
export async function notFound(
  session: AwsSession,
  client: SecretsManagerClient,
  secretId: string,
): Promise<ScriptError> {
  const { region, accountId } = session;
  const where = `in ${region}, account ${accountId}`;
  return checkFailed(
    `there is no secret ${secretId} ${where}; ${await listing(session, client, secretId)}`,
    "check --stack, --region and AWS_PROFILE, or make the secret: npm run up",
  );
}

async function listing(
  session: AwsSession,
  client: SecretsManagerClient,
  secretId: string,
): Promise<string> {
  try {
    const names = await secretNames(client);
    if (names.length === 0) return `there is none under ${PREFIX} either`;
    const nearest = nearestNames(names, secretId);
    const shown = nearest.join(", ");
    return names.length === nearest.length
      ? `under ${PREFIX} there are: ${shown}`
      : `under ${PREFIX} there are ${names.length}, among them ${shown}`;
  } catch (error) {
    return `what is under ${PREFIX} cannot be listed: ${session.failed(error, "secretsmanager:ListSecrets").message}`;
  }
}

/** The ten names that are most similar to the wanted one, in alphabetical order. */
export function nearestNames(names: readonly string[], secretId: string): string[] {
  const wanted = /^secret:(.*)-\w{6}$/.exec(arnParts(secretId).resource)?.[1] ?? secretId;
  return names
    .map((name) => ({ name, wrong: distance(name, wanted) }))
    .sort((one, other) => one.wrong - other.wrong)
    .slice(0, SHOWN)
    .map(({ name }) => name)
    .sort();
}

async function secretNames(client: SecretsManagerClient): Promise<string[]> {
  const names: string[] = [];
  const filters = [{ Key: "name" as const, Values: [PREFIX] }];
  for await (const { SecretList = [] } of paginateListSecrets({ client }, { Filters: filters })) {
    names.push(...SecretList.flatMap(({ Name }) => (Name?.startsWith(PREFIX) ? [Name] : [])));
  }
  return names.sort();
}
