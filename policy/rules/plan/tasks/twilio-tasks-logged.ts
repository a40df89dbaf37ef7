import type { Container } from "../../../tree/containers";
import { isTreeObject, UNKNOWN, type Tree } from "../../../tree/tree";
import { referenced, type Plan, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy, type PlanRule } from "../planRule";
import { wholeNumber } from "../../settings";
import { isOn } from "../../../plan/isOn";
import { TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

const MINIMUM_RETENTION = wholeNumber(
  "minimumRetentionDays",
  "Days for which the log group keeps what the containers write, at least.",
  { fallback: 1, minimum: 1, maximum: 3653 },
);

const rule: PlanRule = {
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

/** Task logs have a retention period. */
export const loggedTasks = stackPolicy(rule);

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
    return [`${at} lets ECS make the group, which then keeps everything forever. ${cure}`];
  }
  return groups.some(({ props }) => tooShort(props["retentionInDays"], minimumDays))
    ? [
        `${at} names a group without a retention of at least ${minimumDays} days. Set retentionInDays of the log group.`,
      ]
    : [];
}

/** AWS takes 0, or nothing, forever. */
function tooShort(days: Tree | undefined, minimumDays: number): boolean {
  return days !== UNKNOWN && !(typeof days === "number" && days >= minimumDays);
}
