import { describes, isConfidential } from "../credentials/names";
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

/** The SID that a secret belongs to, as in a URL's user information or a `Basic` header. */
const SID_BEFORE = /(?:AC|SK)[0-9a-f]{32}["']?[:\s,]{1,3}["']?$/i;

/** The host that a secret is sent to, as in a URL's user information. */
const TWILIO_AFTER = /^@[\w.-]{0,40}\btwilio\.com/i;

/** How much of the text before a secret is looked at. */
const REACH = 160;

/** How far before a secret Twilio may be named, when the secret's own name does not say it. */
const NEAR = 60;

/** The last name before a secret, whatever assigns. */
const NAME_BEFORE = /(?<![\w./])([A-Za-z][\w.-]{0,80})["'`]?[\s:=,>(["'`|{]{1,10}$/;

/** Words between a name and its value that are not the name. */
const FILLER = /["'`]?[\s:=,>(["'`|{]{1,8}(?:value|is|was)(?=["'`]?[\s:=,>(["'`|{]{1,10}$)/i;

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
  if (/arn:[^\s"']{0,150}$/.test(before)) return false;
  const name = NAME_BEFORE.exec(before.replace(FILLER, ""))?.[1] ?? "";
  if (name === "" || describes(name)) return false;
  return /twilio/i.test(name) || (isConfidential(name) && /twilio/i.test(before.slice(-NEAR)));
}
