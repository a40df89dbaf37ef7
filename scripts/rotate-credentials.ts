import { isCredential } from "../infra/credentials/twilioCredentials";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "rotate-credentials",
  isCredential,
  summary:
    "Replaces the Twilio auth token, the API key or both, without a refused call. A run that was interrupted is finished by the next one.",
  options: {
    token: { type: "boolean", description: "replace the auth token" },
    "api-key": { type: "boolean", description: "replace the API key" },
    status: { type: "boolean", description: "show where a rotation stands, and change nothing" },
    "dry-run": {
      type: "boolean",
      description: "say which step would come first, and change nothing",
    },
    undo: {
      type: "boolean",
      description: "undo the token's rotation; possible only before the promotion",
    },
    "discard-secondary": {
      type: "boolean",
      description: "first delete a secondary auth token that nobody has stored",
    },
    "rest-token": {
      type: "boolean",
      description: "for a service that calls Twilio's API with the auth token: deploys once more",
    },
    "wait-after-promotion": {
      type: "string",
      value: "SECONDS",
      description: "how long Twilio may still sign with the old token (default: 60)",
    },
    "env-file": {
      type: "string",
      value: "FILE",
      description: "file in which the old token and key are replaced too (default: .env)",
    },
    yes: { type: "boolean", description: "answer yes to every question" },
  },
  examples: [
    "npm run rotate-credentials -- --stack dev --status",
    "npm run rotate-credentials -- --stack dev --token --api-key",
  ],

  // Loaded late: the help needs no client of AWS or Twilio.
  async run(options, report) {
    const { rotateCredentials } = await import("./rotation/rotateCredentials.js");
    return rotateCredentials(options, report);
  },
};

void main(command);
