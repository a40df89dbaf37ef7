import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { openAwsSession, requireAccount } from "./lib/awsSession";
import { main, type Command } from "./lib/command";
import { shownUrl } from "./lib/mask";
import { readCredentials } from "./lib/secretContents";
import { Target } from "./lib/target";
import { requireHttps } from "./lib/webhookUrl";

const command: Command = {
  name: "test-webhook",
  summary:
    "Sends the webhook the signed request that Twilio would send, and two that must be refused.",
  options: {
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
    "media-stream-url": {
      type: "string",
      value: "URL",
      description: "wss:// URL to expect, instead of the stack's",
    },
  },
  examples: ["npm run test-webhook -- --stack dev"],

  async run(options, report) {
    const target = await Target.of(options, ["secret-id", "webhook-url"], report);
    const url = requireHttps(target.required("webhook-url"), "the webhook URL");
    const secretId = target.required("secret-id");
    report.progress("Reading the credentials from the secret");
    const session = await openAwsSession(target.region(), report);
    requireAccount(session, secretId);
    const client = new SecretsManagerClient(session.clientConfig);
    const credentials = await readCredentials(session, client, secretId);

    report.fact("webhook", "webhook", shownUrl(url.href));
    report.progress("Calling the webhook");
    const { webhookChecks } = await import("./lib/webhookChecks.js");
    report.add(...(await webhookChecks(url, credentials, target.optional("media-stream-url"))));
    return report.verdict(
      "The webhook answers Twilio, and only Twilio.",
      (failures) => `The webhook fails ${failures === 1 ? "1 check" : `${failures} checks`}.`,
    );
  },
};

void main(command);
