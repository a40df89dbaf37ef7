import { arnParts } from "../../aws/arn";
import { isRecord } from "../../../offline/engine/wire";
import { jsonObject, listOf } from "../../network/json";

/** How a statement's principal covers a role: by the role itself, or by its account. */
type Scope = "role" | "account";

/** The statements of a resource policy that concern a role, written as policies of the role itself. */
export interface StatementsForRole {
  /** Statements that name the role itself, or everybody: their Allow is enough. */
  readonly direct: string;
  /** Statements that name the role's account: with their Allow, the role's own policies must allow the request too. */
  readonly account: string;
}

/**
 * Rewrites a resource policy for IAM's policy simulator, which does not simulate resource policies for roles. It keeps the
 * statements whose principal covers the role, and removes their principal.
 *
 * @param document - the policy's JSON
 * @returns undefined if the document is not a policy
 */
export function statementsForRole(
  document: string,
  roleArn: string,
): StatementsForRole | undefined {
  const statements = statementsOf(document);
  if (statements === undefined) return undefined;
  const of = (scope: Scope): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.flatMap((statement) =>
        scopeOf(statement, roleArn) === scope ? [withoutPrincipal(statement)] : [],
      ),
    });
  return { direct: of("role"), account: of("account") };
}

/** Whether a policy has no statement. The simulator refuses such a policy. */
export function isEmptyPolicy(policy: string): boolean {
  return (statementsOf(policy) ?? []).length === 0;
}

type Statement = Readonly<Record<string, unknown>>;

function statementsOf(document: string): Statement[] | undefined {
  const policy = jsonObject(document);
  return policy === undefined ? undefined : listOf(policy["Statement"]).filter(isRecord);
}

function scopeOf(statement: Statement, roleArn: string): Scope | undefined {
  const { Principal, NotPrincipal } = statement;
  if (NotPrincipal !== undefined) {
    return covering(NotPrincipal, roleArn) === undefined ? "role" : undefined;
  }
  return covering(Principal, roleArn);
}

function covering(principal: unknown, roleArn: string): Scope | undefined {
  const names = principal === "*" ? ["*"] : isRecord(principal) ? listOf(principal["AWS"]) : [];
  const { partition, accountId } = arnParts(roleArn);
  if (names.includes("*") || names.includes(roleArn)) return "role";
  const account = [accountId, `arn:${partition}:iam::${accountId}:root`];
  return account.some((name) => names.includes(name)) ? "account" : undefined;
}

function withoutPrincipal(statement: Statement): Statement {
  const entries = Object.entries(statement);
  return Object.fromEntries(entries.filter(([key]) => !/^(Not)?Principal$/.test(key)));
}
