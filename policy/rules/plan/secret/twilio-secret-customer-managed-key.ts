import { UNKNOWN } from "../../../tree/tree";
import type { PlanResource } from "../../../plan/plan";
import { stackPolicy } from "../planRule";
import { SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";

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

/** A key that a preview cannot know is one of the stack's own: AWS's has a name that is always known. */
function isCustomerManaged(kmsKeyId: PlanResource["props"][string] | undefined): boolean {
  if (kmsKeyId === UNKNOWN) return true;
  return typeof kmsKeyId === "string" && kmsKeyId !== "" && !/(^|:)alias\/aws\//.test(kmsKeyId);
}
