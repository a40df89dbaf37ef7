import { isTreeObject, UNKNOWN, type Tree } from "../../../tree/tree";
import {
  actionsOf,
  balancersOf,
  LISTENER_RULES,
  LISTENERS,
  listenersOf,
  LOAD_BALANCERS,
  rulesOf,
  TARGET_GROUPS,
} from "../../../plan/endpoint";
import { admitsAddressRanges, SECURITY_GROUP_TYPES } from "../../../plan/securityGroups";
import { entriesOf, stackOf, textsOf, type Plan, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy, type PlanRule } from "../planRule";
import { DEVELOPMENT_STACKS, IF_DEVELOPMENT, oneOf } from "../../settings";
import { SERVICE, TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

/** The protocols with which a listener terminates TLS. */
const ENCRYPTED = ["HTTPS", "TLS"];

const MINIMUM_TLS = oneOf(
  "minimumTlsVersion",
  "The oldest version of TLS that a listener may accept.",
  ["1.2", "1.3"],
  "1.2",
);

/** The names of the TLS policies that accept no older version than the key. Source: AWS's table of security policies. */
const TLS_POLICIES = {
  "1.2": /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-/,
  "1.3": /^ELBSecurityPolicy-TLS13-1-3-/,
} as const;

const rule: PlanRule = {
  name: "twilio-listeners-encrypted",
  description: "Calls reach the service only over HTTPS, with TLS 1.2 or newer.",
  severity: "high",
  ...securityHub(
    "ELB.18",
    "Application and Network Load Balancer listeners should use secure protocols to encrypt data in transit",
  ),
  remediationSteps:
    "Use a listener with protocol HTTPS and an `sslPolicy` such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09. Let a plain HTTP listener redirect to HTTPS, or remove it.",
  settings: [MINIMUM_TLS, DEVELOPMENT_STACKS],
  types: [
    ...LISTENER_RULES,
    ...LISTENERS,
    ...LOAD_BALANCERS,
    ...SECURITY_GROUP_TYPES,
    ...TARGET_GROUPS,
    ...TASK_TYPES,
    SERVICE,
  ],
  check(plan, config) {
    const tls = MINIMUM_TLS.in(config);
    const development = DEVELOPMENT_STACKS.in(config);
    return listenersOf(plan, twilioTasks(plan)).flatMap((listener) =>
      listenerFaults(plan, listener, tls, development.includes(stackOf(listener))).map(
        (message) => ({ urn: listener.urn, message }),
      ),
    );
  },
};

/** Finds listeners that carry calls over plain HTTP or with an old TLS version. */
export const encryptedListeners = stackPolicy(rule);

function listenerFaults(
  plan: Plan,
  listener: PlanResource,
  tls: keyof typeof TLS_POLICIES,
  development: boolean,
): string[] {
  const { protocol, sslPolicy } = listener.props;
  if (protocol === UNKNOWN) return [];
  if (typeof protocol === "string" && ENCRYPTED.includes(protocol.toUpperCase())) {
    return tlsFaults(sslPolicy, tls);
  }
  if (redirectsToHttps(plan, listener)) return [];
  const faults = cdnFaults(plan, listener);
  if (faults.length > 0) return faults;
  return development
    ? []
    : [
        `protocol is not HTTPS: requests from the CDN to the load balancer are not encrypted, which is allowed only in a development stack. Give the endpoint a domain and a certificate. ${IF_DEVELOPMENT}`,
      ];
}

function tlsFaults(sslPolicy: Tree | undefined, tls: keyof typeof TLS_POLICIES): string[] {
  if (sslPolicy === UNKNOWN) return [];
  const fix = "Set it to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 or a stricter one.";
  if (typeof sslPolicy !== "string" || sslPolicy === "") {
    return [`sslPolicy is absent, and AWS then uses one that accepts TLS 1.0. ${fix}`];
  }
  return TLS_POLICIES[tls].test(sslPolicy)
    ? []
    : [`sslPolicy is not known to refuse versions older than TLS ${tls}. ${fix}`];
}

/** Whether a listener only redirects to HTTPS. */
function redirectsToHttps(plan: Plan, listener: PlanResource): boolean {
  const actions = [listener, ...rulesOf(plan, listener)].flatMap(actionsOf);
  return (
    actions.length > 0 &&
    actions.every(({ type, action: { redirect } }) => {
      const protocol = isTreeObject(redirect) ? redirect["protocol"] : undefined;
      return type === "redirect" && (protocol === "HTTPS" || protocol === UNKNOWN);
    })
  );
}

/**
 * The reasons why others than the CDN can use a plain HTTP listener. It must refuse by default, forward only requests with the
 * origin header, and no security group of its load balancer may allow address ranges.
 */
function cdnFaults(plan: Plan, listener: PlanResource): string[] {
  const fix =
    "Use HTTPS, redirect to HTTPS, or accept only requests from a CDN that sends an origin header.";
  if (!actionsOf(listener).every(({ type }) => type === "fixed-response")) {
    return [`protocol is not HTTPS, and defaultActions do more than refuse or redirect. ${fix}`];
  }
  const open = rulesOf(plan, listener).filter(
    (each) => actionsOf(each).some(({ type }) => type === "forward") && !requiresHeader(each),
  );
  if (open.length > 0) {
    return [
      `protocol is not HTTPS, and ${open.length} of its rules forward without an origin header. ${fix}`,
    ];
  }
  return balancersOf(plan, listener).some((balancer) => admitsAddressRanges(plan, balancer))
    ? [`protocol is not HTTPS, and a security group allows address ranges. ${fix}`]
    : [];
}

/** Whether a listener rule requires a header with a certain value. The pattern `*` alone matches any value. */
function requiresHeader({ props }: PlanResource): boolean {
  return entriesOf(props["conditions"]).some(({ entry: { httpHeader } }) => {
    if (!isTreeObject(httpHeader)) return httpHeader === UNKNOWN;
    if (httpHeader["values"] === UNKNOWN) return true;
    const values = textsOf(httpHeader["values"]);
    return (
      values.length > 0 && values.every((value) => value === UNKNOWN || !/^[*?]*$/.test(value))
    );
  });
}
