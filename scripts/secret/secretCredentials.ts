import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { isAwsError } from "../aws/errors";
import { openAwsSession, requireAccount } from "../aws/session";
import type { OptionSpecs } from "../terminal/options";
import type { Report } from "../terminal/report";
import { parseCredentials, readSecret } from "./secretContents";
import { notFound } from "./secretListing";
import type { Target } from "../stack/target";

/** Which webhook is meant, and the secret with the credentials: the options of the scripts that need both. */
export const WEBHOOK_OPTIONS = {
  "secret-id": {
    type: "string",
    value: "ID",
    description: "name or ARN of the secret, instead of the stack's",
  },
  "webhook-url": {
    type: "string",
    value: "URL",
    description: "URL that answers calls, instead of the stack's",
  },
} as const satisfies OptionSpecs;

/**
 * The five credentials out of the secret, for the scripts that talk to Twilio or as Twilio.
 *
 * @throws ScriptError when the secret cannot be read or is not sound
 */
export async function credentialsOf(target: Target, report: Report): Promise<TwilioCredentials> {
  const secretId = target.required("secret-id");
  report.progress("Reading the credentials from the secret");
  const session = await openAwsSession(target.region(), report);
  requireAccount(session, secretId);
  const client = new SecretsManagerClient(session.clientConfig);
  try {
    return parseCredentials((await readSecret(client, secretId)).text);
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException"))
      throw await notFound(session, client, secretId);
    throw session.failed(error, "secretsmanager:GetSecretValue", secretId);
  }
}
