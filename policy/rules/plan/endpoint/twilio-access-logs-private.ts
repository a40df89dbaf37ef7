import { UNKNOWN, valueAt } from "../../../tree/tree";
import {
  balancersOf,
  LISTENER_RULES,
  LISTENERS,
  listenersOf,
  LOAD_BALANCERS,
  TARGET_GROUPS,
} from "../../../plan/endpoint";
import { referenced, type Plan, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy, type Finding } from "../planRule";
import { isTwilioStack, TRAIL, TWILIO_STACK_TYPES } from "../../../plan/twilioStack";
import { SERVICE, twilioTasks } from "../../../plan/twilioTasks";

const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

/** The four settings that block public access to a bucket. */
const BLOCKS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

/** Finds buckets with access logs or CloudTrail records that do not block public access. */
export const privateAccessLogs = stackPolicy({
  name: "twilio-access-logs-private",
  description:
    "The buckets with the load balancer's access logs and the audit trail block public access.",
  severity: "high",
  ...securityHub("S3.8", "S3 general purpose buckets should block public access"),
  remediationSteps:
    "Give the bucket a BucketPublicAccessBlock with all four settings on. The bucket needs no setting for encryption: S3 encrypts every object, a load balancer can only use S3's own key, and a trail names its own key.",
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

function openBuckets(plan: Plan, buckets: readonly PlanResource[], content: string): Finding[] {
  return buckets
    .filter((bucket) => !isBlocked(plan, bucket))
    .map(({ urn }) => ({
      urn,
      message: `The bucket stores ${content} and does not block public access. Add a BucketPublicAccessBlock with all four settings on.`,
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
