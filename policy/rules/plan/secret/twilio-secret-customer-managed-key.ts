import { UNKNOWN } from "../../../tree/tree";
import type { PlanResource } from "../../../plan/plan";
import { stackPolicy } from "../planRule";
import { SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";

/** Finds a Twilio secret that is encrypted with AWS's own key. */
export const twilioSecretKey = stackPolicy({
  name: "twilio-secret-customer-managed-key",
  description: "The Twilio secret is encrypted with a customer-managed KMS key.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  remediationSteps:
    "Create a KMS key with rotation, and set `kmsKeyId` of the secret to its ARN. AWS's own key lets every principal of the account decrypt that may read the secret.",
  types: [SECRET, SECRET_VERSION],
  check: (plan) =>
    twilioSecrets(plan)
      .filter(({ props: { kmsKeyId } }) => !isCustomerManaged(kmsKeyId))
      .map(({ urn }) => ({
        urn,
        message: "kmsKeyId names no customer-managed key. Give the secret a KMS key of the stack.",
      })),
});

/** Whether a key is customer-managed. An unknown key is one that this stack creates: the name of AWS's own key is always known. */
function isCustomerManaged(kmsKeyId: PlanResource["props"][string] | undefined): boolean {
  if (kmsKeyId === UNKNOWN) return true;
  return typeof kmsKeyId === "string" && kmsKeyId !== "" && !/(^|:)alias\/aws\//.test(kmsKeyId);
}
