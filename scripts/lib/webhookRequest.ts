import { randomBytes } from "node:crypto";
import { request, type RequestOptions } from "node:https";
import type { TLSSocket } from "node:tls";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks";
import type { TwilioCredentials } from "../../infra/credentials";
import { checkFailed } from "./scriptError";

/** Twilio gives up on a webhook after this long, in milliseconds. */
export const TWILIO_TIMEOUT_MS = 15_000;

/** The body of an answer is read this far, in bytes: Twilio's own limit for TwiML is 64 kB. */
const MAX_BODY = 64 * 1024;

/** What the webhook answered. */
export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** For example `TLSv1.3`. */
  readonly tlsVersion: string;
  /** When the server's certificate expires. */
  readonly certificateUntil: Date;
  readonly milliseconds: number;
}

/** The form that Twilio sends when a call comes in. Every request is a call of its own. */
export function incomingCall(credentials: TwilioCredentials): Readonly<Record<string, string>> {
  const { TWILIO_ACCOUNT_SID, TWILIO_PHONE_NUMBER } = credentials;
  return {
    AccountSid: TWILIO_ACCOUNT_SID,
    ApiVersion: "2010-04-01",
    CallSid: `CA${randomBytes(16).toString("hex")}`,
    CallStatus: "ringing",
    Called: TWILIO_PHONE_NUMBER,
    // A number that Twilio keeps for tests: nobody is called back.
    Caller: "+15005550006",
    Direction: "inbound",
    From: "+15005550006",
    To: TWILIO_PHONE_NUMBER,
  };
}

/** The signature that Twilio would send, made by Twilio's own function. */
export function signature(
  authToken: string,
  url: URL,
  form: Readonly<Record<string, string>>,
): string {
  return getExpectedTwilioSignature(authToken, url.href, { ...form });
}

/**
 * Sends the form as Twilio does: over TLS that is verified, and without following redirects.
 *
 * @throws ScriptError when there is no answer
 */
export async function callWebhook(
  url: URL,
  form: Readonly<Record<string, string>>,
  signed: string | undefined,
): Promise<WebhookAnswer> {
  try {
    return await send(url, new URLSearchParams({ ...form }).toString(), signed);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
    throw checkFailed(
      `${url.host} gives no answer: ${reason(code)}`,
      CURES[String(code)] ?? "npm run up",
    );
  }
}

function requestOptions(body: string, signed: string | undefined): RequestOptions {
  return {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "content-length": Buffer.byteLength(body),
      "user-agent": "TwilioProxy/1.1",
      ...(signed === undefined ? {} : { "x-twilio-signature": signed }),
    },
    agent: false,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: Twilio verifies.
    rejectUnauthorized: true,
    signal: AbortSignal.timeout(TWILIO_TIMEOUT_MS),
  };
}

function send(url: URL, body: string, signed: string | undefined): Promise<WebhookAnswer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let security = { tlsVersion: "", certificateUntil: new Date(0) };
    const outgoing = request(url, requestOptions(body, signed), (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => {
        if (text.length < MAX_BODY) text += piece;
      });
      answer.on("error", reject);
      answer.on("end", () => {
        resolve({
          status: answer.statusCode ?? 0,
          contentType: answer.headers["content-type"] ?? "",
          body: text,
          ...security,
          milliseconds: Math.round(performance.now() - started),
        });
      });
    });
    outgoing.on("socket", (socket: TLSSocket) => {
      socket.once("secureConnect", () => {
        security = {
          tlsVersion: socket.getProtocol() ?? "",
          certificateUntil: new Date(socket.getPeerCertificate().valid_to),
        };
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const CERTIFICATE = "a publicly trusted certificate for this host name is needed";

const CURES: Readonly<Record<string, string>> = {
  ENOTFOUND: "check the host name and its DNS record",
  ABORT_ERR: "check that the service runs and that port 443 is open",
  ETIMEDOUT: "check that the service runs and that port 443 is open",
  ECONNREFUSED: "check that the service runs and that port 443 is open",
  CERT_HAS_EXPIRED: CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: CERTIFICATE,
};

function reason(code: unknown): string {
  if (code === "ETIMEDOUT")
    return `none within ${TWILIO_TIMEOUT_MS / 1000} s, where Twilio gives up`;
  if (code === "ENOTFOUND") return "the host name is not known";
  if (code === "ECONNREFUSED") return "the connection was refused";
  if (code === "ECONNRESET") return "the connection was reset";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "its certificate is for another host name";
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired";
  if (typeof code === "string" && /CERT|SSL|VERIFY|EPROTO/.test(code))
    return `TLS failed (${code})`;
  return typeof code === "string" && code !== "" ? code : "the connection failed";
}
