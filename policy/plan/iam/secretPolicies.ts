import { referenced, type Plan, type PlanResource } from "../plan";
import { grantsOf, type Grant } from "./document";

/** The type of a secret's resource policy. */
export const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

/** The resource policy of a secret. */
export interface SecretPolicy {
  /** The resource with the policy document: the secret itself, or a separate resource. */
  readonly resource: PlanResource;
  readonly secret: PlanResource;
  readonly grants: readonly Grant[];
}

/** The resource policies of the given secrets. */
export function secretPolicies(plan: Plan, secrets: readonly PlanResource[]): SecretPolicy[] {
  const separate = plan
    .ofType([SECRET_POLICY])
    .flatMap((resource) =>
      referenced(resource.props["secretArn"], { resource, property: "secretArn" }, secrets).map(
        (secret) => ({ resource, secret }),
      ),
    );
  const own = secrets.map((secret) => ({ resource: secret, secret }));
  return [...own, ...separate].map(({ resource, secret }) => ({
    resource,
    secret,
    grants: grantsOf("policy", resource.props["policy"]),
  }));
}
