import {
  DescribeTasksCommand,
  paginateListTasks,
  type ECSClient,
  type Task,
} from "@aws-sdk/client-ecs";
import type { AwsSession } from "./awsSession";
import { shortName } from "./ecs";
import type { Check } from "./report";

/** Why a task did not start, in a person's terms. */
export interface Diagnosis {
  readonly cause: string;
  readonly cure: string;
}

/** What ECS writes into `stoppedReason`, and what it means. The first that matches counts. */
const REASONS: readonly (readonly [pattern: RegExp, cause: string, cure: string])[] = [
  [/did not contain json key (\w+)/, "the secret has no key $1", "npm run setup-secrets -- --up"],
  [
    /invalid ARN format for the AWS Secrets Manager secret/,
    "a container secret's valueFrom has the wrong number of parts",
    "npm run up",
  ],
  [
    /minimum field size of 32/,
    "a container secret names a version id that cannot be one",
    "npm run up",
  ],
  [
    /can't find the specified secret value for (VersionId|staging label)/i,
    "the secret's version that the task definition names is gone",
    "npm run up",
  ],
  [
    /The task can't retrieve the secret|ResourceNotFoundException|can't find the specified secret/,
    "the secret is not in this account and region",
    "npm run test-twilio-secret, then: npm run up",
  ],
  [
    /marked for deletion|scheduled for deletion/,
    "the secret is scheduled for deletion",
    "aws secretsmanager restore-secret --secret-id …",
  ],
  [
    /kms:Decrypt|Access to KMS is not allowed|DecryptionFailure/,
    "the execution role may not decrypt with the secret's key",
    "npm run up; the key's policy and the role must both allow kms:Decrypt",
  ],
  [/is not authorized to perform: (\S+)/, "the execution role lacks $1", "npm run up"],
  [/AccessDenied/, "the execution role is denied what it needs to start the task", "npm run up"],
  [
    /invalid character|cannot unmarshal|invalid JSON/i,
    "the secret is not a JSON object",
    "npm run setup-secrets -- --up",
  ],
  [
    /i\/o timeout|context deadline exceeded|RequestCanceled|check your task network configuration|connection issue/i,
    "the task's subnet has no way to Secrets Manager, ECR or CloudWatch Logs",
    "give the subnet a NAT gateway or the interface endpoints, and let the security group out on port 443",
  ],
  [
    /unable to find execution role credentials|unable to assume the role|sts:AssumeRole/,
    "ECS cannot assume the execution role",
    "npm run up; the role must trust ecs-tasks.amazonaws.com",
  ],
  [
    /ThrottlingException|TooManyRequests|Rate exceeded/,
    "AWS throttled the task's start",
    "nothing: ECS tries again",
  ],
  [
    /CannotPullContainer/,
    "the container's image cannot be pulled",
    "check that the image exists and that the execution role may read the repository",
  ],
  [
    /failed to (initialize logging driver|validate logger)|log group does not exist/,
    "the container's log group cannot be written",
    "npm run up",
  ],
  [
    /ResourceInitializationError/,
    "ECS could not prepare the task",
    "aws ecs describe-tasks shows the whole reason",
  ],
];

/** Turns a stopped task's reason into the cause and the cure; undefined for an everyday stop, such as a deployment's. */
export function diagnose(stoppedReason: string): Diagnosis | undefined {
  for (const [pattern, cause, cure] of REASONS) {
    const match = pattern.exec(stoppedReason);
    if (match !== null) return { cause: cause.replace("$1", match[1] ?? ""), cure };
  }
  return undefined;
}

/** Reads the stopped tasks, which ECS forgets after an hour, and explains those that did not start. */
export async function stoppedTaskChecks(
  session: AwsSession,
  client: ECSClient,
  cluster: string,
  service: string,
  taskDefinition: string,
): Promise<Check[]> {
  const tasks = await stoppedTasks(client, cluster, service).catch((error: unknown) => {
    throw session.failed(error, "ecs:ListTasks", cluster);
  });
  const causes = new Map<string, Check>();
  for (const task of tasks) {
    const diagnosis = diagnose(reasons(task));
    if (diagnosis === undefined) continue;
    const definition = task.taskDefinitionArn ?? "";
    const { cause, cure } = diagnosis;
    const detail = `${shortName(definition)}: ${cause}`;
    // A task of another revision tells of the past.
    const result = definition === taskDefinition ? "fail" : "note";
    causes.set(detail, { name: "stopped tasks", result, detail, cure });
  }
  if (causes.size > 0) return [...causes.values()];
  return [
    {
      name: "stopped tasks",
      result: "ok",
      detail: `${tasks.length} in the last hour, none failed to start`,
    },
  ];
}

async function stoppedTasks(client: ECSClient, cluster: string, service: string): Promise<Task[]> {
  const tasks: Task[] = [];
  const input = { cluster, serviceName: service, desiredStatus: "STOPPED" as const };
  for await (const { taskArns = [] } of paginateListTasks({ client }, input)) {
    if (taskArns.length === 0) continue;
    const page = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    tasks.push(...(page.tasks ?? []));
  }
  return tasks;
}

function reasons({ stoppedReason = "", containers = [] }: Task): string {
  return [stoppedReason, ...containers.map(({ reason = "" }) => reason)].join(" ");
}
