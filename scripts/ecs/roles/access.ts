import { arnParts } from "../../aws/arn";
import type { IAMClient } from "@aws-sdk/client-iam";
import {
  simulateOwnPolicies,
  simulateResourcePolicy,
  type OwnDecision,
  type ResourceDecision,
  type SimulatedRequest,
} from "./policySimulator";

/** Whether a request is allowed, and why. */
export interface Access {
  readonly allowed: boolean;
  readonly reason: string;
}

/**
 * How a resource's policy and the role's own policies combine. For a secret in the role's account, one of the two is enough. For
 * a key, the key's policy must name the role; or it must name the account, and the role's own policies must allow the request.
 */
export type Rule = "own or resource" | "key";

/** Simulates the role's own policies and the resource's policy, and combines the two decisions. */
export async function access(
  client: IAMClient,
  request: SimulatedRequest,
  policy: string | undefined,
  rule: Rule,
): Promise<Access> {
  const own = await simulateOwnPolicies(client, request);
  const resource = await simulateResourcePolicy(client, policy, request);
  const sameAccount = arnParts(request.roleArn).accountId === arnParts(request.resource).accountId;
  return decide(own, resource, rule, sameAccount);
}

/** Combines the decisions of the role's own policies and of the resource's policy. */
export function decide(
  own: OwnDecision,
  resource: ResourceDecision,
  rule: Rule,
  sameAccount: boolean,
): Access {
  const unmet =
    own.missing.length === 0 ? "" : ` (conditions on ${own.missing.join(", ")} are not met)`;
  if (own.decision === "explicitDeny") return no("its own policies deny it");
  if ([resource.direct, resource.account].includes("explicitDeny")) {
    return no(
      rule === "key" ? "the key's policy denies it" : "the secret's resource policy denies it",
    );
  }
  const ownAllows = own.decision === "allowed";
  if (own.overruledBy !== undefined && !ownAllows)
    return no(`${own.overruledBy} does not allow it`);
  const direct = resource.direct === "allowed";
  const account = direct || resource.account === "allowed";
  if (rule === "key" || !sameAccount) {
    if (direct && (sameAccount || ownAllows)) return yes("by the resource's policy");
    if (account && ownAllows) return yes("by its own policies");
    return no(
      account
        ? `its own policies do not allow it${unmet}`
        : "the resource's policy does not let it in",
    );
  }
  if (ownAllows) return yes("by its own policies");
  return direct
    ? yes("by the secret's resource policy")
    : no(`its own policies do not allow it${unmet}`);
}

function yes(reason: string): Access {
  return { allowed: true, reason };
}

function no(reason: string): Access {
  return { allowed: false, reason };
}
