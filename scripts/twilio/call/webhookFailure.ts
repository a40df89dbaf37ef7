import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { checkFailed, type ScriptError } from "../../terminal/scriptError";

/** How long Twilio waits for a webhook, in milliseconds. */
export const TWILIO_TIMEOUT_MS = 15_000;

const RUNS = "check that the service runs and that port 443 is open";
const CERTIFICATE = "a publicly trusted certificate for this host name is needed";
const LATE = `none within ${TWILIO_TIMEOUT_MS / 1000} s, where Twilio gives up`;

/** Node's error codes for a request without an answer. */
const FAILURES: Readonly<Record<string, readonly [reason: string, fix: string]>> = {
  // The code after the request's own time limit.
  ABORT_ERR: [LATE, RUNS],
  ETIMEDOUT: [LATE, RUNS],
  ENOTFOUND: ["the host name is not known", "check the host name and its DNS record"],
  EAI_AGAIN: ["the host name could not be looked up", "check this machine's network and DNS"],
  ECONNREFUSED: ["the connection was refused", RUNS],
  EPROXY: ["the proxy does not let the connection through", "check HTTPS_PROXY and NO_PROXY"],
  ECONNRESET: ["the connection was reset", "look at the service's log, and run it again"],
  ERR_TLS_CERT_ALTNAME_INVALID: ["its certificate is for another host name", CERTIFICATE],
  CERT_HAS_EXPIRED: ["its certificate has expired", CERTIFICATE],
};

/** The proxy refused the connection and answered instead of the server. */
export class ProxyRefusal extends Error {
  readonly code = "EPROXY";
}

/** Whether an answer comes from the server itself. A proxy that opens no tunnel answers without TLS. */
export function isOverTls({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket;
}

/** The error for a webhook that did not answer. */
export function webhookFailure(host: string, error: unknown): ScriptError {
  const [reason, fix] = failureOf(error);
  return checkFailed(`${host} gives no answer: ${reason}`, fix);
}

/** The error for a stream that was neither opened nor refused: Twilio's error 31901. */
export function handshakeFailure(host: string, error: Error): ScriptError {
  // ws has no error code for its own time limit.
  const late = /handshake has timed out/i.test(error.message);
  const [reason, fix] = late ? (["none in time", RUNS] as const) : failureOf(error);
  return checkFailed(
    `${host} gives no answer to the stream's request: ${reason} (Twilio's error 31901)`,
    fix,
  );
}

function failureOf(error: unknown): readonly [reason: string, fix: string] {
  const given: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  const code = typeof given === "string" ? given : "";
  return FAILURES[code] ?? otherFailure(code);
}

function otherFailure(code: string): readonly [reason: string, fix: string] {
  if (/CERT|SIGNATURE|VERIFY/.test(code)) return [`TLS failed (${code})`, CERTIFICATE];
  if (/SSL|TLS|EPROTO/.test(code)) return [`TLS failed (${code})`, RUNS];
  return [code === "" ? "the connection failed" : code, RUNS];
}
