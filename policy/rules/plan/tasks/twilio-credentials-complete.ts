import { credentialFaults } from "./containerSecrets";
import type { PlanResource } from "../../../plan/plan";
import { earlyStackPolicy, type EarlyPlanRule, type Finding } from "../planRule";
import { arnsOf, SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";
import { containersOf, TASK_TYPES } from "../../../plan/twilioTasks";

const rule: EarlyPlanRule = {
  name: "twilio-credentials-complete",
  description:
    "A container that takes one Twilio credential takes all five. Each comes from its own key of one version of the stack's Twilio secret. During a rotation of the auth token there may be a sixth.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
  remediationSteps:
    "In the container's `secrets`, name each of the five credentials once, and TWILIO_AUTH_TOKEN_NEXT during a rotation of the auth token. Each needs `valueFrom` = ARN:KEY::VERSION_ID, with the ARN of the stack's Twilio secret, the credential's own name as the key, and the same version id for all.",
  types: [...TASK_TYPES, SECRET, SECRET_VERSION],
  earlyTypes: TASK_TYPES,
  check(plan) {
    const secretArns = arnsOf(twilioSecrets(plan));
    return plan.ofType(TASK_TYPES).flatMap((definition) => findings(definition, secretArns));
  },
  checkAlone: (definition) => findings(definition, undefined),
};

/** Finds containers that take some of the credentials only, or take them from the wrong place. */
export const allFiveCredentials = earlyStackPolicy(rule);

function findings(
  definition: PlanResource,
  secretArns: ReadonlySet<string> | undefined,
): Finding[] {
  return containersOf(definition)
    .flatMap((container) => credentialFaults(container, secretArns))
    .map((message) => ({ urn: definition.urn, message }));
}
