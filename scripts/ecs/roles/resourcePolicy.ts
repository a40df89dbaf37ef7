import { arnParts } from "../../aws/arn";

/** Whom a resource policy's statement speaks of, as far as a role is concerned. */
type Scope = "role" | "account";

/** A resource policy's statements that concern a role, written as policies of the role's own. */
export interface StatementsForRole {
  /** Those that name the role itself, or everybody: an Allow of these needs nothing else. */
  readonly direct: string;
  /** Those that name the role's account: an Allow of these needs one in the role's own policies, too. */
  readonly account: string;
}

/**
 * Rewrites a resource policy for IAM's policy simulator, which does not simulate resource policies for roles: the
 * statements whose principal covers the role, without the principal.
 *
 * @param document - the policy's JSON
 * @returns undefined when the document is no policy
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

/** Whether a policy has no statement at all; the simulator refuses such a policy. */
export function isEmptyPolicy(policy: string): boolean {
  return (statementsOf(policy) ?? []).length === 0;
}

type Statement = Readonly<Record<string, unknown>>;

function statementsOf(document: string): Statement[] | undefined {
  try {
    const policy: unknown = JSON.parse(document);
    if (!isObject(policy)) return undefined;
    const statement = policy["Statement"];
    const list: unknown[] = Array.isArray(statement) ? statement : [statement];
    return list.filter(isObject);
  } catch {
    return undefined;
  }
}

function scopeOf(statement: Statement, roleArn: string): Scope | undefined {
  const { Principal, NotPrincipal } = statement;
  if (NotPrincipal !== undefined) {
    return covering(NotPrincipal, roleArn) === undefined ? "role" : undefined;
  }
  return covering(Principal, roleArn);
}

function covering(principal: unknown, roleArn: string): Scope | undefined {
  const names = principal === "*" ? ["*"] : isObject(principal) ? texts(principal["AWS"]) : [];
  const { partition, accountId } = arnParts(roleArn);
  if (names.includes("*") || names.includes(roleArn)) return "role";
  const account = [accountId, `arn:${partition}:iam::${accountId}:root`];
  return names.some((name) => account.includes(name)) ? "account" : undefined;
}

function withoutPrincipal(statement: Statement): Statement {
  const entries = Object.entries(statement);
  return Object.fromEntries(entries.filter(([key]) => !/^(Not)?Principal$/.test(key)));
}

function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "string");
}

function isObject(value: unknown): value is Statement {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
