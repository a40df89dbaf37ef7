import { namesAnother, saysOnlyCredential } from "../../credentials/ownership";
import { lastPart, nameBefore } from "./named/nameBefore";

/** Most characters between a secret and the name of its SID. */
const SIDE = 200;

/** The name of a SID that signs in, which only Twilio's settings have: `ACCOUNT_SID`, `accountSid`, `api_key_sid`. */
const SID_NAME =
  /(?:account|acct|(?:api[_-]?)?key|api)[_-]?sid(?![a-z])|\bsid["']?\s{0,20}[:=]>?\s{0,4}["'](?:AC|SK)/gi;

/** The same without Twilio's name before it. */
const SID_NAME_ALONE = new RegExp(`(?<!twilio[\\W_]?)(?:${SID_NAME.source})`, "gi");

/** The same, or the name of Twilio's OAuth client, which signs in with a client's secret. */
const CLIENT_NAME = /twilio[_-]?(?:[a-z]{1,12}[_-]?){0,2}client[_-]?id(?![a-z])/gi;

/** The name of the secret that belongs to a SID. */
const CREDENTIAL = /token|secret|password|^tok$/i;

/** The name of a SID where its password follows: `auth=(ACCOUNT_SID, "…")`, `-u "$ACCOUNT_SID:…"`. */
const SID_AND_PASSWORD = /(?:account|key)[_-]?sid["'`})\]]{0,3}(?:,\s{1,40}["'`]|:)$/i;

/** The end of a line that opens a block in YAML, or in a language with braces. */
const BLOCK_OPENS = /[:{][ \t]*\r?\n/;

/**
 * Whether a secret that is called nothing but a credential stands next to the name of the SID that it belongs to:
 * `{ accountSid: sid, authToken: "…" }`. No other service between the two may be named.
 * @param inSameBlock whether both must stand in one block, because the secret's does not say Twilio.
 */
export function isNextToSid(text: string, start: number, inSameBlock: boolean): boolean {
  const allBefore = text.slice(Math.max(0, start - SIDE), start);
  const allAfter = text.slice(start + 32, start + 32 + SIDE);
  const before = inSameBlock ? (allBefore.split(BLOCK_OPENS).at(-1) ?? "") : allBefore;
  const after = inSameBlock ? (allAfter.split(BLOCK_OPENS)[0] ?? "") : allAfter;
  if (SID_AND_PASSWORD.test(before)) return true;
  const name = lastPart(nameBefore(before));
  if (/client[_-]?secret$/i.test(name)) return isNear(CLIENT_NAME, before, after);
  if (!CREDENTIAL.test(name) || !saysOnlyCredential(name.replace(/^tok$/i, "token"))) return false;
  // Next to settings whose names say Twilio, a secret key is the application's own.
  const sidName = /^secret[_-]?key$/i.test(name) ? SID_NAME_ALONE : SID_NAME;
  return isNear(sidName, before, after);
}

function isNear(pattern: RegExp, before: string, after: string): boolean {
  const last = [...before.matchAll(pattern)].at(-1);
  if (last !== undefined && !namesAnother(before.slice(last.index))) return true;
  const next = [...after.matchAll(pattern)].at(0);
  return next !== undefined && !namesAnother(after.slice(0, next.index));
}
