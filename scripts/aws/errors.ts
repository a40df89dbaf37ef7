import { checkFailed, ScriptError } from "../terminal/scriptError";
import { loginProblem } from "./login";
import type { Profile } from "./profile";
import { sdkFault, type SdkFault } from "./sdkFault";

/** The call to AWS that failed. */
export interface AwsCall {
  /** The IAM action, for example `secretsmanager:GetSecretValue`. */
  readonly action: string;
  /** ARN or name of the resource. */
  readonly resource?: string;
  /** ARN of the caller. */
  readonly principal?: string;
  /** The endpoint of the call, if a variable or the profile sets one. */
  readonly endpoint?: string;
  /** The AWS profile in use. */
  readonly profile?: Profile;
}

/** Secrets Manager's message about a secret that is scheduled for deletion. */
export const MARKED_DELETED = /(?:marked|scheduled) (?:for deletion|deleted)/i;

/** Whether an SDK error has one of these names. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(sdkFault(error).name);
}

/** Whether AWS denied the call because the caller lacks a right. */
export function isAccessDenied(error: unknown): boolean {
  return isAwsError(error, "AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
}

/** Turns an error of the SDK into one clear line with a command that helps. */
export function awsError(error: unknown, call: AwsCall): ScriptError {
  if (error instanceof ScriptError) return error;
  const fault = sdkFault(error);
  return (
    loginProblem(fault, call.profile) ??
    foreignCertificate(fault) ??
    foreignAnswer(fault, call) ??
    networkProblem(fault, call) ??
    throttled(fault, call) ??
    denied(error, fault, call) ??
    other(fault, call)
  );
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name could not be looked up",
  ETIMEDOUT: "it did not answer in time",
  ENETUNREACH: "the network cannot be reached",
  TimeoutError: "it did not answer in time",
};

function networkProblem({ name, code }: SdkFault, call: AwsCall): ScriptError | undefined {
  const reason = UNREACHABLE[code] ?? UNREACHABLE[name];
  if (reason === undefined) return undefined;
  return checkFailed(
    `cannot reach ${call.endpoint ?? "AWS"} for ${call.action}: ${reason}`,
    call.endpoint === undefined
      ? "check the network, the proxy and AWS_REGION"
      : "check AWS_ENDPOINT_URL, or: unset AWS_ENDPOINT_URL",
  );
}

/** The network inspects TLS with its own certificate authority, which neither Node nor AWS's SDK knows. */
function foreignCertificate({ code }: SdkFault): ScriptError | undefined {
  if (!/^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_|CERT_)/.test(code)) {
    return undefined;
  }
  return checkFailed(
    `what answers in place of AWS has a certificate that is not trusted (${code})`,
    "if the network inspects TLS: export AWS_CA_BUNDLE=FILE, or NODE_EXTRA_CA_CERTS=FILE, with its certificate authority",
  );
}

/** A proxy or a sign-in page answered instead of AWS: the SDK finds no AWS error code in the answer. */
function foreignAnswer({ name, status = 0 }: SdkFault, call: AwsCall): ScriptError | undefined {
  if (status === 407) {
    return checkFailed(
      "the proxy asks for a login (HTTP 407)",
      "give it in the variable: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
    );
  }
  if (status !== 511 && !/^Unknown(?:Error)?$/.test(name)) return undefined;
  return checkFailed(
    `what answers in place of ${call.endpoint ?? "AWS"} is not AWS (HTTP ${status})`,
    NOT_AWS_FIX,
  );
}

/** The advice if something else answers instead of AWS. */
export const NOT_AWS_FIX = "check the network's sign-in page, the proxy and AWS_ENDPOINT_URL";

/**
 * Whether the failure may go away by itself: the network failed, or AWS is overloaded or failed. It says nothing about the
 * resource.
 */
export function isPassing(error: unknown): boolean {
  const fault = sdkFault(error);
  return !fault.fromService || isThrottled(fault) || (fault.status ?? 0) >= 500;
}

function isThrottled({ name, status }: SdkFault): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded/.test(name) || status === 429;
}

function throttled(fault: SdkFault, call: AwsCall): ScriptError | undefined {
  if (!isThrottled(fault)) return undefined;
  return checkFailed(
    `AWS throttles ${call.action}, even after several attempts`,
    "wait a minute and run it again",
  );
}

function denied(error: unknown, { message }: SdkFault, call: AwsCall): ScriptError | undefined {
  if (!isAccessDenied(error)) return undefined;
  if (isKeyDenied(error)) return keyDenied(call);
  const policy = /explicit deny in an? (service|resource) control policy/i.exec(message)?.[1];
  if (policy !== undefined) {
    return checkFailed(
      `access denied: a ${policy} control policy of the organization denies ${call.action}`,
      "ask who manages the organization's policies, or use another account: export AWS_PROFILE=…",
    );
  }
  const said = /User: (\S+) is not authorized to perform: (\S+)/.exec(message);
  const principal = said?.[1] ?? call.principal ?? "the caller";
  const action = said?.[2] ?? call.action;
  const on = call.resource === undefined ? "" : ` on ${call.resource}`;
  return checkFailed(
    `access denied: ${principal} may not ${action}${on}`,
    `allow this principal ${action}, or use another one: export AWS_PROFILE=…`,
  );
}

/** Whether the request was allowed, but the service may not use the KMS key on the caller's behalf. */
export function isKeyDenied(error: unknown): boolean {
  return isAccessDenied(error) && /Access to KMS is not allowed/i.test(sdkFault(error).message);
}

function keyDenied({ principal = "the caller", resource }: AwsCall): ScriptError {
  const of = resource === undefined ? "" : ` of ${resource}`;
  return checkFailed(
    `access denied: ${principal} may not kms:Decrypt with the key${of}`,
    "the key's policy and this principal's own must both allow kms:Decrypt: npm run up, or another principal",
  );
}

/**
 * Shows a service's own message only for HTTP 4xx, where it describes the request. Other messages may contain the body of an
 * answer.
 */
function other({ name, message, status, fromService }: SdkFault, call: AwsCall): ScriptError {
  const asked = call.resource === undefined ? call.action : `${call.action} on ${call.resource}`;
  if (status !== undefined && status >= 500) {
    return checkFailed(`AWS failed at ${asked} (${name}, HTTP ${status})`, "run it again later");
  }
  if (fromService && status !== undefined && status >= 400) {
    const [firstLine = ""] = message.split("\n");
    return checkFailed(`AWS refused ${asked}: ${name}: ${firstLine.slice(0, 300)}`);
  }
  return checkFailed(
    `no usable answer to ${asked} (${name})`,
    "check AWS_ENDPOINT_URL and the proxy",
  );
}
