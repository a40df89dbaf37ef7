import { isTreeObject, UNKNOWN } from "../../tree/tree";
import { textsOf, type MaybeText } from "../plan";
import { callerLimits } from "./conditions";
import type { Grant } from "./document";

/** Who a statement of a resource's own policy lets in. */
export interface Principals {
  /** Everybody, but for what a condition keeps out. */
  readonly anyone: boolean;
  /** ARNs and account ids. */
  readonly arns: readonly MaybeText[];
  /** Whether there are services or federated users among them. */
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

/** Whether a statement lets in everybody, with no condition that keeps strangers out. */
export function isPublic(grant: Grant): boolean {
  return principalsOf(grant).anyone && callerLimits(grant.statement).length === 0;
}

/** Whether a principal stands for everybody: `*`, or an ARN that leaves the account open. */
function isEverybody(principal: MaybeText): boolean {
  if (principal === UNKNOWN) return false;
  return principal === "*" || /^arn:[^:]*:(?:iam|sts)::[^:]*[*?]/.test(principal);
}
