import type { IAMClient } from "@aws-sdk/client-iam";
import { isAwsError } from "../../aws/errors";
import type { AwsSession } from "../../aws/session";
import {
  decryptRequest,
  readRequest,
  unrelatedSecrets,
  type ReadSecret,
} from "./simulatedRequests";
import {
  simulateOwnPolicies,
  simulateResourcePolicy,
  type OwnDecision,
  type ResourceDecision,
  type SimulatedRequest,
} from "./policySimulator";
import type { Check } from "../../terminal/report";
import { checkFailed } from "../../terminal/scriptError";

/** Which of a task's two roles. ECS fetches secrets with the execution role; the task role is the service's own. */
export type RoleKind = "execution role" | "task role";

/** Whether a request is allowed, and why. */
export interface Access {
  readonly allowed: boolean;
  readonly reason: string;
}

/** What a role may do with the secrets, and that it may do nothing with others. */
export async function roleChecks(
  session: AwsSession,
  client: IAMClient,
  kind: RoleKind,
  roleArn: string,
  secrets: readonly ReadSecret[],
): Promise<Check[]> {
  try {
    return await simulate(client, kind, roleArn, secrets);
  } catch (error) {
    if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) {
      throw checkFailed(`the role ${roleArn} does not exist`, "npm run up");
    }
    throw session.failed(error, "iam:SimulatePrincipalPolicy", roleArn);
  }
}

/** The checks of {@link roleChecks}; errors of the SDK are passed on as they are. */
export async function simulate(
  client: IAMClient,
  kind: RoleKind,
  roleArn: string,
  secrets: readonly ReadSecret[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const secret of secrets) {
    const read = readRequest(roleArn, secret);
    checks.push(wanted(kind, read, await access(client, read, secret.policy, "own or resource")));
    if (secret.keyArn === undefined) continue;
    const decrypt = decryptRequest(roleArn, secret, secret.keyArn);
    checks.push(wanted(kind, decrypt, await access(client, decrypt, secret.keyPolicy, "key")));
  }
  const unrelated = [...new Set(secrets.flatMap(({ arn }) => unrelatedSecrets(arn)))];
  for (const arn of unrelated) checks.push(await unwanted(client, kind, roleArn, arn));
  return checks;
}

/**
 * How a resource's policy and a role's own add up: a secret in the role's account needs one of them; a key needs its
 * policy to name the role, or to name the account and the role's own policies to allow it.
 */
type Rule = "own or resource" | "key";

async function access(
  client: IAMClient,
  request: SimulatedRequest,
  policy: string | undefined,
  rule: Rule,
): Promise<Access> {
  const own = await simulateOwnPolicies(client, request);
  const resource = await simulateResourcePolicy(client, policy, request);
  const sameAccount = accountOf(request.roleArn) === accountOf(request.resource);
  return decide(own, resource, rule, sameAccount);
}

/** Adds up what the role's own policies and the resource's policy say. */
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

/** The execution role must be allowed; whether the task role is, is a setting of the stack. */
function wanted(
  kind: RoleKind,
  { action, resource }: SimulatedRequest,
  { allowed, reason }: Access,
): Check {
  const name = kind;
  const what = `${action} on ${tail(resource)}`;
  if (allowed) return { name, result: "ok", detail: `${what}: allowed ${reason}` };
  const detail = `${what}: denied, ${reason}`;
  return kind === "task role"
    ? { name, result: "note", detail }
    : {
        name,
        result: "fail",
        detail,
        cure: "npm run up restores the role's policy and the resources' policies",
      };
}

async function unwanted(
  client: IAMClient,
  kind: RoleKind,
  roleArn: string,
  arn: string,
): Promise<Check> {
  const secret = {
    arn,
    versionId: undefined,
    versionStage: undefined,
    keyArn: undefined,
    policy: undefined,
    keyPolicy: undefined,
    tags: [],
  };
  const { decision } = await simulateOwnPolicies(client, readRequest(roleArn, secret));
  const what = `another secret (${tail(arn)})`;
  return decision === "allowed"
    ? {
        name: kind,
        result: "fail",
        detail: `${what}: allowed, its policies are too wide`,
        cure: "npm run up",
      }
    : { name: kind, result: "ok", detail: `${what}: denied` };
}

/** An ARN's last part: the secret's or the key's name. */
function tail(arn: string): string {
  return arn
    .split(":")
    .slice(5)
    .join(":")
    .replace(/^secret:/, "");
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}
