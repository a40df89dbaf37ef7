import { isTreeObject, UNKNOWN } from "../../tree/tree";
import { textsOf, type MaybeText } from "../plan";
import { callerLimits } from "./conditions";
import type { Grant } from "./document";

/** The principals that a statement of a resource policy allows. */
export interface Principals {
  /** Whether everybody is allowed. A condition may still exclude callers. */
  readonly anyone: boolean;
  /** ARNs and account ids of the named principals. */
  readonly arns: readonly MaybeText[];
  /** Whether services or federated users are allowed. */
  readonly others: boolean;
}

/** The principals of a statement. */
export function principalsOf({ statement }: Grant): Principals {
  if (statement["NotPrincipal"] !== undefined) return { anyone: true, arns: [], others: false };
  const principal = statement["Principal"];
  if (!isTreeObject(principal)) {
    return { anyone: textsOf(principal).some(isEverybody), arns: [], others: false };
  }
  const named = Object.values(principal).flatMap(textsOf);
  return {
    anyone: named.some(isEverybody),
    arns: textsOf(principal["AWS"]).filter((arn) => !isEverybody(arn)),
    others: Object.keys(principal).some((kind) => kind !== "AWS"),
  };
}

/** Whether a statement allows everybody, without a condition that excludes callers from other accounts. */
export function isPublic(grant: Grant): boolean {
  return principalsOf(grant).anyone && callerLimits(grant.statement).length === 0;
}

/** Whether a principal means everybody: `*`, or an ARN with a wildcard for the account. */
function isEverybody(principal: MaybeText): boolean {
  if (principal === UNKNOWN) return false;
  return principal === "*" || /^arn:[^:]*:(?:iam|sts)::[^:]*[*?]/.test(principal);
}
