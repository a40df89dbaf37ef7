import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ConfigMap } from "@pulumi/pulumi/automation";
import { openAwsSession, requireAccount, type AwsSession } from "../aws/session";
import { openStack, stackConfig, type Stack } from "../stack/stack";
import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { wrongUse } from "../terminal/scriptError";

/** A stack that takes over a secret, with everything that this needs. */
export interface Adoption {
  readonly stack: Stack;
  readonly config: ConfigMap;
  /** A plaintext setting of the stack, or "" if it is not set. */
  readonly setting: (key: string) => string;
  readonly session: AwsSession;
  readonly client: SecretsManagerClient;
  /** The secret's name. */
  readonly name: string;
  /** The secret's name or its ARN, as the user gave it. */
  readonly secretId: string;
  readonly options: Options;
  readonly report: Report;
}

/**
 * Opens the stack and its account at AWS.
 *
 * @throws ScriptError if there is no stack or no login, or if the secret's name is not the one in the stack's config
 */
export async function openAdoption(options: Options, report: Report): Promise<Adoption> {
  report.progress("Reading the stack's config");
  const stack = await openStack(options.text("stack"));
  report.fact("stack", "stack", `${stack.project}/${stack.name}`);
  report.about({ stack: stack.name });
  const config = await stackConfig(stack);
  const setting = (key: string): string => config[`${stack.project}:${key}`]?.value ?? "";
  const name = given(setting("secretName")) ?? "pipecat/twilio-credentials";
  const secretId = options.text("secret-id") ?? name;
  if (secretId !== name && !secretId.startsWith("arn:")) {
    throw wrongUse(
      `the stack's secretName is ${name}, and it can only take over a secret of that name`,
      `npx pulumi config set --plaintext secretName ${secretId} --stack ${stack.name}`,
    );
  }
  const region = options.text("region") ?? given(config["aws:region"]?.value);
  const session = await openAwsSession(region, report);
  requireAccount(session, secretId);
  const client = new SecretsManagerClient(session.clientConfig);
  return { stack, config, setting, session, client, name, secretId, options, report };
}

function given(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
