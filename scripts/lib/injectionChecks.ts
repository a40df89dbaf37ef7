import { isAccessDenied } from "./awsErrors";
import type { AwsSession } from "./awsSession";
import type { Check } from "./report";
import type { InjectedSecret } from "./taskStart";

/**
 * One line for each container secret that was read as a task would.
 *
 * @param role - the role that read them; undefined when the caller did
 */
export function injectionChecks(
  session: AwsSession,
  injected: readonly InjectedSecret[],
  role: string | undefined,
): Check[] {
  return injected.map((secret) => {
    const { name, versionId, agentError, fault, error } = secret;
    if (role === undefined && isAccessDenied(error)) return callerDenied(session, secret);
    if (agentError !== undefined) {
      return {
        name,
        result: "fail",
        detail: `the agent says: ${agentError}`,
        cure: cureOf(agentError),
      };
    }
    if (fault !== undefined) {
      return { name, result: "fail", detail: fault, cure: "npm run setup-secrets -- --up" };
    }
    return { name, result: "ok", detail: `version ${versionId ?? "?"}` };
  });
}

/** The caller's lack of rights says nothing of the task's, but then nothing is proved either. */
function callerDenied(session: AwsSession, { name, error, valueFrom }: InjectedSecret): Check {
  const failure = session.failed(error, "secretsmanager:GetSecretValue", valueFrom);
  return {
    name,
    result: "fail",
    detail: `not read: ${failure.message}`,
    cure: "let the caller read the secret, or use --assume-role",
  };
}

function cureOf(agentError: string): string {
  if (agentError.includes("json key")) return "npm run setup-secrets -- --up";
  if (agentError.includes("AccessDenied"))
    return "let the execution role read this secret: npm run up";
  if (agentError.includes("not a JSON object")) return "npm run setup-secrets -- --up";
  return "npm run test-twilio-secret, then: npm run up";
}
