import { UNKNOWN, valueAt, type Tree } from "../../tree/tree";
import { TRAIL } from "./auditTrails";
import {
  balancersOf,
  LISTENER_RULES,
  LISTENERS,
  listenersOf,
  LOAD_BALANCERS,
  TARGET_GROUPS,
} from "./endpoint";
import { referenced, textsOf, type Plan, type PlanResource } from "./plan";
import { securityHub, stackPolicy, type Finding } from "./planRule";
import { isTwilioStack, TWILIO_STACK_TYPES } from "./twilioStack";
import { SERVICE, TASK_TYPES, twilioTasks } from "./twilioTasks";

const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const TOPIC = "aws:sns/topic:Topic";

/** The four doors to a bucket. */
const BLOCKS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

/** Where a resource names the topics that it notifies. */
const NOTIFIES: readonly (readonly [type: string, property: string])[] = [
  [ALARM, "alarmActions"],
  [ALARM, "okActions"],
  [ALARM, "insufficientDataActions"],
  [EVENT_TARGET, "arn"],
];

/** Who called, and who did what in the account, is nobody's business outside. */
export const privateAccessLogs = stackPolicy({
  name: "twilio-access-logs-private",
  description:
    "The buckets with the load balancer's access logs and the audit trail block public access.",
  severity: "high",
  ...securityHub("S3.8", "S3 general purpose buckets should block public access"),
  remediationSteps:
    "Give the bucket a BucketPublicAccessBlock with all four settings on. Encryption needs none: S3 encrypts every object, load balancers take no other key than S3's, and a trail names its own.",
  types: [
    ...BUCKETS,
    ...LISTENER_RULES,
    ...LISTENERS,
    ...LOAD_BALANCERS,
    ...TARGET_GROUPS,
    ...TWILIO_STACK_TYPES,
    PUBLIC_ACCESS_BLOCK,
    SERVICE,
    TRAIL,
  ],
  check: (plan) => [
    ...openBuckets(plan, accessLogBuckets(plan), "access logs"),
    ...openBuckets(plan, trailBuckets(plan), "an audit trail"),
  ],
});

/** What an alarm says of the service is encrypted at rest. */
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

function openBuckets(plan: Plan, buckets: readonly PlanResource[], content: string): Finding[] {
  return buckets
    .filter((bucket) => !isBlocked(plan, bucket))
    .map(({ urn }) => ({
      urn,
      message: `The bucket takes ${content} and does not block public access. Add a BucketPublicAccessBlock with all four settings on.`,
    }));
}

function trailBuckets(plan: Plan): PlanResource[] {
  const trails = isTwilioStack(plan) ? plan.ofType([TRAIL]) : [];
  const buckets = trails.flatMap((resource) =>
    referenced(
      resource.props["s3BucketName"],
      { resource, property: "s3BucketName" },
      plan.ofType(BUCKETS),
    ),
  );
  return [...new Set(buckets)];
}

function accessLogBuckets(plan: Plan): PlanResource[] {
  const balancers = listenersOf(plan, twilioTasks(plan)).flatMap((listener) =>
    balancersOf(plan, listener),
  );
  const buckets = balancers.flatMap((resource) =>
    referenced(
      valueAt(resource.props, "accessLogs", "bucket"),
      { resource, property: "accessLogs" },
      plan.ofType(BUCKETS),
    ),
  );
  return [...new Set(buckets)];
}

function isBlocked(plan: Plan, bucket: PlanResource): boolean {
  return plan
    .ofType([PUBLIC_ACCESS_BLOCK])
    .filter(
      (resource) =>
        referenced(resource.props["bucket"], { resource, property: "bucket" }, [bucket]).length > 0,
    )
    .some(({ props }) => BLOCKS.every((key) => props[key] === true || props[key] === UNKNOWN));
}

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
