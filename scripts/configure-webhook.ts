import { isCredential } from "../infra/credentials/twilioCredentials";
import { WEBHOOK_OPTIONS } from "./secret/webhookOptions";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "configure-webhook",
  isCredential,
  summary: "Points the Twilio number at the stack's webhook, or back to its earlier settings.",
  options: {
    ...WEBHOOK_OPTIONS,
    "status-callback": {
      type: "string",
      value: "URL",
      description: "URL to which Twilio reports how a call ended",
    },
    "fallback-url": {
      type: "string",
      value: "URL",
      description: "URL that Twilio calls when the webhook fails",
    },
    number: {
      type: "string",
      value: "PN…",
      repeatable: true,
      description: "SID of a number to set, instead of the number in the secret; repeatable",
    },
    "dry-run": { type: "boolean", description: "say what would change, and change nothing" },
    restore: { type: "boolean", description: "undo the last change that this command made" },
  },
  examples: [
    "npm run configure-webhook -- --stack dev --dry-run",
    "npm run configure-webhook -- --stack dev --restore",
  ],

  // Loaded late: the help needs no client of AWS or Twilio.
  async run(options, report) {
    const { configureWebhook } = await import("./twilio/configure/configureWebhook.js");
    return configureWebhook(options, report);
  },
};

void main(command);
