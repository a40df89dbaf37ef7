import { MARKED_DELETED } from "../../aws/errors";
import { DENIALS } from "./denialReasons";
import { NETWORK_FAILURES } from "./networkReasons";
import type { Reason } from "./reason";

/** Why a task did not start, in plain words, and a fix. */
export interface Diagnosis {
  readonly cause: string;
  readonly fix: string;
}

/** Known texts of `stoppedReason` and their meaning. The first match counts. */
const REASONS: readonly Reason[] = [
  [
    /unable to find execution role credentials|unable to assume (?:the )?role|sts:AssumeRole/,
    "ECS cannot assume the execution role",
    "npm run up; the role must trust ecs-tasks.amazonaws.com",
  ],
  ...DENIALS,
  [
    /KMSInvalidState|DisabledException|\bkey\b.{0,200}\b(?:is disabled|is pending deletion)/is,
    "the secret's KMS key is disabled or scheduled for deletion",
    "aws kms enable-key, or aws kms cancel-key-deletion and then enable-key",
  ],
  [
    /NotFoundException: Key .*does not exist/i,
    "the secret's KMS key does not exist",
    "npm run up gives the secret the stack's key, and then: npm run setup-secrets -- --up",
  ],
  [
    /unable to retrieve secrets? from ssm/i,
    "a container secret's valueFrom is not a Secrets Manager ARN: ECS took it for an SSM parameter",
    "npm run up",
  ],
  [
    /failed to (initialize logging driver|validate logger)|log group does not exist/,
    "the container's log group cannot be written",
    "npm run up",
  ],
  [/did not contain json key (\w+)/, "the secret has no key $1", "npm run setup-secrets -- --up"],
  [
    /invalid ARN format for the AWS Secrets Manager secret/,
    "a container secret's valueFrom has the wrong number of parts",
    "npm run up",
  ],
  [
    /minimum field size of 32|ValidationException.*versionId/is,
    "a container secret names an invalid version id",
    "npm run up",
  ],
  [
    /can't find the specified secret value for (VersionId|staging label)/i,
    "the version of the secret that the task definition names is gone",
    "npm run up",
  ],
  [
    /The task can't retrieve the secret|ResourceNotFoundException|can't find the specified secret/,
    "the secret is not in this account and region",
    "npm run test-twilio-secret, then: npm run up",
  ],
  [
    MARKED_DELETED,
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
    /invalid character|cannot unmarshal|invalid JSON|end of JSON input/i,
    "the secret is not a JSON object",
    "npm run setup-secrets -- --up",
  ],
  ...NETWORK_FAILURES,
  [
    /ThrottlingException|TooManyRequests|Rate exceeded/,
    "AWS throttled the task's start",
    "nothing: ECS tries again",
  ],
  [
    /CannotPullContainer.*(?:pull rate limit|toomanyrequests)/is,
    "the image's registry limits how often it is pulled from",
    "copy the image to ECR, or wait: ECS tries again",
  ],
  [
    /CannotPullContainer.*matching platform|CannotStartContainer.*exec format error/is,
    "the container's image is built for another processor",
    "build it for the task definition's cpuArchitecture",
  ],
  [
    /CannotPullContainer/,
    "the container's image cannot be pulled",
    "check that the image exists and that the execution role may read the repository",
  ],
  [
    /CannotStartContainer|CannotCreateContainer/,
    "the container cannot be started from its image",
    "check the image's command, user and volumes; aws ecs describe-tasks shows the whole reason",
  ],
  [
    /InsufficientFreeAddresses/,
    "the task's subnet has no free address left",
    "give the service more or larger subnets",
  ],
  [
    /network interface provisioning|Create Network Interface/i,
    "the task's network interface could not be made",
    "nothing at first: ECS tries again; if it lasts, look at the subnets' addresses and the account's quotas",
  ],
  [
    /Capacity is unavailable/i,
    "Fargate has no capacity in this availability zone",
    "nothing: ECS tries again; subnets in more zones help",
  ],
  [
    /ResourceInitializationError/,
    "ECS could not prepare the task",
    "aws ecs describe-tasks shows the whole reason",
  ],
];

/** Finds the cause and the fix for a stopped task's reason. Undefined for a normal stop, such as one by a deployment. */
export function diagnose(stoppedReason: string): Diagnosis | undefined {
  for (const [pattern, cause, fix] of REASONS) {
    const match = pattern.exec(stoppedReason);
    if (match !== null) return { cause: cause.replace("$1", () => match[1] ?? ""), fix };
  }
  return undefined;
}

/**
 * Describes a task that did not start and whose reason {@link diagnose} does not know: the reason's beginning, without what it
 * quotes.
 */
export function startFailure(stoppedReason: string): Diagnosis {
  const [words = ""] = /^[^:"'`\n]{1,100}/.exec(stoppedReason) ?? [];
  return {
    cause: words.trim() === "" ? "it did not start" : `it did not start: ${words.trim()}`,
    fix: "aws ecs describe-tasks shows the whole reason",
  };
}
