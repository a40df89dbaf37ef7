import type { Container } from "../../../tree/containers/containers";
import { isTreeObject, UNKNOWN, type Tree } from "../../../tree/tree";
import { referenced, type Plan, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy, type PlanRule } from "../planRule";
import { wholeNumber } from "../../settings";
import { isOn } from "../../../plan/isOn";
import { TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

const MINIMUM_RETENTION = wholeNumber(
  "minimumRetentionDays",
  "The least number of days for which the log group must keep the containers' logs.",
  { fallback: 1, minimum: 1, maximum: 3653 },
);

const rule: PlanRule = {
  name: "twilio-tasks-logged",
  description:
    "Every container of a task with Twilio credentials logs to a log group with a retention period.",
  severity: "medium",
  ...securityHub("ECS.9", "ECS task definitions should have a logging configuration"),
  remediationSteps:
    "Give each container a `logConfiguration`, and set `retentionInDays` of the log group that it names.",
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

/** Finds containers without logs, and log groups that keep their logs forever or not long enough. */
export const loggedTasks = stackPolicy(rule);

function logFaults(
  plan: Plan,
  definition: PlanResource,
  { path, definition: { logConfiguration } }: Container,
  minimumDays: number,
): string[] {
  if (logConfiguration === UNKNOWN) return [];
  const fix = "Let the container log to a log group with a retention period.";
  const at = `${path}.logConfiguration`;
  if (!isTreeObject(logConfiguration)) return [`${at} is absent. ${fix}`];
  const { logDriver, options } = logConfiguration;
  // Other drivers send the logs to a system that has its own rules.
  if (logDriver !== "awslogs") {
    return logDriver === "none" || logDriver === undefined ? [`${at} logs nothing. ${fix}`] : [];
  }
  if (options === UNKNOWN) return [];
  const named = isTreeObject(options) ? options["awslogs-group"] : undefined;
  if (named === undefined || named === "") return [`${at} names no awslogs-group. ${fix}`];
  const from = { resource: definition, property: "containerDefinitions" };
  const groups = referenced(named, from, plan.ofType([LOG_GROUP]));
  if (groups.length === 0 && isTreeObject(options) && isOn(options["awslogs-create-group"])) {
    return [`${at} lets ECS create the log group, which then keeps everything forever. ${fix}`];
  }
  return groups.some(({ props }) => isWrongRetention(props["retentionInDays"], minimumDays))
    ? [
        `${at} names a log group without a retention period of at least ${minimumDays} days. Set retentionInDays of the log group.`,
      ]
    : [];
}

/** Whether logs are kept for too short a time, or forever: 0 and an absent value mean forever. */
function isWrongRetention(days: Tree | undefined, minimumDays: number): boolean {
  return days !== UNKNOWN && !(typeof days === "number" && days >= minimumDays);
}
