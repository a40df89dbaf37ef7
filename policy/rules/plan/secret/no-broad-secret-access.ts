import {
  ATTACHMENT_TYPES,
  broadManagedPolicies,
  IDENTITY_POLICY_TYPES,
  identityPolicy,
} from "../../../plan/iam/identityPolicies";
import type { PlanResource } from "../../../plan/plan";
import { earlyStackPolicy, securityHub, type EarlyPlanRule, type Finding } from "../planRule";
import { allowedBy, broadResourceElement, type Grant } from "../../../plan/iam/document";
import { isTwilioConfigured, isTwilioStack, TWILIO_STACK_TYPES } from "../../../plan/twilioStack";

/** The actions that are needed to read a secret, each with the service of its resources. */
const ACTIONS = [
  ["secretsmanager:GetSecretValue", "secretsmanager"],
  ["kms:Decrypt", "kms"],
] as const;

const POLICY_TYPES = [...new Set([...IDENTITY_POLICY_TYPES, ...ATTACHMENT_TYPES])];

const rule: EarlyPlanRule = {
  name: "no-broad-secret-access",
  description:
    "No policy of the stack allows reading secrets or decrypting through a wildcard, NotAction or NotResource.",
  severity: "critical",
  ...securityHub(
    "KMS.1",
    "IAM customer managed policies should not allow decryption actions on all KMS keys",
  ),
  remediationSteps:
    "Allow `secretsmanager:GetSecretValue` only on the ARN of the secret that is read, and `kms:Decrypt` only on the ARN of its key. Detach AWS's own broad policies.",
  types: [...POLICY_TYPES, ...TWILIO_STACK_TYPES],
  earlyTypes: POLICY_TYPES,
  check: (plan) => (isTwilioStack(plan) ? plan.ofType(POLICY_TYPES).flatMap(findings) : []),
  checkAlone: (resource) => (isTwilioConfigured() ? findings(resource) : []),
};

/** Finds policies in a Twilio stack that allow reading more secrets than they name. */
export const broadSecretGrants = earlyStackPolicy(rule);

function findings(resource: PlanResource): Finding[] {
  return [
    ...identityPolicy(resource).grants.flatMap(grantFaults),
    ...broadManagedPolicies(resource).map(
      (name) =>
        `The AWS managed policy ${name} allows reading every secret of the account. Attach a policy that names the secret instead.`,
    ),
  ].map((message) => ({ urn: resource.urn, message }));
}

function grantFaults(grant: Grant): string[] {
  return ACTIONS.flatMap(([action, service]) => {
    const by = allowedBy(grant, action);
    const wildcard = broadResourceElement(grant, service);
    if (by === undefined || wildcard === undefined) return [];
    const how = by === "NotAction" ? " by NotAction" : "";
    const where = wildcard === "NotResource" ? "by NotResource" : "by a wildcard";
    return [
      `${grant.path} allows ${action}${how} on resources that it names ${where}. Name the action, and the one resource that it needs.`,
    ];
  });
}
