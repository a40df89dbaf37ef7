import { arnParts } from "../../aws/arn";
import type { IAMClient } from "@aws-sdk/client-iam";
import { isAwsError } from "../../aws/errors";
import type { AwsSession } from "../../aws/session";
import {
  changeRequest,
  decryptRequest,
  readRequest,
  unrelatedSecrets,
  type ReadSecret,
} from "./simulatedRequests";
import { access, type Access } from "./access";
import { simulateOwnPolicies, type SimulatedRequest } from "./policySimulator";
import type { Check } from "../../terminal/report";
import { checkFailed } from "../../terminal/scriptError";

/** One of a task's two roles. ECS fetches secrets with the execution role. The service's own code runs with the task role. */
export type RoleKind = "execution role" | "task role";

/** Checks what a role may do with the secrets, and that it may not read other secrets. */
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

/** Makes the checks of {@link roleChecks}. Errors of the SDK are thrown unchanged. */
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
  for (const secret of secrets) checks.push(await changes(client, kind, roleArn, secret));
  const unrelated = [...new Set(secrets.flatMap(({ arn }) => unrelatedSecrets(arn)))];
  for (const arn of unrelated) checks.push(await unwanted(client, kind, roleArn, arn));
  return checks;
}

/** The execution role must be allowed. For the task role it depends on the stack's settings, so a denial is only a note. */
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
        fix: "npm run up restores the role's policy and the resources' policies",
      };
}

/** Actions that would destroy the secret, change its value, or change who may read it. */
const CHANGES = [
  "secretsmanager:PutSecretValue",
  "secretsmanager:DeleteSecret",
  "secretsmanager:PutResourcePolicy",
];

async function changes(
  client: IAMClient,
  kind: RoleKind,
  roleArn: string,
  secret: ReadSecret,
): Promise<Check> {
  const allowed: string[] = [];
  for (const action of CHANGES) {
    const request = changeRequest(roleArn, action, secret);
    if ((await access(client, request, secret.policy, "own or resource")).allowed) {
      allowed.push(action);
    }
  }
  const what = `changes of ${tail(secret.arn)}`;
  return allowed.length === 0
    ? { name: kind, result: "ok", detail: `${what}: denied` }
    : {
        name: kind,
        result: "fail",
        detail: `${what}: ${allowed.join(", ")} allowed, its policies are too wide`,
        fix: "npm run up",
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
        fix: "npm run up",
      }
    : { name: kind, result: "ok", detail: `${what}: denied` };
}

/** The secret's or the key's name in an ARN. */
function tail(arn: string): string {
  return arnParts(arn).resource.replace(/^secret:/, "");
}
