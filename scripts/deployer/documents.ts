import { checkFailed } from "../terminal/scriptError";
import type { Statement } from "./statements";

/** An IAM policy document. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/**
 * Most characters of a managed policy. AWS does not count white space.
 * Source: "IAM and AWS STS quotas" in the IAM User Guide.
 */
export const MANAGED_POLICY_SIZE = 6144;

/** Managed policies that a role can have by default; AWS raises the quota on request. Same source. */
export const POLICIES_OF_A_ROLE = 10;

/**
 * Puts the statements, in their order, into as few documents as possible. No document is larger than a managed policy may be.
 * @throws ScriptError when one statement alone is larger
 */
export function documents(statements: readonly Statement[]): PolicyDocument[] {
  const made: PolicyDocument[] = [];
  for (const statement of statements) {
    const last = made.at(-1);
    const longer = document([...(last?.Statement ?? []), statement]);
    if (last !== undefined && sizeOf(longer) <= MANAGED_POLICY_SIZE) {
      made[made.length - 1] = longer;
    } else {
      made.push(document([statement]));
    }
  }
  if (made.some((one) => sizeOf(one) > MANAGED_POLICY_SIZE)) {
    throw checkFailed(
      `one statement alone is larger than a managed policy may be (${MANAGED_POLICY_SIZE} characters)`,
      "the stack has too many resources of one kind for a policy that names each",
    );
  }
  return made;
}

/** Characters that AWS counts. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

function document(statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
