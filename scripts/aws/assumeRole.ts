import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isAccessDenied } from "./errors";
import type { AwsSession } from "./session";
import { checkFailed } from "../terminal/scriptError";

/**
 * A Secrets Manager client with a role's own credentials.
 *
 * @throws ScriptError when the role does not let the caller in, as a role that trusts ECS alone does not
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
      `${roleArn} does not let ${session.callerArn} in`,
      "leave out --assume-role, or let the role trust this caller in a sandbox account",
    );
  }
}
