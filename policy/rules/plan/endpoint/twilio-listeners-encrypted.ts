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

/** Ports and protocols on which a listener ends TLS itself. */
const ENCRYPTED = ["HTTPS", "TLS"];

const MINIMUM_TLS = oneOf(
  "minimumTlsVersion",
  "The oldest version of TLS that a listener may admit.",
  ["1.2", "1.3"],
  "1.2",
);

/** What the TLS policies that admit nothing older are called. Source: AWS's table of security policies. */
const TLS_POLICIES = {
  "1.2": /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-/,
  "1.3": /^ELBSecurityPolicy-TLS13-1-3-/,
} as const;

const rule: PlanRule = {
  name: "twilio-listeners-encrypted",
  description: "Calls reach the service over HTTPS alone, with TLS 1.2 or newer.",
  severity: "high",
  ...securityHub(
    "ELB.18",
    "Application and Network Load Balancer listeners should use secure protocols to encrypt data in transit",
  ),
  remediationSteps:
    "Use a listener with protocol HTTPS and an `sslPolicy` such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09; let a plain one redirect to HTTPS, or remove it.",
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

/** Calls come in encrypted. */
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
        `protocol is not HTTPS: the hop from the CDN is plain, which only a development stack may have. Give the endpoint a domain and a certificate. ${IF_DEVELOPMENT}`,
      ];
}

function tlsFaults(sslPolicy: Tree | undefined, tls: keyof typeof TLS_POLICIES): string[] {
  if (sslPolicy === UNKNOWN) return [];
  const cure = "Set it to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 or a stricter one.";
  if (typeof sslPolicy !== "string" || sslPolicy === "") {
    return [`sslPolicy is absent, and AWS then takes one that admits TLS 1.0. ${cure}`];
  }
  return TLS_POLICIES[tls].test(sslPolicy)
    ? []
    : [`sslPolicy is none that is known to refuse what is older than TLS ${tls}. ${cure}`];
}

/** Whether all that a listener does is to send the caller to HTTPS. */
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
 * What keeps a plain listener from being one that a CDN alone can use: it refuses by default, forwards only what carries
 * the origin header, and no security group of its load balancer lets in whole address ranges.
 */
function cdnFaults(plan: Plan, listener: PlanResource): string[] {
  const cure =
    "Use HTTPS, redirect to it, or admit nothing but a CDN that carries an origin header.";
  if (!actionsOf(listener).every(({ type }) => type === "fixed-response")) {
    return [`protocol is not HTTPS, and defaultActions do more than refuse or redirect. ${cure}`];
  }
  const open = rulesOf(plan, listener).filter(
    (each) => actionsOf(each).some(({ type }) => type === "forward") && !needsHeader(each),
  );
  if (open.length > 0) {
    return [
      `protocol is not HTTPS, and ${open.length} of its rules forward without an origin header. ${cure}`,
    ];
  }
  return balancersOf(plan, listener).some((balancer) => admitsAddressRanges(plan, balancer))
    ? [`protocol is not HTTPS, and a security group lets in address ranges. ${cure}`]
    : [];
}

/** Whether a rule asks for a header with a value of its own: `*` alone would be any value. */
function needsHeader({ props }: PlanResource): boolean {
  return entriesOf(props["conditions"]).some(({ entry: { httpHeader } }) => {
    if (!isTreeObject(httpHeader)) return httpHeader === UNKNOWN;
    if (httpHeader["values"] === UNKNOWN) return true;
    const values = textsOf(httpHeader["values"]);
    return (
      values.length > 0 && values.every((value) => value === UNKNOWN || !/^[*?]*$/.test(value))
    );
  });
}
