import { isCredential } from "../infra/credentials/twilioCredentials";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "setup-secrets",
  isCredential,
  summary: "Copies the five Twilio credentials from .env into the stack's config, encrypted.",
  options: {
    "env-file": {
      type: "string",
      value: "FILE",
      description: "file with the credentials (default: .env)",
    },
    "check-live": { type: "boolean", description: "first ask Twilio whether the credentials work" },
    "dry-run": { type: "boolean", description: "say what would change, and change nothing" },
    "policy-pack-config": {
      type: "string",
      value: "FILE",
      description: "with --up: JSON file with levels and settings of the policies",
    },
    up: { type: "boolean", description: "then deploy with the policy pack and check the secret" },
  },
  examples: [
    "npm run setup-secrets -- --stack dev --dry-run",
    "npm run setup-secrets -- --stack dev --check-live --up",
  ],

  // Loaded late: the help needs neither Pulumi nor a client of AWS.
  async run(options, report) {
    const { setupSecrets } = await import("./secret/setupSecrets.js");
    return setupSecrets(options, report);
  },
};

void main(command);
