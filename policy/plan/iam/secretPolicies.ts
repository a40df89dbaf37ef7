import { referenced, type Plan, type PlanResource } from "../plan";
import { grantsOf, type Grant } from "./document";

/** The type of a secret's own policy. */
export const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

/** What a secret's own policy allows. */
export interface SecretPolicy {
  /** The resource that states the policy: the secret itself, or a resource beside it. */
  readonly resource: PlanResource;
  readonly secret: PlanResource;
  readonly grants: readonly Grant[];
}

/** The policies of the given secrets. */
export function secretPolicies(plan: Plan, secrets: readonly PlanResource[]): SecretPolicy[] {
  const beside = plan
    .ofType([SECRET_POLICY])
    .flatMap((resource) =>
      referenced(resource.props["secretArn"], { resource, property: "secretArn" }, secrets).map(
        (secret) => ({ resource, secret }),
      ),
    );
  const own = secrets.map((secret) => ({ resource: secret, secret }));
  return [...own, ...beside].map(({ resource, secret }) => ({
    resource,
    secret,
    grants: grantsOf("policy", resource.props["policy"]),
  }));
}
