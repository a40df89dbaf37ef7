import { isTreeObject, UNKNOWN, type Tree } from "../../tree/tree";
import type { Container } from "../../tree/containers";
import { referenced, stackOf, type Plan, type PlanResource } from "./plan";
import { securityHub, stackPolicy, type Finding, type PlanRule } from "./planRule";
import { DEVELOPMENT_STACKS, wholeNumber } from "./settings";
import { SERVICE, servicesOf, TASK_TYPES, twilioTasks } from "./twilioTasks";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** No container beside the credentials is privileged. */
export const unprivilegedTasks = stackPolicy({
  name: "twilio-tasks-unprivileged",
  description: "No container of a task with Twilio credentials is privileged.",
  severity: "high",
  ...securityHub("ECS.4", "ECS containers should run as non-privileged"),
  remediationSteps: "Remove `privileged` from the container definition.",
  types: TASK_TYPES,
  check: (plan) =>
    twilioTasks(plan).flatMap(({ definition, containers }) =>
      containers
        .filter(({ definition: { privileged } }) => isOn(privileged))
        .map(({ path }) => ({
          urn: definition.urn,
          message: `${path}.privileged is on: the container could read the host's memory. Remove it.`,
        })),
    ),
});

/** Tasks with Twilio credentials have no public address. */
export const privateTasks = stackPolicy(
  serviceRule({
    name: "twilio-tasks-private",
    description: "Outside development, tasks with Twilio credentials have no public IP address.",
    severity: "high",
    ...securityHub("ECS.2", "ECS services should not have public IP addresses assigned to them"),
    remediationSteps:
      "Set `networkConfiguration.assignPublicIp` to false and give the tasks private subnets, or list the stack under `developmentStacks` in the policy config.",
    fault: ({ props: { networkConfiguration } }) =>
      isTreeObject(networkConfiguration) && isOn(networkConfiguration["assignPublicIp"])
        ? "networkConfiguration.assignPublicIp is on. Run the tasks in private subnets."
        : undefined,
  }),
);

/** Nobody opens a shell beside the credentials. */
export const noExecuteCommand = stackPolicy(
  serviceRule({
    name: "twilio-tasks-without-ecs-exec",
    description:
      "Outside development, nobody can open a shell in a container with Twilio credentials.",
    severity: "medium",
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    remediationSteps:
      "Set `enableExecuteCommand` to false, or list the stack under `developmentStacks` in the policy config.",
    fault: ({ props: { enableExecuteCommand } }) =>
      isOn(enableExecuteCommand)
        ? "enableExecuteCommand is on: whoever may use ECS Exec sees all its credentials. Switch it off."
        : undefined,
  }),
);

const MINIMUM_RETENTION = wholeNumber(
  "minimumRetentionDays",
  "Days for which the log group keeps what the containers write, at least.",
  { fallback: 1, minimum: 1, maximum: 3653 },
);

const logs: PlanRule = {
  name: "twilio-tasks-logged",
  description:
    "Every container of a task with Twilio credentials logs to a group with a retention.",
  severity: "medium",
  ...securityHub("ECS.9", "ECS task definitions should have a logging configuration"),
  remediationSteps:
    "Give each container a `logConfiguration`, and the log group that it names `retentionInDays`.",
  settings: [MINIMUM_RETENTION],
  types: [...TASK_TYPES, LOG_GROUP],
  check: (plan, config) =>
    twilioTasks(plan).flatMap(({ definition, containers }) =>
      containers
        .flatMap((container) =>
          logFaults(plan, definition, container, MINIMUM_RETENTION.in(config)),
        )
        .map((message) => ({ urn: definition.urn, message })),
    ),
};

/** What the tasks log is kept, and not for ever. */
export const loggedTasks = stackPolicy(logs);

/** A rule about each service with Twilio credentials that development stacks are free from. */
function serviceRule({
  fault,
  ...metadata
}: Pick<
  PlanRule,
  "name" | "description" | "severity" | "url" | "framework" | "remediationSteps"
> & { readonly fault: (service: PlanResource) => string | undefined }): PlanRule {
  return {
    ...metadata,
    settings: [DEVELOPMENT_STACKS],
    types: [...TASK_TYPES, SERVICE],
    check: (plan, config): Finding[] =>
      servicesOf(plan, twilioTasks(plan))
        .filter((service) => !DEVELOPMENT_STACKS.in(config).includes(stackOf(service)))
        .flatMap((service) => {
          const message = fault(service);
          return message === undefined ? [] : [{ urn: service.urn, message }];
        }),
  };
}

function logFaults(
  plan: Plan,
  definition: PlanResource,
  { path, definition: { logConfiguration } }: Container,
  minimumDays: number,
): string[] {
  if (logConfiguration === UNKNOWN) return [];
  const cure = "Let the container log to a group with a retention.";
  const at = `${path}.logConfiguration`;
  if (!isTreeObject(logConfiguration)) return [`${at} is absent. ${cure}`];
  const { logDriver, options } = logConfiguration;
  // Other drivers hand the log to a system with rules of its own.
  if (logDriver !== "awslogs") {
    return logDriver === "none" || logDriver === undefined ? [`${at} logs nothing. ${cure}`] : [];
  }
  if (options === UNKNOWN) return [];
  const named = isTreeObject(options) ? options["awslogs-group"] : undefined;
  if (named === undefined || named === "") return [`${at} names no awslogs-group. ${cure}`];
  const from = { resource: definition, property: "containerDefinitions" };
  const groups = referenced(named, from, plan.ofType([LOG_GROUP]));
  if (groups.length === 0 && isTreeObject(options) && isOn(options["awslogs-create-group"])) {
    return [`${at} lets ECS make the group, which then keeps everything for ever. ${cure}`];
  }
  return groups.some(({ props }) => tooShort(props["retentionInDays"], minimumDays))
    ? [
        `${at} names a group without a retention of at least ${minimumDays} days. Set retentionInDays of the log group.`,
      ]
    : [];
}

/** AWS takes 0, or nothing, for ever. */
function tooShort(days: Tree | undefined, minimumDays: number): boolean {
  return days !== UNKNOWN && !(typeof days === "number" && days >= minimumDays);
}

function isOn(value: Tree | undefined): boolean {
  return value === true || value === "true" || value === "ENABLED";
}
