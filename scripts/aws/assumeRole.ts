import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isAccessDenied } from "./errors";
import type { AwsSession } from "./session";
import { checkFailed } from "../terminal/scriptError";

/**
 * Makes a Secrets Manager client with a role's own credentials.
 *
 * @throws ScriptError if the caller may not assume the role, for example because the role trusts only ECS
 */
export async function secretsClientOf(
  session: AwsSession,
  roleArn: string,
): Promise<SecretsManagerClient> {
  const sts = new STSClient(session.clientConfig);
  try {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "test-ecs-secret-access" }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    return new SecretsManagerClient({
      ...session.clientConfig,
      credentials: {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
      },
    });
  } catch (error) {
    if (!isAccessDenied(error)) throw session.failed(error, "sts:AssumeRole", roleArn);
    throw checkFailed(
      `${roleArn} does not let ${session.callerArn} assume it`,
      "leave out --assume-role, or let the role trust this caller in a sandbox account",
    );
  }
}
