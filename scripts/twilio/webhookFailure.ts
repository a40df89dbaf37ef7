import { checkFailed, type ScriptError } from "../terminal/scriptError";

/** Twilio gives up on a webhook after this long, in milliseconds. */
export const TWILIO_TIMEOUT_MS = 15_000;

const RUNS = "check that the service runs and that port 443 is open";
const CERTIFICATE = "a publicly trusted certificate for this host name is needed";
const LATE = `none within ${TWILIO_TIMEOUT_MS / 1000} s, where Twilio gives up`;

/** Node's codes for a request that has no answer. */
const FAILURES: Readonly<Record<string, readonly [reason: string, cure: string]>> = {
  // What the request's own time limit ends with.
  ABORT_ERR: [LATE, RUNS],
  ETIMEDOUT: [LATE, RUNS],
  ENOTFOUND: ["the host name is not known", "check the host name and its DNS record"],
  EAI_AGAIN: ["the host name could not be looked up", "check this machine's network and DNS"],
  ECONNREFUSED: ["the connection was refused", RUNS],
  ECONNRESET: ["the connection was reset", "look at the service's log, and run it again"],
  ERR_TLS_CERT_ALTNAME_INVALID: ["its certificate is for another host name", CERTIFICATE],
  CERT_HAS_EXPIRED: ["its certificate has expired", CERTIFICATE],
};

/** Why a webhook gave no answer, and what helps. */
export function webhookFailure(host: string, error: unknown): ScriptError {
  const given: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  const code = typeof given === "string" ? given : "";
  const [reason, cure] = FAILURES[code] ?? otherFailure(code);
  return checkFailed(`${host} gives no answer: ${reason}`, cure);
}

function otherFailure(code: string): readonly [reason: string, cure: string] {
  if (/CERT|SIGNATURE|VERIFY/.test(code)) return [`TLS failed (${code})`, CERTIFICATE];
  if (/SSL|TLS|EPROTO/.test(code)) return [`TLS failed (${code})`, RUNS];
  return [code === "" ? "the connection failed" : code, RUNS];
}
