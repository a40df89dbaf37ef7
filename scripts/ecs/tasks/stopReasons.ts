import { MARKED_DELETED } from "../../aws/errors";

/** Why a task did not start, in a person's terms. */
export interface Diagnosis {
  readonly cause: string;
  readonly cure: string;
}

/** A rule of {@link REASONS}. */
type Reason = readonly [pattern: RegExp, cause: string, cure: string];

const ACTION = String.raw`is not authorized to perform: (\S+)`;

/**
 * What a denial names as its reason, where it is not the role's own lack of a right: no deployment of the stack changes most of
 * these. Source: AWS's guide to IAM, "Troubleshoot access denied error messages".
 */
const DENIALS: readonly Reason[] = [
  [
    new RegExp(
      `${ACTION}.*(?:no VPC endpoint policy allows|explicit deny in a VPC endpoint policy)`,
      "is",
    ),
    "the policy of the VPC endpoint does not allow $1",
    "let the endpoint's policy allow it: npm run up, if the endpoint is the stack's",
  ],
  [
    new RegExp(`${ACTION}.*service control policy`, "is"),
    "a service control policy of the organization does not allow $1",
    "ask who manages the organization's policies: no deployment of this stack changes them",
  ],
  [
    new RegExp(`${ACTION}.*resource control policy`, "is"),
    "a resource control policy of the organization does not allow $1",
    "ask who manages the organization's policies: no deployment of this stack changes them",
  ],
  [
    new RegExp(`${ACTION}.*permissions boundary`, "is"),
    "the permissions boundary of the execution role does not allow $1",
    "let the boundary allow it, or give the role another one",
  ],
  [
    new RegExp(`${ACTION}.*explicit deny in a resource-based policy`, "is"),
    "the policy of the secret or of its key denies $1",
    "aws secretsmanager get-resource-policy shows the secret's; npm run up restores the stack's own",
  ],
  [
    new RegExp(`${ACTION}.*explicit deny in an identity-based policy`, "is"),
    "a policy of the execution role denies $1",
    "take the Deny out of the role's policies",
  ],
];

/** What ECS writes into `stoppedReason`, and what it means. The first that matches counts. */
const REASONS: readonly Reason[] = [
  ...DENIALS,
  [
    /KMSInvalidState|DisabledException|\bkey\b.{0,200}\b(?:is disabled|is pending deletion)/is,
    "the secret's KMS key is disabled or scheduled for deletion",
    "aws kms enable-key, or aws kms cancel-key-deletion and then enable-key",
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
    /no such host|server misbehaving/i,
    "the task cannot look up the name of an AWS service",
    "turn on DNS support and DNS hostnames for the VPC, or let its own DNS server answer for amazonaws.com",
  ],
  [
    /connection refused/i,
    "what answers in place of an AWS service refuses the connection",
    "check where the subnet's routes, its endpoints and the VPC's DNS lead",
  ],
  [
    /x509:|certificate signed by unknown authority|tls: /i,
    "what answers in place of an AWS service has a certificate that is not AWS's",
    "let the network's TLS inspection leave amazonaws.com out, or use VPC endpoints",
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
    /CannotStartContainer.*exec format error/s,
    "the container's image is built for another processor",
    "build it for the task definition's cpuArchitecture",
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

/** Turns a stopped task's reason into the cause and the cure; undefined for an everyday stop, such as a deployment's. */
export function diagnose(stoppedReason: string): Diagnosis | undefined {
  for (const [pattern, cause, cure] of REASONS) {
    const match = pattern.exec(stoppedReason);
    if (match !== null) return { cause: cause.replace("$1", () => match[1] ?? ""), cure };
  }
  return undefined;
}

/** The reason of a task that did not start, where {@link diagnose} knows none: how it begins, up to what it quotes. */
export function startFailure(stoppedReason: string): Diagnosis {
  const [words = ""] = /^[^:"'`\n]{1,100}/.exec(stoppedReason) ?? [];
  return {
    cause: words.trim() === "" ? "it did not start" : `it did not start: ${words.trim()}`,
    cure: "aws ecs describe-tasks shows the whole reason",
  };
}
