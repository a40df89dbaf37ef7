import { randomBytes } from "node:crypto";
import { request, type RequestOptions } from "node:https";
import type { TLSSocket } from "node:tls";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { TWILIO_TIMEOUT_MS, webhookFailure } from "./webhookFailure";

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
 * @param timeoutMs - how long the whole answer may take
 * @throws ScriptError when there is no answer
 */
export async function callWebhook(
  url: URL,
  form: Readonly<Record<string, string>>,
  signed: string | undefined,
  timeoutMs = TWILIO_TIMEOUT_MS,
): Promise<WebhookAnswer> {
  const body = new URLSearchParams({ ...form }).toString();
  try {
    return await send(url, body, requestOptions(body, signed, timeoutMs));
  } catch (error) {
    throw webhookFailure(url.host, error);
  }
}

function requestOptions(
  body: string,
  signed: string | undefined,
  timeoutMs: number,
): RequestOptions {
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
    signal: AbortSignal.timeout(timeoutMs),
  };
}

function send(url: URL, body: string, options: RequestOptions): Promise<WebhookAnswer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let security = { tlsVersion: "", certificateUntil: new Date(0) };
    const outgoing = request(url, options, (answer) => {
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
