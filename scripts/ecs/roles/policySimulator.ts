import {
  ContextKeyTypeEnum,
  paginateSimulateCustomPolicy,
  paginateSimulatePrincipalPolicy,
  type ContextEntry,
  type EvaluationResult,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { isEmptyPolicy, statementsForRole } from "./resourcePolicy";

/** One request that a role might make. */
export interface SimulatedRequest {
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the request carries. */
  readonly context: readonly ContextEntry[];
}

/** What IAM says to a request. */
export type Decision = "allowed" | "implicitDeny" | "explicitDeny";

/** What a role's own policies say. */
export interface OwnDecision {
  readonly decision: Decision;
  /** Condition keys of the policies that the request does not carry. */
  readonly missing: readonly string[];
  /** What takes an Allow away: a permissions boundary or the organization's policies. */
  readonly overruledBy?: string;
}

/** What a resource policy says to a role. */
export interface ResourceDecision {
  /** By statements that name the role or everybody. */
  readonly direct: Decision;
  /** By statements that name the role's account. */
  readonly account: Decision;
}

/** Asks IAM's policy simulator what the role's own policies, its boundary included, say. */
export async function simulateOwnPolicies(
  client: IAMClient,
  { roleArn, action, resource, context }: SimulatedRequest,
): Promise<OwnDecision> {
  const input = {
    PolicySourceArn: roleArn,
    ActionNames: [action],
    ResourceArns: [resource],
    ContextEntries: [...context],
  };
  const results: EvaluationResult[] = [];
  for await (const page of paginateSimulatePrincipalPolicy({ client }, input)) {
    results.push(...(page.EvaluationResults ?? []));
  }
  const boundary = results.some(
    (r) => r.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
  );
  const organization = results.some(
    (r) => r.OrganizationsDecisionDetail?.AllowedByOrganizations === false,
  );
  return {
    decision: worst(results),
    missing: [...new Set(results.flatMap((result) => result.MissingContextValues ?? []))],
    ...(boundary ? { overruledBy: "its permissions boundary" } : {}),
    ...(organization ? { overruledBy: "the organization's policies" } : {}),
  };
}

/**
 * Asks IAM's policy simulator what a resource policy says to the role. The simulator takes no resource policy for a
 * role, so the statements that concern the role are given as policies of a caller's own.
 *
 * @param document - the resource policy's JSON; undefined when there is none
 */
export async function simulateResourcePolicy(
  client: IAMClient,
  document: string | undefined,
  request: SimulatedRequest,
): Promise<ResourceDecision> {
  const statements =
    document === undefined ? undefined : statementsForRole(document, request.roleArn);
  if (statements === undefined) return { direct: "implicitDeny", account: "implicitDeny" };
  return {
    direct: await simulatePolicy(client, statements.direct, request),
    account: await simulatePolicy(client, statements.account, request),
  };
}

async function simulatePolicy(
  client: IAMClient,
  policy: string,
  { action, resource, context }: SimulatedRequest,
): Promise<Decision> {
  if (isEmptyPolicy(policy)) return "implicitDeny";
  const input = {
    PolicyInputList: [policy],
    ActionNames: [action],
    ResourceArns: [resource],
    ContextEntries: [...context],
  };
  const results: EvaluationResult[] = [];
  for await (const page of paginateSimulateCustomPolicy({ client }, input)) {
    results.push(...(page.EvaluationResults ?? []));
  }
  return worst(results);
}

/** No result at all is no permission. */
function worst(results: readonly EvaluationResult[]): Decision {
  const decisions = results.map(({ EvalDecision }) => EvalDecision);
  if (decisions.includes("explicitDeny")) return "explicitDeny";
  return decisions.length > 0 && decisions.every((decision) => decision === "allowed")
    ? "allowed"
    : "implicitDeny";
}

/** A condition key with one text. */
export function text(name: string, ...values: readonly string[]): ContextEntry {
  const type = values.length === 1 ? ContextKeyTypeEnum.STRING : ContextKeyTypeEnum.STRING_LIST;
  return { ContextKeyName: name, ContextKeyValues: [...values], ContextKeyType: type };
}

/** A condition key that is true or false. */
export function boolean(name: string, value: boolean): ContextEntry {
  return {
    ContextKeyName: name,
    ContextKeyValues: [String(value)],
    ContextKeyType: ContextKeyTypeEnum.BOOLEAN,
  };
}
