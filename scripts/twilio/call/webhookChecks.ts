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

/** A certificate that expires in fewer days is a failure. */
const CERTIFICATE_DAYS = 7;

/** An answer that takes longer, in milliseconds, gets a note, because the caller hears nothing until it arrives. */
const SLOW_MS = 5_000;

/** The webhook to call, and the credentials to sign with. */
export interface WebhookTrial {
  readonly url: URL;
  readonly credentials: TwilioCredentials;
  /** The expected stream URL. Undefined accepts any. */
  readonly mediaStreamUrl: string | undefined;
  /** Agent for a proxy. Undefined means a direct connection. */
  readonly agent: Agent | undefined;
}

/**
 * Does what Twilio does for an incoming call: it sends a correctly signed call to the webhook, opens the stream in the answer and
 * plays a second of audio. Then it tries both with a wrong signature and with none. Each requirement gets its own line.
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

/** Checks when the certificate expires. A connection with an untrusted certificate has already failed before. */
function tlsCheck({ tlsVersion, certificateUntil }: WebhookAnswer): Check {
  const until = certificateUntil.toISOString().slice(0, 10);
  const days = Math.floor((certificateUntil.getTime() - Date.now()) / 86_400_000);
  const detail = `${tlsVersion}, certificate until ${until}`;
  return days < CERTIFICATE_DAYS
    ? {
        name: "tls",
        result: "fail",
        detail: `${detail}: ${days} days left`,
        fix: "renew the certificate",
      }
    : { name: "tls", result: "ok", detail };
}

/** The content types that Twilio reads as TwiML. Source: Twilio's page on TwiML, "MIME types". */
const TWIML_TYPE = /^(?:(?:text|application)\/xml|text\/html)\b/i;

/** Checks that the answer to a correctly signed call is TwiML, and that it comes in time. */
export function statusCheck({ status, milliseconds, contentType }: WebhookAnswer): Check {
  const name = "signed call";
  const detail = `HTTP ${status} in ${milliseconds} ms, Twilio waits ${TWILIO_TIMEOUT_MS / 1000} s`;
  if (status === 200 && !TWIML_TYPE.test(contentType)) {
    const fix = "answer with text/xml";
    return { name, result: "fail", detail: "HTTP 200, but not as XML", fix };
  }
  if (status === 200 && milliseconds > SLOW_MS) {
    const silence = `${detail}: the caller hears nothing until then`;
    return { name, result: "note", detail: silence, fix: "look at the service's log" };
  }
  if (status === 200) return { name, result: "ok", detail };
  if (status === 401 || status === 403) {
    const fix = "the service must have this account's auth token and its public https:// URL";
    return { name, result: "fail", detail: `HTTP ${status}: the right signature is refused`, fix };
  }
  if (status >= 300 && status < 400) {
    return {
      name,
      result: "fail",
      detail: `HTTP ${status}: redirected`,
      fix: "give the final URL",
    };
  }
  return { name, result: "fail", detail: `HTTP ${status}`, fix: "look at the service's log" };
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
