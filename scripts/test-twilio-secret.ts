import { isCredential } from "../infra/credentials/twilioCredentials";
import { WATCH_OPTIONS } from "./ecs/service/watchOptions";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "test-twilio-secret",
  isCredential,
  summary: "Checks that the Twilio secret in Secrets Manager is complete, well-formed and in use.",
  options: {
    "secret-id": {
      type: "string",
      value: "ID",
      description: "name or ARN of the secret, instead of the stack's",
    },
    "key-id": {
      type: "string",
      value: "KEY",
      description: "KMS key that must encrypt it, instead of the stack's",
    },
    ...WATCH_OPTIONS,
    "task-definition": {
      type: "string",
      value: "ARN",
      description: "task definition, where no service runs yet",
    },
  },
  examples: [
    "npm run test-twilio-secret -- --stack dev",
    "npm run test-twilio-secret -- --stack dev --watch",
    "npm run test-twilio-secret -- --secret-id pipecat/twilio-credentials --region eu-north-1",
  ],

  // Loaded late: the help needs no client of AWS.
  async run(options, report) {
    const { testTwilioSecret } = await import("./secret/testTwilioSecret.js");
    return testTwilioSecret(options, report);
  },
};

void main(command);
