import { isOpaque } from "./opaque";

/** A Twilio credential that no stack config holds, recognised by its looks or by what stands beside it. */
export interface Shape {
  readonly title: string;
  /** Whether the text alone proves it, or the Twilio name beside it does. */
  readonly evidence: "shape" | "context";
}

const SIDS = /(?<![0-9A-Za-z])(?:(AC)|SK|sk)([0-9a-fA-F]{32})(?![0-9A-Za-z])/g;

/** 32 hexadecimal digits, or letters and digits: an auth token or an API key secret, if Twilio stands beside it. */
const SECRET = /(?<![0-9A-Za-z])[0-9A-Za-z]{32}(?![0-9A-Za-z])/g;

/** The end of a text after which a secret belongs to Twilio: a name, at most a few words, and what assigns. */
const TWILIO_BEFORE =
  /twilio[\w.-]{0,40}["'`]?(?:[\s:=,>(["'`|]{1,8}(?:auth|token|secret|key|api|password|value|is|sid|name)){0,4}[\s:=,>(["'`|]{1,8}$/i;

/** The SID that a secret belongs to, as in a URL's user information or a `Basic` header. */
const SID_BEFORE = /(?:AC|SK)[0-9a-f]{32}["']?[:\s,]{1,3}["']?$/i;

/** The host that a secret is sent to, as in a URL's user information. */
const TWILIO_AFTER = /^@[\w.-]{0,40}\btwilio\.com/i;

/** Names of 32 characters that are no secret: digests and identifiers. */
const HARMLESS_NAME =
  /(?:md5|sha|hash|digest|etag|checksum|sum|uuid|guid|trace|request|correlation|commit|revision|version|fingerprint|(?<!api|key|account|auth)[_.-]?id)["'`\s:=,>(["'`|-]{1,10}(?:value["'`\s:=,]{1,8})?$/i;

/** How much of the text before a secret is looked at. */
const REACH = 160;

/** Every Twilio credential in a text that its shape or its neighbours prove. */
export function twilioShapes(text: string): Shape[] {
  if (text.length < 32) return [];
  const sids = [...text.matchAll(SIDS)]
    .filter(([, , digits = ""]) => isOpaque(digits))
    .map(([, account]): Shape => {
      return { title: account === undefined ? "API key SID" : "account SID", evidence: "shape" };
    });
  const secrets = [...text.matchAll(SECRET)]
    .filter(({ 0: secret, index }) => isOpaque(secret) && isBesideTwilio(text, index))
    .map(([secret]): Shape => ({ title: secretTitle(secret), evidence: "context" }));
  return [...sids, ...secrets];
}

/** What a secret of 32 characters is, whose place has proved that it is one. */
export function secretTitle(secret: string): string {
  return /^[0-9a-f]+$/i.test(secret) ? "auth token" : "API key secret";
}

function isBesideTwilio(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  if (SID_BEFORE.test(before) || TWILIO_AFTER.test(text.slice(start + 32, start + 90))) return true;
  return TWILIO_BEFORE.test(before) && !HARMLESS_NAME.test(before);
}
