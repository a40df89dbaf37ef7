import { isCredential } from "../infra/credentials/twilioCredentials";
import { main, type Command } from "./terminal/command";

const command: Command = {
  name: "test-ecs-secret-access",
  isCredential,
  summary:
    "Checks what a task of the service can read, with its roles' rights and not with the caller's.",
  options: {
    cluster: { type: "string", value: "NAME", description: "ECS cluster, instead of the stack's" },
    service: { type: "string", value: "NAME", description: "ECS service, instead of the stack's" },
    "task-definition": {
      type: "string",
      value: "ARN",
      description: "task definition, instead of the service's",
    },
    "assume-role": {
      type: "boolean",
      description: "read with the execution role's own credentials",
    },
    run: {
      type: "boolean",
      description:
        "then start one task in the service's subnets, report what happens to it, and stop it",
    },
  },
  examples: [
    "npm run test-ecs-secret-access -- --stack dev",
    "npm run test-ecs-secret-access -- --stack dev --run",
    "npm run test-ecs-secret-access -- --task-definition pipecat-phone:7 --assume-role",
  ],

  // Loaded late: the help needs no client of AWS.
  async run(options, report) {
    const { secretAccess } = await import("./ecs/secretAccess.js");
    return secretAccess(options, report);
  },
};

void main(command);
