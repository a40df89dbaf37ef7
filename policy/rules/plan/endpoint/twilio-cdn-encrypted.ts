import { isTreeObject, UNKNOWN, valueAt, type Tree } from "../../../tree/tree";
import {
  balancersOf,
  LISTENER_RULES,
  LISTENERS,
  listenersOf,
  LOAD_BALANCERS,
  TARGET_GROUPS,
} from "../../../plan/endpoint";
import { entriesOf, type Plan, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy } from "../planRule";
import { SERVICE, TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/** The viewer protocol policies under which CloudFront answers no request over plain HTTP with content. */
const ENCRYPTED = ["https-only", "redirect-to-https"];

/** Finds CloudFront distributions in front of the service that accept plain HTTP or an old TLS version. */
export const encryptedCdn = stackPolicy({
  name: "twilio-cdn-encrypted",
  description: "A CloudFront distribution in front of the service accepts only HTTPS.",
  severity: "high",
  ...securityHub("CloudFront.3", "CloudFront distributions should require encryption in transit"),
  remediationSteps:
    "Set `viewerProtocolPolicy` of every cache behavior to https-only. With your own certificate, also set `minimumProtocolVersion` to TLSv1.2_2021.",
  types: [
    ...LISTENER_RULES,
    ...LISTENERS,
    ...LOAD_BALANCERS,
    ...TARGET_GROUPS,
    ...TASK_TYPES,
    DISTRIBUTION,
    SERVICE,
  ],
  check: (plan) =>
    distributionsOf(plan).flatMap((distribution) =>
      [...behaviorFaults(distribution), ...certificateFaults(distribution)].map((message) => ({
        urn: distribution.urn,
        message,
      })),
    ),
});

/** The distributions that have a load balancer of the service as an origin. */
function distributionsOf(plan: Plan): PlanResource[] {
  const balancers = listenersOf(plan, twilioTasks(plan)).flatMap((listener) =>
    balancersOf(plan, listener),
  );
  return plan.ofType([DISTRIBUTION]).filter(({ props, dependencies }) => {
    const origins = entriesOf(props["origins"]).map(({ entry }) => entry["domainName"]);
    return balancers.some(
      (balancer) =>
        origins.some((name) => typeof name === "string" && name === balancer.props["dnsName"]) ||
        (origins.includes(UNKNOWN) && dependencies?.["origins"]?.includes(balancer.urn) === true),
    );
  });
}

function behaviorFaults({ props }: PlanResource): string[] {
  const behaviors: (readonly [string, Tree | undefined])[] = [
    ["defaultCacheBehavior", props["defaultCacheBehavior"]],
    ...entriesOf(props["orderedCacheBehaviors"]).map(
      ({ index, entry }) => [`orderedCacheBehaviors[${index}]`, entry] as const,
    ),
  ];
  return behaviors.flatMap(([path, behavior]) => {
    const policy = valueAt(behavior, "viewerProtocolPolicy");
    return policy === UNKNOWN || (typeof policy === "string" && ENCRYPTED.includes(policy))
      ? []
      : [`${path}.viewerProtocolPolicy allows plain HTTP. Set it to https-only.`];
  });
}

/** The faults in the TLS version of a viewer certificate. With CloudFront's own certificate the version cannot be chosen. */
function certificateFaults({ props: { viewerCertificate } }: PlanResource): string[] {
  if (!isTreeObject(viewerCertificate)) return [];
  const { cloudfrontDefaultCertificate, minimumProtocolVersion } = viewerCertificate;
  if (cloudfrontDefaultCertificate === true || minimumProtocolVersion === UNKNOWN) return [];
  return typeof minimumProtocolVersion === "string" && /^TLSv1\.[23]_/.test(minimumProtocolVersion)
    ? []
    : [
        "viewerCertificate.minimumProtocolVersion allows versions older than TLS 1.2. Set it to TLSv1.2_2021.",
      ];
}
