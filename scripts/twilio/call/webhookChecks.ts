import { randomBytes } from "node:crypto";
import type { Agent } from "node:http";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { checksOrFailure } from "../../terminal/checksOrFailure";
import { shownUrl } from "../../secret/masking/mask";
import type { Check } from "../../terminal/report";
import { STREAM_LIMITS } from "./mediaStream";
import { refusalCheck } from "./refusalCheck";
import { streamChecks } from "./streamChecks";
import { parseTwiml, type Twiml } from "./twiml";
import { callWebhook, incomingCall, signature, type WebhookAnswer } from "./webhookRequest";
import { TWILIO_TIMEOUT_MS } from "./webhookFailure";

/** A certificate that ends sooner than this is a fault, in days. */
const CERTIFICATE_DAYS = 7;

/** An answer that takes longer is worth a note, in milliseconds: the caller hears nothing until it is there. */
const SLOW_MS = 5_000;

/** What is called, and as whom. */
export interface WebhookTrial {
  readonly url: URL;
  readonly credentials: TwilioCredentials;
  /** Where the stream must lead; undefined takes any. */
  readonly mediaStreamUrl: string | undefined;
  /** The way out of this machine; undefined is a direct connection. */
  readonly agent: Agent | undefined;
}

/**
 * Does what Twilio does when a call comes in: sends the webhook a well-signed call, opens the stream that the answer names and
 * plays a second of audio. Then does both with a wrong signature and with none. One line for each thing that must hold.
 */
export async function webhookChecks({
  url,
  credentials,
  mediaStreamUrl,
  agent,
}: WebhookTrial): Promise<Check[]> {
  const { TWILIO_AUTH_TOKEN: authToken, TWILIO_ACCOUNT_SID: accountSid } = credentials;
  const form = incomingCall(credentials);
  const signed = signature(authToken, url, form);
  const good = await callWebhook(url, form, { signed, agent });
  const checks = [tlsCheck(good), statusCheck(good)];
  const twiml = good.status === 200 ? twimlOf(good, url) : undefined;
  if (twiml !== undefined) checks.push(twimlCheck(twiml, mediaStreamUrl));
  const forged = signature(randomBytes(16).toString("hex"), url, form);
  const unwelcome = [
    ["wrong signature", forged],
    ["no signature", undefined],
  ] as const;
  for (const [name, wrong] of unwelcome) {
    const refused = async () => [
      refusalCheck(name, "calls", (await callWebhook(url, form, { signed: wrong, agent })).status),
    ];
    checks.push(...(await checksOrFailure(name, refused)));
  }
  if (twiml?.fault !== undefined || twiml?.streamUrl === undefined) return checks;
  const call = { accountSid, callSid: form["CallSid"] ?? "", parameters: twiml.parameters ?? {} };
  const stream = { url: twiml.streamUrl, call, authToken, agent, limits: STREAM_LIMITS };
  return [...checks, ...(await streamChecks(stream))];
}

/** A connection that cannot be trusted never gets this far: it fails before anything is sent. */
function tlsCheck({ tlsVersion, certificateUntil }: WebhookAnswer): Check {
  const until = certificateUntil.toISOString().slice(0, 10);
  const days = Math.floor((certificateUntil.getTime() - Date.now()) / 86_400_000);
  const detail = `${tlsVersion}, certificate until ${until}`;
  return days < CERTIFICATE_DAYS
    ? {
        name: "tls",
        result: "fail",
        detail: `${detail}: ${days} days left`,
        cure: "renew the certificate",
      }
    : { name: "tls", result: "ok", detail };
}

/** The types that Twilio reads as TwiML. Source: Twilio's page on TwiML, "MIME types". */
const TWIML_TYPE = /^(?:(?:text|application)\/xml|text\/html)\b/i;

/** Whether the answer to a well-signed call is TwiML, and comes in time. */
export function statusCheck({ status, milliseconds, contentType }: WebhookAnswer): Check {
  const name = "signed call";
  const detail = `HTTP ${status} in ${milliseconds} ms, Twilio waits ${TWILIO_TIMEOUT_MS / 1000} s`;
  if (status === 200 && !TWIML_TYPE.test(contentType)) {
    const cure = "answer with text/xml";
    return { name, result: "fail", detail: "HTTP 200, but not as XML", cure };
  }
  if (status === 200 && milliseconds > SLOW_MS) {
    const silence = `${detail}: the caller hears nothing until then`;
    return { name, result: "note", detail: silence, cure: "look at the service's log" };
  }
  if (status === 200) return { name, result: "ok", detail };
  if (status === 401 || status === 403) {
    const cure = "the service must have this account's auth token and its public https:// URL";
    return { name, result: "fail", detail: `HTTP ${status}: the right signature is refused`, cure };
  }
  if (status >= 300 && status < 400) {
    return {
      name,
      result: "fail",
      detail: `HTTP ${status}: redirected`,
      cure: "give the final URL",
    };
  }
  return { name, result: "fail", detail: `HTTP ${status}`, cure: "look at the service's log" };
}

function twimlOf({ body, tooLong }: WebhookAnswer, url: URL): Twiml {
  return tooLong ? { fault: "is longer than 64 kB (Twilio's error 11750)" } : parseTwiml(body, url);
}

function twimlCheck({ streamUrl, fault }: Twiml, expected: string | undefined): Check {
  const name = "twiml";
  if (fault !== undefined || streamUrl === undefined) {
    return { name, result: "fail", detail: `the answer ${fault ?? "has no stream"}` };
  }
  const shown = shownUrl(streamUrl);
  if (expected !== undefined && !streamUrl.startsWith(expected)) {
    return { name, result: "fail", detail: `streams to ${shown} instead of ${shownUrl(expected)}` };
  }
  return { name, result: "ok", detail: `streams to ${shown}` };
}
