import { UNKNOWN } from "../../tree/tree";
import { referenced, stackOf, type Plan, type PlanResource } from "./plan";
import { securityHub, stackPolicy, type Finding, type PlanRule } from "./planRule";
import { allows, grantsOf, type Grant } from "./policyDocument";
import { isPublic } from "./principals";
import { SECRET_POLICY, secretPolicies } from "./secretPolicies";
import { DEVELOPMENT_STACKS, wholeNumber } from "./settings";
import { SECRET, SECRET_VERSION, twilioSecrets } from "./twilioSecrets";

const KEY = "aws:kms/key:Key";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

/** What Secrets Manager takes when a deletion states no window. */
const DEFAULT_WINDOW_DAYS = 30;

const MINIMUM_WINDOW = wholeNumber(
  "minimumRecoveryWindowDays",
  "Days for which a deleted secret can be restored, at least, outside development stacks.",
  { fallback: 7, minimum: 7, maximum: 30 },
);

/** The Twilio secret is encrypted with a key of the customer's. */
export const twilioSecretKey = stackPolicy({
  name: "twilio-secret-customer-managed-key",
  description: "The Twilio secret is encrypted with a customer-managed KMS key.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  remediationSteps:
    "Make a KMS key with rotation and give its ARN to the secret as `kmsKeyId`: AWS's own key admits every principal of the account that may read the secret.",
  types: [SECRET, SECRET_VERSION],
  check: (plan) =>
    twilioSecrets(plan)
      .filter(({ props: { kmsKeyId } }) => !isCustomerManaged(kmsKeyId))
      .map(({ urn }) => ({
        urn,
        message:
          "kmsKeyId names no customer-managed key. Give the secret a KMS key of the stack's own.",
      })),
});

/** Neither the Twilio secret nor its key lets in everybody. */
export const twilioSecretNotPublic = stackPolicy({
  name: "twilio-secret-not-public",
  description: "No policy of the Twilio secret or of its key lets in everybody.",
  severity: "critical",
  ...securityHub("KMS.5", "KMS keys should not be publicly accessible"),
  remediationSteps:
    "Name the roles that may read as the principals of the statement, or limit it by `aws:PrincipalArn` or `aws:PrincipalAccount`.",
  types: [SECRET, SECRET_POLICY, SECRET_VERSION, KEY, KEY_POLICY],
  check: (plan) => [...publicSecretPolicies(plan), ...publicKeyPolicies(plan)],
});

const recoveryWindow: PlanRule = {
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
export const twilioSecretRecoveryWindow = stackPolicy(recoveryWindow);

/** A key that a preview cannot know is one of the stack's own: AWS's has a name that is always known. */
function isCustomerManaged(kmsKeyId: PlanResource["props"][string] | undefined): boolean {
  if (kmsKeyId === UNKNOWN) return true;
  return typeof kmsKeyId === "string" && kmsKeyId !== "" && !/(^|:)alias\/aws\//.test(kmsKeyId);
}

function publicSecretPolicies(plan: Plan): Finding[] {
  return secretPolicies(plan, twilioSecrets(plan)).flatMap(({ resource, grants }) =>
    publicGrants(resource, grants, "secretsmanager:GetSecretValue"),
  );
}

function publicKeyPolicies(plan: Plan): Finding[] {
  const keys = twilioSecrets(plan).flatMap((resource) =>
    referenced(resource.props["kmsKeyId"], { resource, property: "kmsKeyId" }, plan.ofType([KEY])),
  );
  const beside = plan
    .ofType([KEY_POLICY])
    .filter(
      (resource) =>
        referenced(resource.props["keyId"], { resource, property: "keyId" }, keys).length > 0,
    );
  return [...new Set(keys), ...beside].flatMap((resource) =>
    publicGrants(resource, grantsOf("policy", resource.props["policy"]), "kms:Decrypt"),
  );
}

function publicGrants({ urn }: PlanResource, grants: readonly Grant[], action: string): Finding[] {
  return grants
    .filter((grant) => allows(grant, action) !== undefined && isPublic(grant))
    .map(({ path }) => ({
      urn,
      message: `${path} allows ${action} to everybody. Name the roles that may, or limit the statement to the account.`,
    }));
}
