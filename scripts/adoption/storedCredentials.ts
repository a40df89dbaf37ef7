import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { readSecret } from "../secret/secretContents";
import { checkFailed } from "../terminal/scriptError";
import type { Adoption } from "./adoption";
import { contentsOf } from "./contents";

/**
 * Reads the credentials from the secret's current version.
 *
 * @throws ScriptError with everything that is wrong with them, or if Twilio does not accept them
 */
export async function credentialsIn({
  session,
  client,
  secretId,
  options,
  report,
}: Adoption): Promise<TwilioCredentials> {
  const { text } = await readSecret(client, secretId).catch((error: unknown) => {
    throw session.failed(error, "secretsmanager:GetSecretValue", secretId);
  });
  const contents = contentsOf(text, options.texts("drop"));
  if ("faults" in contents) {
    report.data("faults", contents.faults);
    const lines = contents.faults.map((fault) => `  ${fault}`);
    throw checkFailed(
      ["the secret's content cannot be taken over:", ...lines].join("\n"),
      "correct the secret, and run it again",
    );
  }
  for (const each of contents.renamed) report.line(`takes      ${each}`);
  if (options.flag("check-live")) {
    // Loaded late: the official client takes more than a second.
    const { liveChecks } = await import("../twilio/number.js");
    report.add(...(await liveChecks(contents.credentials)));
    if (!report.ok)
      throw checkFailed("the credentials were not shown to work; nothing was changed");
  }
  return contents.credentials;
}
