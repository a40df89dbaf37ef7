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

/** IAM's decision on a request. */
export type Decision = "allowed" | "implicitDeny" | "explicitDeny";

/** The decision of a role's own policies. */
export interface OwnDecision {
  readonly decision: Decision;
  /** Condition keys in the policies for which the request has no value. */
  readonly missing: readonly string[];
  /** What overrules an Allow: a permissions boundary or the organization's policies. */
  readonly overruledBy?: string;
}

/** The decision of a resource policy for a role. */
export interface ResourceDecision {
  /** From statements that name the role or everybody. */
  readonly direct: Decision;
  /** From statements that name the role's account. */
  readonly account: Decision;
}

/** Asks IAM's policy simulator for the decision of the role's own policies, including its permissions boundary. */
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
 * Asks IAM's policy simulator for the decision of a resource policy. The simulator accepts no resource policy for a role, so the
 * statements that concern the role are passed as policies of the role itself.
 *
 * @param document - the resource policy's JSON; undefined if there is none
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

/** The strictest decision. No result at all means no permission. */
function worst(results: readonly EvaluationResult[]): Decision {
  const decisions = results.map(({ EvalDecision }) => EvalDecision);
  if (decisions.includes("explicitDeny")) return "explicitDeny";
  return decisions.length > 0 && decisions.every((decision) => decision === "allowed")
    ? "allowed"
    : "implicitDeny";
}

/** A condition key with one text, or with a list of texts. */
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
