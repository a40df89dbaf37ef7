import { randomBytes } from "node:crypto";
import type { Agent } from "node:http";
import { request } from "node:https";
import type { Duplex } from "node:stream";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { TWILIO_TIMEOUT_MS, webhookFailure } from "../../twilio/call/webhookFailure";
import { callWebhook, incomingCall, signature } from "../../twilio/call/webhookRequest";

/** The service as Twilio reaches it. */
export interface PublicService {
  /** `https://HOST/incoming-call` */
  readonly webhookUrl: URL;
  /** `wss://HOST/media-stream` */
  readonly mediaStreamUrl: URL;
  /** Agent for a proxy, which must not keep connections open. Undefined means a direct connection. */
  readonly agent?: Agent | undefined;
}

/** The two requests that Twilio makes: for a call's TwiML, and for the WebSocket of its media stream. */
export type KnockKind = "webhook" | "upgrade";

/**
 * Sends the service one of Twilio's requests, signed with a token, over a new connection. Returns the HTTP status, which is 200
 * or 101 if the service accepts the signature.
 *
 * @throws ScriptError if there is no answer
 */
export async function knock(
  kind: KnockKind,
  { webhookUrl, mediaStreamUrl, agent }: PublicService,
  credentials: TwilioCredentials,
  token: string,
): Promise<number> {
  if (kind === "upgrade") return upgrade(mediaStreamUrl, agent, token);
  const form = incomingCall(credentials);
  const signed = signature(token, webhookUrl, form);
  return (await callWebhook(webhookUrl, form, { signed, agent })).status;
}

/** An empty close frame, masked, because a client must mask its frames. Source: RFC 6455, 5.5.1. */
const CLOSE_FRAME = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);

/** Makes only the handshake of a WebSocket: the stream is closed at once, before any message. */
function upgrade(url: URL, agent: Agent | undefined, token: string): Promise<number> {
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
    "user-agent": "TwilioProxy/1.1",
    // Signed over the wss:// URL, without parameters.
    "x-twilio-signature": getExpectedTwilioSignature(token, url.href, {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(url.href.replace(/^wss:/, "https:")), {
      headers,
      agent: agent ?? false,
      rejectUnauthorized: true,
      signal: AbortSignal.timeout(TWILIO_TIMEOUT_MS),
    });
    outgoing.on("upgrade", ({ statusCode = 0 }, socket: Duplex) => {
      socket.on("error", () => undefined);
      socket.end(CLOSE_FRAME);
      resolve(statusCode);
    });
    outgoing.on("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on("error", (error) => {
      reject(webhookFailure(url.host, error));
    });
    outgoing.end();
  });
}
