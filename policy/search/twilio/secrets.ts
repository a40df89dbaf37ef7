import { looksRandom } from "../../credentials/looksRandom";
import { isDescribed, REACH } from "./named/nameBefore";

/** A secret in a text: 32 hexadecimal digits, or letters and digits, drawn at random. */
export interface Secret {
  readonly secret: string;
  readonly index: number;
}

const SIDS = /(?<![0-9A-Za-z])(?:(AC|ac)|SK|sk)([0-9a-fA-F]{32})(?![0-9A-Za-z])/g;

/** 32 hexadecimal digits, or letters and digits: an auth token or an API key secret, if Twilio stands next to it. */
export const SECRET = /(?<![0-9A-Za-z])[0-9A-Za-z]{32}(?![0-9A-Za-z])/g;

const BARE_SECRET = /(?<![0-9A-Za-z./_#@-])[0-9A-Za-z]{32}(?![0-9A-Za-z./_-])/g;

/** The user before a password in an address, or nothing where the password stands for both. */
const USER_INFORMATION = /[a-z][\w+.-]{1,20}:\/\/(?:[^\s/@"'<>]{0,160}(?::|%3A))?$/i;

/** What marks a secret in Pulumi's state: both are the same in every stack. Source: `@pulumi/pulumi/runtime/rpc`. */
const PULUMI_MARKS: ReadonlySet<string> = new Set([
  "4dabf18193072939515e22adb298388d",
  "1b47061264138c4ac30d75fd1eb44270",
]);

/**
 * What follows the digest of a file. In the output of `md5sum` it is the file's name, in Debian's lists its size and name, and in
 * a name such as `app.….js` the rest of it.
 */
const FILE_AFTER = /^ (?:[ *]|\d{1,12} (?=[^\s.]{1,100}\.))[\w./@~+-]{1,120}(?=\r?\n|$)/;
const ENDING_AFTER =
  /^(?:\.[a-z]{2,8}){0,2}\.(?:[cm]?[jt]sx?|css|map|html?|json|png|svg|jpe?g|woff2?|wasm)\b/;

/** A file before its digest, as an argument or a key: `"hold.wav", "…`. */
const FILE_BEFORE =
  /[\w-]\.(?:wav|mp3|ogg|mp4|png|jpe?g|svg|ico|gif|webp|woff2?|pdf|zip|t?gz|[cm]?js|css|wasm|html?)["'`]\s{0,4}(?:,|=>|:)\s{0,8}["'`]$/i;

/** The rest of a trace's identifier, whose first part has 32 digits: `00-…-….-01`. */
const SPAN_AFTER = /^-[0-9a-f]{16}(?:-\d{1,2})?(?![0-9A-Za-z])/;

/** The account and key SIDs in a text, by their shape alone. */
export function sidsIn(text: string): string[] {
  if (text.length < 34) return [];
  return [...text.matchAll(SIDS)]
    .filter(([, , digits = ""]) => looksRandom(digits))
    .map(([, account]) => (account === undefined ? "API key SID" : "account SID"));
}

/** The texts in a text that may be an auth token or an API key secret. */
export function secretsIn(text: string): Secret[] {
  if (text.length < 32) return [];
  return [...text.matchAll(SECRET)]
    .filter(({ 0: secret, index }) => {
      return isSecret(secret) && !isDigestOfFile(text, index) && !isInBase64(text, index);
    })
    .map(({ 0: secret, index }) => ({ secret, index }));
}

/** The secrets in a text that stand for themselves, not in a path, after a dash or next to a name that describes them. */
export function bareSecrets(text: string): string[] {
  return [...text.matchAll(BARE_SECRET)]
    .filter(({ 0: secret, index }) => {
      if (!isSecret(secret) || isDigestOfFile(text, index) || isInBase64(text, index)) return false;
      const before = text.slice(Math.max(0, index - REACH), index);
      const inAddress = text[index + 32] === "@";
      return inAddress ? USER_INFORMATION.test(before) : !isDescribed(before);
    })
    .map(([secret]) => secret);
}

function isDigestOfFile(text: string, index: number): boolean {
  const after = text.slice(index + 32, index + 160);
  return (
    FILE_AFTER.test(after) ||
    SPAN_AFTER.test(after) ||
    FILE_BEFORE.test(text.slice(Math.max(0, index - 40), index)) ||
    (/[._/-]/.test(text.charAt(index - 1)) && ENDING_AFTER.test(after))
  );
}

/** Whether 32 characters are a part of data in base64, such as a line of a certificate, between its signs `+` and `/`. */
function isInBase64(text: string, index: number): boolean {
  if (!/[+/]/.test(text.charAt(index - 1) + text.charAt(index + 32))) return false;
  const before = /[0-9A-Za-z+/]*$/.exec(text.slice(Math.max(0, index - 80), index))?.[0] ?? "";
  const after = /^[0-9A-Za-z+/]*/.exec(text.slice(index + 32, index + 112))?.[0] ?? "";
  if (before.length + after.length < 28) return false;
  const isLine =
    /^\s?$/.test(text.charAt(index - before.length - 1)) &&
    /^\s?$/.test(text.charAt(index + 32 + after.length));
  return isLine || (before + after).includes("+");
}

/** Whether 32 characters look random, and are no mark of Pulumi's. */
export function isSecret(text: string): boolean {
  return looksRandom(text) && !PULUMI_MARKS.has(text);
}

/** What a secret of 32 characters is called in messages. */
export function secretTitle(secret: string): string {
  return /^[0-9a-f]+$/i.test(secret) ? "auth token" : "API key secret";
}
