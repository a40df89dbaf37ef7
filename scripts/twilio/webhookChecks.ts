import { randomBytes } from "node:crypto";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { attempt } from "../terminal/asCheck";
import { shownUrl } from "../secret/mask";
import type { Check } from "../terminal/report";
import { parseTwiml } from "./twiml";
import { callWebhook, incomingCall, signature, type WebhookAnswer } from "./webhookRequest";
import { TWILIO_TIMEOUT_MS } from "./webhookFailure";

/** A certificate that ends sooner than this is a fault, in days. */
const CERTIFICATE_DAYS = 7;

/** Sends a well-signed call, one with a wrong signature and one with none; one line for each thing that must hold. */
export async function webhookChecks(
  url: URL,
  credentials: TwilioCredentials,
  mediaStreamUrl: string | undefined,
): Promise<Check[]> {
  const form = incomingCall(credentials);
  const good = await callWebhook(url, form, signature(credentials.TWILIO_AUTH_TOKEN, url, form));
  const checks = [tlsCheck(good), statusCheck(good)];
  if (good.status === 200) checks.push(twimlCheck(good, mediaStreamUrl));
  const forged = signature(randomBytes(16).toString("hex"), url, form);
  const unwelcome = [
    ["wrong signature", forged],
    ["no signature", undefined],
  ] as const;
  for (const [name, signed] of unwelcome) {
    const refused = async () => [refusalCheck(name, await callWebhook(url, form, signed))];
    checks.push(...(await attempt(name, refused)));
  }
  return checks;
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

function statusCheck({ status, milliseconds, contentType }: WebhookAnswer): Check {
  const name = "signed call";
  const detail = `HTTP ${status} in ${milliseconds} ms, Twilio waits ${TWILIO_TIMEOUT_MS / 1000} s`;
  if (status === 200 && /^(text|application)\/xml\b/i.test(contentType))
    return { name, result: "ok", detail };
  if (status === 200) {
    return {
      name,
      result: "fail",
      detail: `HTTP 200, but not as XML`,
      cure: "answer with text/xml",
    };
  }
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

function twimlCheck({ body }: WebhookAnswer, expected: string | undefined): Check {
  const name = "twiml";
  const { streamUrl, fault } = parseTwiml(body);
  if (fault !== undefined || streamUrl === undefined) {
    return { name, result: "fail", detail: `the answer ${fault ?? "has no stream"}` };
  }
  const shown = shownUrl(streamUrl);
  if (expected !== undefined && !streamUrl.startsWith(expected)) {
    return { name, result: "fail", detail: `streams to ${shown} instead of ${shownUrl(expected)}` };
  }
  return { name, result: "ok", detail: `streams to ${shown}` };
}

function refusalCheck(name: string, { status }: WebhookAnswer): Check {
  if (status === 403 || status === 401)
    return { name, result: "ok", detail: `refused: HTTP ${status}` };
  return {
    name,
    result: "fail",
    detail: `HTTP ${status}: ${insteadOfRefusal(status)}`,
    cure: "check X-Twilio-Signature in the service",
  };
}

function insteadOfRefusal(status: number): string {
  if (status < 300) return "is accepted: anybody can start calls";
  return status < 400 ? "is redirected, not refused with 403" : "is not refused with 403";
}
