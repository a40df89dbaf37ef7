import { isCredential } from "../infra/credentials/twilioCredentials";
import { openAwsSession } from "./aws/session";
import { main, type Command } from "./terminal/command";
import { checkSecret } from "./secret/secretChecks";
import { Target } from "./stack/target";

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
    cluster: { type: "string", value: "NAME", description: "ECS cluster, instead of the stack's" },
    service: { type: "string", value: "NAME", description: "ECS service, instead of the stack's" },
    "task-definition": {
      type: "string",
      value: "ARN",
      description: "task definition, where no service runs yet",
    },
  },
  examples: [
    "npm run test-twilio-secret -- --stack dev",
    "npm run test-twilio-secret -- --secret-id pipecat/twilio-credentials --region eu-north-1",
  ],

  async run(options, report) {
    const target = await Target.of(options, ["secret-id"], report);
    const secretId = target.required("secret-id");
    report.progress("Asking AWS who is calling");
    const session = await openAwsSession(target.region(), report);
    await checkSecret(session, secretId, target, report);
    return report.verdict(
      "The secret is sound.",
      (failures) => `The secret has ${problems(failures)}.`,
    );
  },
};

function problems(failures: number): string {
  return failures === 1 ? "1 problem" : `${failures} problems`;
}

void main(command);
