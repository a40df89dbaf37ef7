import { randomBytes } from "node:crypto";
import type { Agent } from "node:http";
import { request, type RequestOptions } from "node:https";
import { TLSSocket } from "node:tls";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { ProxyRefusal, TWILIO_TIMEOUT_MS, webhookFailure } from "./webhookFailure";

/** Bytes of the longest TwiML that Twilio accepts. Reading stops after this many. Source: Twilio's error 11750. */
const MAX_BODY = 64 * 1024;

/** The webhook's answer. */
export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Empty if it is too long. */
  readonly body: string;
  /** Whether the body is longer than Twilio accepts. */
  readonly tooLong: boolean;
  /** For example `TLSv1.3`. */
  readonly tlsVersion: string;
  /** When the server's certificate expires. */
  readonly certificateUntil: Date;
  readonly milliseconds: number;
}

/** The form that Twilio sends for an incoming call, with a new call SID each time. */
export function incomingCall(credentials: TwilioCredentials): Readonly<Record<string, string>> {
  const { TWILIO_ACCOUNT_SID, TWILIO_PHONE_NUMBER } = credentials;
  return {
    AccountSid: TWILIO_ACCOUNT_SID,
    ApiVersion: "2010-04-01",
    CallSid: `CA${randomBytes(16).toString("hex")}`,
    CallStatus: "ringing",
    Called: TWILIO_PHONE_NUMBER,
    // A number that Twilio reserves for tests, so that nobody is called back.
    Caller: "+15005550006",
    Direction: "inbound",
    From: "+15005550006",
    To: TWILIO_PHONE_NUMBER,
  };
}

/** The signature that Twilio would send, computed by Twilio's own library. */
export function signature(
  authToken: string,
  url: URL | string,
  form: Readonly<Record<string, string>>,
): string {
  return getExpectedTwilioSignature(authToken, String(url), { ...form });
}

/** How a form is sent. */
export interface Sending {
  /** The `X-Twilio-Signature`. Undefined sends none. */
  readonly signed: string | undefined;
  /** Agent for a proxy. @default - a direct connection */
  readonly agent?: Agent | undefined;
  /** How long the whole answer may take, in milliseconds. @default - as long as Twilio waits */
  readonly timeoutMs?: number;
}

/**
 * Sends the form as Twilio does: over verified TLS, and without following redirects.
 *
 * @throws ScriptError if there is no answer
 */
export async function callWebhook(
  url: URL,
  form: Readonly<Record<string, string>>,
  sending: Sending,
): Promise<WebhookAnswer> {
  const body = new URLSearchParams({ ...form }).toString();
  try {
    return await send(url, body, requestOptions(body, sending));
  } catch (error) {
    throw webhookFailure(url.host, error);
  }
}

function requestOptions(
  body: string,
  { signed, agent, timeoutMs = TWILIO_TIMEOUT_MS }: Sending,
): RequestOptions {
  return {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "content-length": Buffer.byteLength(body),
      "user-agent": "TwilioProxy/1.1",
      ...(signed === undefined ? {} : { "x-twilio-signature": signed }),
    },
    agent: agent ?? false,
    // Overrides NODE_TLS_REJECT_UNAUTHORIZED, because Twilio verifies certificates.
    rejectUnauthorized: true,
    signal: AbortSignal.timeout(timeoutMs),
  };
}

function send(url: URL, body: string, options: RequestOptions): Promise<WebhookAnswer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (answer) => {
      if (!(answer.socket instanceof TLSSocket)) {
        outgoing.destroy(new ProxyRefusal());
        return;
      }
      const security = securityOf(answer.socket);
      const pieces: Buffer[] = [];
      let length = 0;
      const end = (): void => {
        const tooLong = length > MAX_BODY;
        resolve({
          status: answer.statusCode ?? 0,
          contentType: answer.headers["content-type"] ?? "",
          body: tooLong ? "" : Buffer.concat(pieces).toString("utf8"),
          tooLong,
          ...security,
          milliseconds: Math.round(performance.now() - started),
        });
      };
      answer.on("data", (piece: Buffer) => {
        length += piece.length;
        pieces.push(piece);
        if (length <= MAX_BODY) return;
        end();
        answer.destroy();
      });
      answer.on("error", reject);
      answer.on("end", end);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function securityOf(socket: TLSSocket): Pick<WebhookAnswer, "tlsVersion" | "certificateUntil"> {
  return {
    tlsVersion: socket.getProtocol() ?? "",
    certificateUntil: new Date(socket.getPeerCertificate().valid_to),
  };
}
