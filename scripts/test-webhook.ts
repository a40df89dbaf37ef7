import { isCredential } from "../infra/credentials/twilioCredentials";
import { main, type Command } from "./terminal/command";
import { outgoingAgent } from "./network/outgoing";
import { shownUrl } from "./secret/mask";
import { credentialsOf, WEBHOOK_OPTIONS } from "./secret/secretCredentials";
import { Target } from "./stack/target";
import { requireHttps } from "./twilio/webhookUrl";

const command: Command = {
  name: "test-webhook",
  isCredential,
  summary:
    "Calls the webhook and opens the media stream as Twilio would, and tries requests that must be refused.",
  options: {
    ...WEBHOOK_OPTIONS,
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
    const credentials = await credentialsOf(target, report);
    report.fact("webhook", "webhook", shownUrl(url.href));
    report.progress("Calling the webhook");
    const { webhookChecks } = await import("./twilio/webhookChecks.js");
    const mediaStreamUrl = target.optional("media-stream-url");
    const agent = await outgoingAgent(process.env);
    report.add(...(await webhookChecks({ url, credentials, mediaStreamUrl, agent })));
    return report.verdict(
      "The webhook and its stream answer Twilio, and only Twilio.",
      (failures) => `The webhook fails ${failures === 1 ? "1 check" : `${failures} checks`}.`,
    );
  },
};

void main(command);
