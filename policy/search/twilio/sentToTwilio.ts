import { describes } from "../../credentials/names";
import { END_OF_COMMAND } from "./named/commands";
import { REACH } from "./named/nameBefore";
import { identifies } from "./otherNames";
import {
  addedToUser,
  asArgument,
  asKeyOfDigest,
  byCodeThatSignsIn,
  inBasicHeader,
  type Around,
  type Way,
} from "./sentInCode";

/** An address whose scheme is Twilio's, up to its user's password; `twilio:user:password`; or a password in a query, as in Camel. */
const TWILIO_ADDRESS =
  /\btwilio[\w+.-]{0,20}:\/\/[^\s/@"'<>]{0,160}$|\btwilio:[^\s"'<>]{1,160}[?&](?:password|token|secret)=(?:RAW[({])?$|\btwilio:([^\s:/@"'<>]{1,80}):$/i;

/** A text that is a list of Twilio, a user and a password: `twilio,main,…`. */
const LIST_OF_TWILIO = /^\s{0,4}twilio([,;|])[ ]?([A-Za-z][\w@-]{1,40})\1[ ]?$/i;

/** The SID that a secret belongs to, as in a URL's user information or a `Basic` header. */
const SID_BEFORE = /(?:AC|SK)[0-9a-f]{32}["']?[:\s,]{1,3}["']?$/i;

/** How far before a secret a SID may begin that is written only as an example. */
const SHORT_REACH = 120;

/** The same where the text says Twilio, so that an invented SID is enough: `("AC123", "…`, or `AC123` on the line above. */
const SID_OF_EXAMPLE =
  /["'](?:AC|SK)[\w-]{0,34}["'](?:,\s{0,60}|[ \t]{1,4})["']$|(?:^|\n)[^\n\w]{0,8}(?:AC|SK)\w{1,34}[^\n\w]{0,4}\n[^\n\w]{0,8}$|\b(?:AC|SK)[0-9a-fx]{1,34}["'`*]{0,2}(?:[ \t]{1,2}[/|&+;-]|[,;|])[ \t]{1,2}["'`*]{0,2}$/;

/** The host that a secret is sent to, as in a URL's user information or after curl's option `-u`. */
const TWILIO_AFTER =
  /^(?:@twilio(?![\w.-])|(?:@(?:https?(?::|%3A)(?:\/|%2F){2})?|["']?\s{1,8}["']?https:\/\/)[\w.-]{0,40}\btwilio\.com)/i;

/** What stands before a password in an address. */
const PASSWORD_BEFORE = /(?::|%3A|\/\/)["']?$/i;

/** The name of a header, which signs in nowhere: `-H "If-None-Match: …" https://…`. */
const HEADER = /[\w-]:[ \t]{1,4}["'`]?$/;

/** What makes a password in PowerShell. */
const SECURE_STRING = /\bConvertTo-SecureString[ \t]{1,4}(?:-String[ \t]{1,4})?["']?$/i;

const SECURE_STRING_AFTER = /^["']?[ \t]{0,4}\|[ \t]{0,4}ConvertTo-SecureString\b/i;

/** A user and the colon before a password that a shell encodes for a header: `echo -n "user:…" | base64`. */
const ENCODED_BY_SHELL =
  /\b(?:echo|printf)[ \t](?:[^\n|]{0,100}:|(?:--[ \t])?["']%s:%s(?:\\n)?["'][ \t]{1,4}[^\s|;]{1,80}[ \t]{1,4}["']?)$/;
const OF_ACCOUNT =
  /(?:sid|acc(?:oun)?t|twilio)[^\s|;]{0,40}[^\n|;]{0,4}$|\bAC\w{1,32}["']?[: ]["']?$/i;
const BASE64_AFTER = /^["']?[ \t]{0,4}\|[ \t]{0,4}(?:base64|openssl)\b/;

/** The host of a login in a file for `netrc`, up to its password. */
const MACHINE_BEFORE =
  /(?:^|\s)machine[ \t]{1,4}(\S{1,80})\s{1,40}(?:login[ \t]{1,4}(?:\$\([^()\n]{1,160}\)|\S{1,80})\s{1,40})?password[ \t]{1,4}["']?$/;

/** The user before a password, as curl and other clients take them. */
const USER_BEFORE =
  /(?:\[BasicAuth\]\s{1,8}[^\s:]{1,80}:[ \t]{0,4}|(?:-u|--user|-a|auth|\buser|userpwd)[ =:>,]{1,4}(?:["']?[^\s"':]{1,80}["']?:|[[(](?:["'][^\s"']{1,80}["']|[A-Za-z_][\w.]{0,80}),[ \t]?["']))$/i;

/** An option of Twilio's command line that takes a credential: `twilio login … -t …`, or the argument of its MCP server. */
const TWILIO_COMMAND =
  /\btwilio(?:-cli)?[ \t](?:[^\n|;&]|\\\n){0,300}[ \t\n]-{1,2}(?:[tps]|token|auth-token|password|secret|(?:api-)?(?:key-)?secret)[ =]{1,4}["']?$|@twilio(?:-alpha)?\/mcp(?:@[\w.-]{1,20})?["',\s]{1,20}[^\s"']{1,80}:$/i;

const NONE: ReadonlySet<string> = new Set();

/** Whether a text has addresses, and all of them are Twilio's. */
export function callsOnlyTwilio(text: string): boolean {
  const hosts = [...text.matchAll(/https?:\/\/([\w.-]{1,80})/gi)].map(([, host = ""]) => host);
  return hosts.length > 0 && hosts.every((host) => /(?:^|\.)twilio\.com$/i.test(host));
}

/** Ways to send a secret, in the order in which they are asked. The first that a text uses decides. */
const WAYS: readonly Way[] = [
  besideSidOfExample,
  toHost,
  toMachine,
  inAddress,
  inBasicHeader,
  addedToUser,
  toCommandOfTwilio,
  besideUserOfCommand,
  asArgument,
  encodedByShell,
  byCodeThatSignsIn,
  asKeyOfDigest,
  inSecureString,
];

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
  if (SID_BEFORE.test(before)) return true;
  if (callsOnlyTwilio === undefined) return false;
  const after = text.slice(start + 32, start + 32 + REACH);
  const around = { before, after, callsOnlyTwilio, library };
  for (const way of WAYS) {
    const verdict = way(around);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

function besideSidOfExample({ before }: Around): boolean | undefined {
  return SID_OF_EXAMPLE.test(before.slice(-SHORT_REACH)) || undefined;
}

function toHost({ before, after }: Around): boolean | undefined {
  if (!TWILIO_AFTER.test(after) || HEADER.test(before)) return undefined;
  // Without a colon or slashes before it, this is a mail address or the identifier of a message.
  return !after.startsWith("@") || PASSWORD_BEFORE.test(before) || undefined;
}

function toMachine({ before }: Around): boolean | undefined {
  const host = MACHINE_BEFORE.exec(before)?.[1];
  return host === undefined ? undefined : /\btwilio\.com$/i.test(host);
}

function inAddress({ before }: Around): boolean | undefined {
  const address = TWILIO_ADDRESS.exec(before);
  const list = LIST_OF_TWILIO.exec(before);
  if (address === null && list === null) return undefined;
  const user = address?.[1] ?? list?.[2] ?? "";
  return (!describes(user) && !identifies(user, ":")) || undefined;
}

function toCommandOfTwilio({ before }: Around): boolean | undefined {
  return TWILIO_COMMAND.test(before) || undefined;
}

function besideUserOfCommand({ before, after }: Around): boolean | undefined {
  if (!USER_BEFORE.test(before)) return undefined;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const command =
    (line.split(END_OF_COMMAND).at(-1) ?? "") +
    (after.split("\n", 1)[0]?.split(END_OF_COMMAND)[0] ?? "");
  if (/https?:\/\//i.test(command) && !/twilio/i.test(command)) return false;
  return (
    /\btwilio\.(?:com|base|rest)\b/i.test(before + after) || /\btwilio\b/i.test(line) || undefined
  );
}

function encodedByShell({ before, after }: Around): boolean | undefined {
  if (!ENCODED_BY_SHELL.test(before) || !BASE64_AFTER.test(after)) return undefined;
  const near = before + after;
  return /\btwilio\.com/i.test(near) || (/twilio/i.test(near) && OF_ACCOUNT.test(before));
}

function inSecureString({ before, after }: Around): boolean | undefined {
  if (!SECURE_STRING.test(before) && !SECURE_STRING_AFTER.test(after)) return undefined;
  return /twilio/i.test(before + after);
}

/** A call that gives another one its first arguments, as that other call: `Client("x"` for `partial(Client, "x"`. */
function withPartsApplied(text: string): string {
  if (!text.includes("partial(")) return text;
  return text.replace(/\b(?:functools\.)?partial\(\s{0,40}([A-Za-z_][\w.]{0,60}),/g, "$1(");
}
