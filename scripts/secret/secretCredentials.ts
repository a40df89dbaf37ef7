import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { isAwsError } from "../aws/errors";
import { requireAccount, type AwsSession } from "../aws/session";
import type { Report } from "../terminal/report";
import { parseCredentials, readSecret } from "./secretContents";
import { notFound } from "./secretListing";
import type { ScriptInputs } from "../stack/scriptInputs";

/**
 * Reads the five credentials from the secret, for the scripts that call Twilio or act as Twilio.
 *
 * @throws ScriptError if the secret cannot be read or its credentials are not valid
 */
export async function credentialsOf(
  session: AwsSession,
  inputs: ScriptInputs,
  report: Report,
): Promise<TwilioCredentials> {
  const secretId = inputs.required("secret-id");
  report.progress("Reading the credentials from the secret");
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
