import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { NEXT_AUTH_TOKEN } from "../../../infra/credentials/twilioCredentials";
import { jsonObject, readSecret } from "../../secret/secretContents";
import { stackConfig } from "../../stack/stack";
import { wrongUse } from "../../terminal/scriptError";
import type { RotationConfig } from "../ports";
import type { StackRotation } from "./stackRotation";

/**
 * Refuses a rotation of a stack that somebody else rotates from another checkout: the secret in AWS then holds a next token
 * that works, and this config does not know it.
 *
 * @throws ScriptError with exit code 2
 */
export async function refuseSecondRotation(
  { session, deployment, twilio }: StackRotation,
  { main, next }: RotationConfig,
): Promise<void> {
  const client = new SecretsManagerClient(session.clientConfig);
  const { text } = await readSecret(client, deployment.secretId).catch((error: unknown) => {
    throw session.failed(error, "secretsmanager:GetSecretValue", deployment.secretId);
  });
  const deployed = jsonObject(text)?.[NEXT_AUTH_TOKEN.name];
  if (typeof deployed !== "string" || deployed === next || deployed === main) return;
  if (!(await twilio.tokenWorks(deployed))) return;
  throw wrongUse(
    "the secret in AWS holds a next auth token that this config does not: somebody rotates this stack from another checkout",
    "take their Pulumi.<stack>.yaml, or let them finish",
  );
}

/** The other stacks of the project that use the same Twilio account, and those whose config cannot be read. */
export async function sharedAccount({ stack }: StackRotation): Promise<{
  readonly same: readonly string[];
  readonly unknown: readonly string[];
}> {
  const { project, workspace, name: own } = stack;
  const key = `${project}:twilioAccountSid`;
  const account = (await stackConfig(stack))[key]?.value;
  const [same, unknown]: [string[], string[]] = [[], []];
  for (const { name } of await workspace.listStacks()) {
    if (name.split("/").at(-1) === own.split("/").at(-1)) continue;
    try {
      const { value } = await workspace.getConfig(name, "twilioAccountSid");
      if (value === account) same.push(name);
    } catch {
      // It has none, or its secrets are encrypted for somebody else.
      unknown.push(name);
    }
  }
  return { same, unknown };
}
