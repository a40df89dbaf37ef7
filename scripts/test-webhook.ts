import { isCredential } from "../infra/credentials/twilioCredentials";
import { WATCH_OPTIONS } from "./ecs/service/watchOptions";
import { WEBHOOK_OPTIONS } from "./secret/webhookOptions";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "test-webhook",
  isCredential,
  summary:
    "Calls the webhook and opens the media stream as Twilio would, and tries requests that must be refused.",
  options: {
    ...WEBHOOK_OPTIONS,
    ...WATCH_OPTIONS,
    "media-stream-url": {
      type: "string",
      value: "URL",
      description: "wss:// URL to expect, instead of the stack's",
    },
  },
  examples: ["npm run test-webhook -- --stack dev", "npm run test-webhook -- --stack dev --watch"],

  // Loaded late: the help needs no client of AWS or Twilio.
  async run(options, report) {
    const { testWebhook } = await import("./twilio/call/testWebhook.js");
    return testWebhook(options, report);
  },
};

void main(command);
