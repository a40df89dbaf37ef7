import { UNKNOWN } from "../../../tree/tree";
import { stackOf } from "../../../plan/plan";
import { stackPolicy, type PlanRule } from "../planRule";
import { DEVELOPMENT_STACKS, IF_DEVELOPMENT, wholeNumber } from "../../settings";
import { SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";

/** The recovery window that Secrets Manager uses if none is set. */
const DEFAULT_WINDOW_DAYS = 30;

const MINIMUM_WINDOW = wholeNumber(
  "minimumRecoveryWindowDays",
  "The least number of days for which a deleted secret must be restorable, outside development stacks.",
  { fallback: 7, minimum: 7, maximum: 30 },
);

const rule: PlanRule = {
  name: "twilio-secret-recovery-window",
  description: "Outside development, a deleted Twilio secret can be restored for a week or longer.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
  remediationSteps:
    "Set `recoveryWindowInDays` of the secret to 7 or more. In a development stack, set `development` in its config instead.",
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
        message: `recoveryWindowInDays is less than ${minimum}. Raise it, so that a deleted secret can be restored. ${IF_DEVELOPMENT}`,
      }));
  },
};

/** Finds a Twilio secret that can be restored for too short a time after a deletion. */
export const twilioSecretRecoveryWindow = stackPolicy(rule);
