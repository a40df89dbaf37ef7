import { referenced, type Plan, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy, type Finding } from "../planRule";
import { allowedBy, grantsOf, type Grant } from "../../../plan/iam/document";
import { isPublic } from "../../../plan/iam/principals";
import { SECRET_POLICY, secretPolicies } from "../../../plan/iam/secretPolicies";
import { SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";

const KEY = "aws:kms/key:Key";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

/** Finds resource policies of the Twilio secret, or of its KMS key, that let everybody in. */
export const twilioSecretNotPublic = stackPolicy({
  name: "twilio-secret-not-public",
  description: "No policy of the Twilio secret or of its key lets in everybody.",
  severity: "critical",
  ...securityHub("KMS.5", "KMS keys should not be publicly accessible"),
  remediationSteps:
    "In the statement, name the roles that may read as its principals, or add a condition on `aws:PrincipalArn` or `aws:PrincipalAccount`.",
  types: [SECRET, SECRET_POLICY, SECRET_VERSION, KEY, KEY_POLICY],
  check: (plan) => [...publicSecretPolicies(plan), ...publicKeyPolicies(plan)],
});

function publicSecretPolicies(plan: Plan): Finding[] {
  return secretPolicies(plan, twilioSecrets(plan)).flatMap(({ resource, grants }) =>
    publicGrants(resource, grants, "secretsmanager:GetSecretValue"),
  );
}

function publicKeyPolicies(plan: Plan): Finding[] {
  const keys = twilioSecrets(plan).flatMap((resource) =>
    referenced(resource.props["kmsKeyId"], { resource, property: "kmsKeyId" }, plan.ofType([KEY])),
  );
  const separatePolicies = plan
    .ofType([KEY_POLICY])
    .filter(
      (resource) =>
        referenced(resource.props["keyId"], { resource, property: "keyId" }, keys).length > 0,
    );
  return [...new Set(keys), ...separatePolicies].flatMap((resource) =>
    publicGrants(resource, grantsOf("policy", resource.props["policy"]), "kms:Decrypt"),
  );
}

function publicGrants({ urn }: PlanResource, grants: readonly Grant[], action: string): Finding[] {
  return grants
    .filter((grant) => allowedBy(grant, action) !== undefined && isPublic(grant))
    .map(({ path }) => ({
      urn,
      message: `${path} allows ${action} to everybody. Name the allowed roles as principals, or limit the statement to the account.`,
    }));
}
