import { credentialFaults } from "./containerSecrets";
import type { PlanResource } from "../../../plan/plan";
import { earlyStackPolicy, type EarlyPlanRule, type Finding } from "../planRule";
import { arnsOf, SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";
import { containersOf, TASK_TYPES } from "../../../plan/twilioTasks";

const rule: EarlyPlanRule = {
  name: "twilio-credentials-complete",
  description:
    "A container that takes one Twilio credential takes all five, and during a rotation of the auth token the sixth, each from its own key of one version of the stack's Twilio secret.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
  remediationSteps:
    "In the container's `secrets`, name each of the five credentials once, and TWILIO_AUTH_TOKEN_NEXT while the auth token is being rotated, with `valueFrom` = ARN:KEY::VERSION_ID: the ARN of the stack's Twilio secret, the credential's own name as the key, and one version id for all.",
  types: [...TASK_TYPES, SECRET, SECRET_VERSION],
  earlyTypes: TASK_TYPES,
  check(plan) {
    const secretArns = arnsOf(twilioSecrets(plan));
    return plan.ofType(TASK_TYPES).flatMap((definition) => findings(definition, secretArns));
  },
  checkAlone: (definition) => findings(definition, undefined),
};

/** A container names all five credentials or none. */
export const allFiveCredentials = earlyStackPolicy(rule);

function findings(
  definition: PlanResource,
  secretArns: ReadonlySet<string> | undefined,
): Finding[] {
  return containersOf(definition)
    .flatMap((container) => credentialFaults(container, secretArns))
    .map((message) => ({ urn: definition.urn, message }));
}
