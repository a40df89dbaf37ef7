import { UNKNOWN } from "../../../tree/tree";
import { stackOf } from "../../../plan/plan";
import { stackPolicy, type PlanRule } from "../planRule";
import { DEVELOPMENT_STACKS, wholeNumber } from "../../settings";
import { SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";

/** What Secrets Manager takes when a deletion states no window. */
const DEFAULT_WINDOW_DAYS = 30;

const MINIMUM_WINDOW = wholeNumber(
  "minimumRecoveryWindowDays",
  "Days for which a deleted secret can be restored, at least, outside development stacks.",
  { fallback: 7, minimum: 7, maximum: 30 },
);

const rule: PlanRule = {
  name: "twilio-secret-recovery-window",
  description: "Outside development, a deleted Twilio secret can be restored for a week or longer.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
  remediationSteps:
    "Set `recoveryWindowInDays` of the secret to 7 days or more, or list the stack under `developmentStacks` in the policy config.",
  settings: [MINIMUM_WINDOW, DEVELOPMENT_STACKS],
  types: [SECRET, SECRET_VERSION],
  check(plan, config) {
    const minimum = MINIMUM_WINDOW.in(config);
    const development = DEVELOPMENT_STACKS.in(config);
    return twilioSecrets(plan)
      .filter((secret) => !development.includes(stackOf(secret)))
      .filter(({ props: { recoveryWindowInDays: days = DEFAULT_WINDOW_DAYS } }) =>
        typeof days === "number" ? days < minimum : days !== UNKNOWN,
      )
      .map(({ urn }) => ({
        urn,
        message: `recoveryWindowInDays is less than ${minimum}. Raise it, so that a deleted secret can be restored.`,
      }));
  },
};

/** A deleted Twilio secret can be restored. */
export const twilioSecretRecoveryWindow = stackPolicy(rule);
