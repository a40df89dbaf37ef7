import { isCredential } from "../infra/credentials/twilioCredentials";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "adopt-secret",
  isCredential,
  summary:
    "Prepares the stack to take over an existing secret: writes its values into the config, and its ARN into adoptSecret.",
  options: {
    "secret-id": {
      type: "string",
      value: "NAME",
      description: "name of the secret, instead of the config's secretName",
    },
    restore: {
      type: "boolean",
      description: "first cancel the scheduled deletion of the secret and of its key",
    },
    drop: {
      type: "string",
      value: "KEY",
      repeatable: true,
      description: "key of the secret that its next version will not have",
    },
    "lock-out": {
      type: "string",
      value: "ARN",
      repeatable: true,
      description: "reader that loses access; everybody means all that secretReaders does not list",
    },
    "check-live": { type: "boolean", description: "first ask Twilio whether the credentials work" },
    "dry-run": { type: "boolean", description: "say what would be done, and change nothing" },
  },
  examples: [
    "npm run adopt-secret -- --stack dev --dry-run",
    "npm run adopt-secret -- --stack dev --restore",
  ],

  // Loaded late: the help needs no client of AWS.
  async run(options, report) {
    const { adoptSecret } = await import("./adoption/adoptSecret.js");
    return adoptSecret(options, report);
  },
};

void main(command);
