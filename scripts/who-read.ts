import { isCredential } from "../infra/credentials/twilioCredentials";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "who-read",
  isCredential,
  summary:
    "Shows who has read the Twilio secret, according to CloudTrail's event history, and who may read it.",
  options: {
    "secret-id": {
      type: "string",
      value: "ID",
      description: "name or ARN of the secret, instead of the stack's",
    },
    "task-definition": {
      type: "string",
      value: "ARN",
      description: "task definition whose roles may read it, instead of the stack's",
    },
    days: {
      type: "string",
      value: "DAYS",
      description: "how far back to look, from 1 to 90 (default: 90)",
    },
  },
  examples: ["npm run who-read -- --stack dev", "npm run who-read -- --stack dev --days 7"],

  // Loaded late: the help needs no client of AWS.
  async run(options, report) {
    const { whoRead } = await import("./access/whoRead.js");
    return whoRead(options, report);
  },
};

void main(command);
