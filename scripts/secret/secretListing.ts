import { paginateListSecrets, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { AwsSession } from "../aws/session";
import { checkFailed, type ScriptError } from "../terminal/scriptError";

/** The prefix of this service's secrets. */
const PREFIX = "pipecat/";

/** The secret is not there: says where it was looked for and which ones are, all pages of them. */
export async function notFound(
  session: AwsSession,
  client: SecretsManagerClient,
  secretId: string,
): Promise<ScriptError> {
  const { region, accountId } = session;
  const where = `in ${region}, account ${accountId}`;
  return checkFailed(
    `there is no secret ${secretId} ${where}; ${await listing(session, client)}`,
    "check --stack, --region and AWS_PROFILE, or make the secret: npm run up",
  );
}

async function listing(session: AwsSession, client: SecretsManagerClient): Promise<string> {
  try {
    const names = await secretNames(client);
    return names.length === 0
      ? `there is none under ${PREFIX} either`
      : `under ${PREFIX} there are: ${names.join(", ")}`;
  } catch (error) {
    return `what is under ${PREFIX} cannot be listed: ${session.failed(error, "secretsmanager:ListSecrets").message}`;
  }
}

async function secretNames(client: SecretsManagerClient): Promise<string[]> {
  const names: string[] = [];
  const filters = [{ Key: "name" as const, Values: [PREFIX] }];
  for await (const { SecretList = [] } of paginateListSecrets({ client }, { Filters: filters })) {
    names.push(...SecretList.flatMap(({ Name }) => (Name?.startsWith(PREFIX) ? [Name] : [])));
  }
  return names.sort();
}
