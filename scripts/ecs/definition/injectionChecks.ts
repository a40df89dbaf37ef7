import { isAccessDenied, isKeyDenied, isPassing } from "../../aws/errors";
import type { AwsSession } from "../../aws/session";
import type { Check } from "../../terminal/report";
import { ScriptError } from "../../terminal/scriptError";
import { diagnose } from "../tasks/stopReasons";
import type { InjectedSecret } from "./taskStart";

/**
 * Returns one line for each container secret, which was read as a task would read it.
 *
 * @param role - the role that read the secrets; undefined if the caller did
 */
export function injectionChecks(
  session: AwsSession,
  injected: readonly InjectedSecret[],
  role: string | undefined,
): Check[] {
  return injected.map((secret) => {
    const { name, versionId, agentError, fault, fix, error } = secret;
    if (error !== undefined && isPassing(error)) return notRead(session, secret);
    if (role === undefined && isAccessDenied(error)) return callerDenied(session, secret);
    if (agentError !== undefined) {
      const detail = `the agent says: ${agentError}`;
      return { name, result: "fail", detail, fix: diagnose(agentError)?.fix ?? "npm run up" };
    }
    if (fault !== undefined) {
      return { name, result: "fail", detail: fault, fix: fix ?? "npm run setup-secrets -- --up" };
    }
    return { name, result: "ok", detail: `version ${versionId ?? "?"}` };
  });
}

/** A caller without the right to read proves nothing about the task: the check fails, because nothing was verified. */
function callerDenied(session: AwsSession, secret: InjectedSecret): Check {
  const to = isKeyDenied(secret.error) ? "decrypt with the secret's key" : "read the secret";
  return { ...notRead(session, secret), fix: `let the caller ${to}, or use --assume-role` };
}

/** A failed check with the text of {@link AwsSession.failed}. */
function notRead(session: AwsSession, { name, error, valueFrom }: InjectedSecret): Check {
  const failure = session.failed(error, "secretsmanager:GetSecretValue", valueFrom);
  const fix = failure instanceof ScriptError ? failure.fix : undefined;
  const check = { name, result: "fail", detail: `not read: ${failure.message}` } as const;
  return fix === undefined ? check : { ...check, fix };
}
