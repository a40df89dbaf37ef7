import { describes } from "../../credentials/names";
import { isCredentialName, namesAnother } from "../../credentials/ownership";
import { endsInCallOfTwilio } from "./callsOfTwilio";
import { endsInCall } from "./libraryNames";
import { isDescribed, REACH } from "./nameBefore";
import { identifies } from "./otherNames";

/** An address whose scheme is Twilio's, up to its user's password; or `twilio:user:password`. */
const TWILIO_ADDRESS =
  /\btwilio[\w+.-]{0,20}:\/\/[^\s/@"'<>]{0,160}$|\btwilio:([^\s:/@"'<>]{1,80}):$/i;

/** The SID that a secret belongs to, as in a URL's user information or a `Basic` header. */
const SID_BEFORE = /(?:AC|SK)[0-9a-f]{32}["']?[:\s,]{1,3}["']?$/i;

/** How far before a secret a SID may begin that is written only as an example. */
const SHORT_REACH = 120;

/** The same where the text says Twilio, so that an invented SID is enough: `("AC123", "…`, or `AC123` on the line above. */
const SID_OF_EXAMPLE =
  /["'](?:AC|SK)[\w-]{0,34}["'](?:,\s{0,60}|[ \t]{1,4})["']$|(?:^|\n)[^\n\w]{0,8}(?:AC|SK)\w{1,34}[^\n\w]{0,4}\n[^\n\w]{0,8}$|\b(?:AC|SK)[0-9a-fx]{1,34}["'`*]{0,2}(?:[ \t]{1,2}[/|&+;-]|[,;|])[ \t]{1,2}["'`*]{0,2}$/;

/** The host that a secret is sent to, as in a URL's user information or after curl's option `-u`. */
const TWILIO_AFTER = /^(?:@|["']?\s{1,8}["']?https:\/\/)[\w.-]{0,40}\btwilio\.com/i;

/** What stands before a password in an address. */
const PASSWORD_BEFORE = /(?::|%3A|\/\/)["']?$/i;

/** The name of a header, which signs in nowhere: `-H "If-None-Match: …" https://…`. */
const HEADER = /[\w-]:[ \t]{1,4}["'`]?$/;

/** A value of a type of Twilio's in C++ and C: `twilio::Client client{sid, "…`, `make_shared<twilio::Client>(sid, "…`. */
const VALUE_OF_TYPE =
  /(?:\b(?:\w{1,20}::)?\w{0,20}twilio(?:::\w{1,30}|_\w{1,30}){1,2}[ \t*&]{1,4}\w{1,40}(?:\[\d{0,4}\])?[ \t]{0,4}=?[ \t]{0,4}\{|\bmake_\w{1,10}<[\w:]{0,30}twilio[\w:]{0,30}>\()[^{};]{0,200}["']$/i;

/** The name of an argument, as in `Client(sid, edge="…")`. */
const ARGUMENT = /\b(\w{1,60})["']?[ \t]{0,2}[=:][ \t]{0,2}["'`]$/;

/** What makes a `Basic` header in code: `btoa(sid + ":" + "…")`, `Buffer.from("user:…")`. */
const BASIC_IN_CODE =
  /(?:Buffer\.from|\bbtoa|b64encode|base64_?encode|utf8\.encode|EncodeToString|strict_encode64|GetBytes)\([^\n]{0,100}:(?:["'`][ \t]?[+.][ \t]?["'`])?$/i;

/** What adds a password to a user: `$sid . ":…"`. */
const ADDED_TO_USER = /[\w)\]][ \t]?[.+][ \t]?["'`]:$/;

/** A call that signs in at an HTTP server, up to its password: `SetBasicAuth(sid, "…")`, `.auth(sid, "…")`. */
const SIGN_IN =
  /(?:\b\w{0,24}(?:basic_?auth|credentials?)\w{0,16}(?:\.basic)?|\badd_?password|\buserpassword|\bpasswordauthentication|\bauth(?:enticat\w{1,4}|oriz\w{1,8}|\.basic)?|\blog_?in\w{0,16}|\bsign_?in|\.open)["']?[ \t]?[( :{[=,][^\n;]{0,160}["'](?:[^\s"':]{1,80}:)?$/i;

/** The key of a digest, by which a program checks Twilio's signature. */
const KEY_OF_DIGEST = /\b\w{0,16}hmac\w{0,16}(?:[.:]{1,2}\w{1,16})?\([^\n]{0,80}["'`]$/i;

/** What makes a password in PowerShell. */
const SECURE_STRING = /\bConvertTo-SecureString[ \t]{1,4}(?:-String[ \t]{1,4})?["']?$/i;

const SECURE_STRING_AFTER = /^["']?[ \t]{0,4}\|[ \t]{0,4}ConvertTo-SecureString\b/i;

/** An insert in SQL, whose brackets are no call's. */
const INSERT = /\binto\s{1,8}["'`\w.[\]]{1,80}\s{0,4}\([^()]{0,300}\)\s{0,8}values\b[^;]{0,300}$/i;

/** A user and the colon before a password that a shell encodes for a header: `echo -n "user:…" | base64`. */
const ENCODED_BY_SHELL =
  /\b(?:echo|printf)[ \t](?:[^\n|]{0,100}:|(?:--[ \t])?["']%s:%s(?:\\n)?["'][ \t]{1,4}[^\s|;]{1,80}[ \t]{1,4}["']?)$/;
const OF_ACCOUNT =
  /(?:sid|acc(?:oun)?t|twilio)[^\s|;]{0,40}[^\n|;]{0,4}$|\bAC\w{1,32}["']?[: ]["']?$/i;
const BASE64_AFTER = /^["']?[ \t]{0,4}\|[ \t]{0,4}(?:base64|openssl)\b/;

/** A variable for the user and the colon before a password: `$sid . ":…"`, `` `${sid}:…` ``, `"\(sid):…"`, `sid + ":" + "…"`. */
const USER_IN_CODE =
  /(?:sid|acc(?:oun)?t|user|user_?name|login|api_?key)["'\])}]{0,2}(?:[ \t]?[.+&][ \t]?["'`]|(?<=[})])):(?:["'`][ \t]?[.+&][ \t]?["'`])?$/i;

/** The same for a variable whose name is that of an account's SID, which needs less around it. */
const SID_IN_CODE = /sid["'\])}]{0,2}[ \t]?[.+&][ \t]?["'`]:(?:["'`][ \t]?[.+&][ \t]?["'`])?$/i;

/** What says that a request goes to Twilio: its host, or a name for it, such as `TWILIO_URL`. */
const TO_TWILIO = /\btwilio(?:\.com|_?(?:api_?)?(?:base_?)?(?:url|uri|endpoint|host|base|api)\b)/i;

/** The user before a password, as curl and other clients take them. */
const USER_BEFORE =
  /(?:\[BasicAuth\]\s{1,8}[^\s:]{1,80}:[ \t]{0,4}|(?:-u|--user|-a|auth|\buser|userpwd)[ =:>,]{1,4}(?:["']?[^\s"':]{1,80}["']?:|[[(](?:["'][^\s"']{1,80}["']|[A-Za-z_][\w.]{0,80}),[ \t]?["']))$/i;

/** An option of Twilio's command line that takes a credential: `twilio login … -t …`. */
const TWILIO_COMMAND =
  /\btwilio(?:-cli)?[ \t](?:[^\n|;&]|\\\n){0,300}[ \t\n]-{1,2}(?:[tps]|token|auth-token|password|secret|(?:api-)?(?:key-)?secret)[ =]{1,4}["']?$/i;

/** A quote before a secret, with or without a user and a colon between. Most digests have none, and the patterns below it take long. */
const QUOTE_BEFORE = /["'][^\s"']*$/;
const QUOTE_REACH = 82;

const NONE: ReadonlySet<string> = new Set();

/** Whether a text has addresses, and all of them are Twilio's. */
export function callsOnlyTwilio(text: string): boolean {
  const hosts = [...text.matchAll(/https?:\/\/([\w.-]{1,80})/gi)].map(([, host = ""]) => host);
  return hosts.length > 0 && hosts.every((host) => /(?:^|\.)twilio\.com$/i.test(host));
}

/**
 * Whether what stands around a secret sends it to Twilio, whatever its name: a SID before it, an address at twilio.com, an address
 * whose scheme is Twilio's, a call of Twilio's client, an option of Twilio's command line.
 * @param callsOnlyTwilio whether all addresses in the text are Twilio's; `undefined` where the text does not say Twilio at all. This
 * is looked for once, not for each of many digests.
 */
export function isSentToTwilio(
  text: string,
  start: number,
  callsOnlyTwilio: boolean | undefined,
  library: ReadonlySet<string> = NONE,
): boolean {
  const before = withPartsApplied(text.slice(Math.max(0, start - REACH), start));
  const after = text.slice(start + 32, start + 32 + REACH);
  if (SID_BEFORE.test(before)) return true;
  if (callsOnlyTwilio === undefined) return false;
  if (SID_OF_EXAMPLE.test(before.slice(-SHORT_REACH))) return true;
  if (TWILIO_AFTER.test(after) && !HEADER.test(before)) {
    // Without a colon or slashes before it, this is a mail address or the identifier of a message.
    if (!after.startsWith("@") || PASSWORD_BEFORE.test(before)) return true;
  }
  const address = TWILIO_ADDRESS.exec(before);
  const user = address?.[1] ?? "";
  if (address !== null && !describes(user) && !identifies(user, ":")) return true;
  if (BASIC_IN_CODE.test(before)) return /twilio/i.test(before + after);
  if (ADDED_TO_USER.test(before) && /\btwilio\.com/i.test(before + after)) return true;
  if (TWILIO_COMMAND.test(before)) return true;
  if (USER_BEFORE.test(before)) {
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if (/\btwilio\.com/i.test(before + after) || /\btwilio\b/i.test(line)) return true;
  }
  const isInQuotes = QUOTE_BEFORE.test(before.slice(-QUOTE_REACH));
  const isArgument =
    (endsInCallOfTwilio(before) && !INSERT.test(before)) || endsInCall(before, library);
  if (isArgument || (isInQuotes && VALUE_OF_TYPE.test(before)))
    return isArgumentForCredential(before);
  if (ENCODED_BY_SHELL.test(before) && BASE64_AFTER.test(after)) {
    const near = before + after;
    return /\btwilio\.com/i.test(near) || (/twilio/i.test(near) && OF_ACCOUNT.test(before));
  }
  if (USER_IN_CODE.test(before) || (isInQuotes && SIGN_IN.test(before) && !isDescribed(before))) {
    // A session of an HTTP client is no other service.
    const near = (before + after).replace(/session/gi, "");
    const isTwilios = SID_IN_CODE.test(before) && /twilio/i.test(near);
    return (callsOnlyTwilio || TO_TWILIO.test(near) || isTwilios) && !namesAnother(near);
  }
  if (KEY_OF_DIGEST.test(before)) return /\btwilio-signature/i.test(before + after);
  if (SECURE_STRING.test(before) || SECURE_STRING_AFTER.test(after))
    return /twilio/i.test(before + after);
  return false;
}

/** A call that gives another one its first arguments, as that other call: `Client("x"` for `partial(Client, "x"`. */
function withPartsApplied(text: string): string {
  if (!text.includes("partial(")) return text;
  return text.replace(/\b(?:functools\.)?partial\(\s{0,40}([A-Za-z_][\w.]{0,60}),/g, "$1(");
}

/** Whether an argument of a call is one for a credential, or has no name. */
function isArgumentForCredential(before: string): boolean {
  const name = ARGUMENT.exec(before)?.[1];
  return name === undefined || (isCredentialName(name) && !describes(name));
}
