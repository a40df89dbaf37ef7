import type { Tree } from "../../../tree/tree";
import { referenced, textsOf, type Plan, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy } from "../planRule";
import { TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const TOPIC = "aws:sns/topic:Topic";

/** The properties in which a resource names the topics that it notifies. */
const NOTIFIES: readonly (readonly [type: string, property: string])[] = [
  [ALARM, "alarmActions"],
  [ALARM, "okActions"],
  [ALARM, "insufficientDataActions"],
  [EVENT_TARGET, "arn"],
];

/** Finds topics for alarms and events that are not encrypted at rest. */
export const encryptedAlarms = stackPolicy({
  name: "twilio-alarms-encrypted",
  description: "The topics that a phone service's alarms notify are encrypted with a KMS key.",
  severity: "medium",
  ...securityHub("SNS.1", "SNS topics should be encrypted at-rest using AWS KMS"),
  remediationSteps:
    "Set `kmsMasterKeyId` of the topic to a KMS key that lets CloudWatch and EventBridge use it.",
  types: [...TASK_TYPES, ALARM, EVENT_TARGET, TOPIC],
  check: (plan) =>
    twilioTasks(plan).length === 0
      ? []
      : notifiedTopics(plan)
          .filter(({ props: { kmsMasterKeyId } }) => isAbsent(kmsMasterKeyId))
          .map(({ urn }) => ({
            urn,
            message: "kmsMasterKeyId is absent. Name a KMS key that encrypts the alarms.",
          })),
});

function notifiedTopics(plan: Plan): PlanResource[] {
  const topics = NOTIFIES.flatMap(([type, property]) =>
    plan
      .ofType([type])
      .flatMap((resource) =>
        textsOf(resource.props[property]).flatMap((arn) =>
          referenced(arn, { resource, property }, plan.ofType([TOPIC])),
        ),
      ),
  );
  return [...new Set(topics)];
}

function isAbsent(value: Tree | undefined): boolean {
  return value === undefined || value === null || value === "";
}
