import {
  describes,
  isConfidential,
  namesCredentials,
  twilioNameVerdict,
} from "../credentials/names";
import { belongsToAnother, mayHoldCredential } from "../credentials/ownership";
import { looksRandom } from "../credentials/looksRandom";

/** A secret in a text: 32 hexadecimal digits, or letters and digits, drawn at random. */
export interface Secret {
  readonly secret: string;
  readonly index: number;
}

const SIDS = /(?<![0-9A-Za-z])(?:(AC|ac)|SK|sk)([0-9a-fA-F]{32})(?![0-9A-Za-z])/g;

/** 32 hexadecimal digits, or letters and digits: an auth token or an API key secret, if Twilio stands next to it. */
const SECRET = /(?<![0-9A-Za-z])[0-9A-Za-z]{32}(?![0-9A-Za-z])/g;

const BARE_SECRET = /(?<![0-9A-Za-z./_#@-])[0-9A-Za-z]{32}(?![0-9A-Za-z./_-])/g;

/** The user before a password in an address, or nothing where the password stands for both. */
const USER_INFORMATION = /[a-z][\w+.-]{1,20}:\/\/(?:[^\s/@"'<>]{0,160}(?::|%3A))?$/i;

/** An address whose scheme is Twilio's, up to its user's password. */
const TWILIO_ADDRESS = /\btwilio(?:\+\w{1,20})?:\/\/[^\s/@"'<>]{0,160}$/i;

/** What marks a secret in Pulumi's state: both are the same in every stack. Source: `@pulumi/pulumi/runtime/rpc`. */
const PULUMI_MARKS: ReadonlySet<string> = new Set([
  "4dabf18193072939515e22adb298388d",
  "1b47061264138c4ac30d75fd1eb44270",
]);

/** The SID that a secret belongs to, as in a URL's user information or a `Basic` header. */
const SID_BEFORE = /(?:AC|SK)[0-9a-f]{32}["']?[:\s,]{1,3}["']?$/i;

/** The host that a secret is sent to, as in a URL's user information or after curl's option `-u`. */
const TWILIO_AFTER = /^(?:@|["']?\s{1,8}["']?https:\/\/)[\w.-]{0,40}\btwilio\.com/i;

/** How much of the text before a secret is looked at. */
export const REACH = 480;

/** How far before a secret its own name may begin. */
const NAME_REACH = 160;

/** How far before a secret Twilio may be named, when the secret's own name does not say it. */
const NEAR = 60;

/** The opening of a section in YAML, TOML, an INI file or XML. */
const SECTIONS = /^[ \t]*(?:\[+([\w.-]{1,60})\]+|([\w.-]{1,60}):|<([\w.-]{1,60})>)[ \t]*\r?$/gm;

/** A call of Twilio's client, or its constructor, in whose arguments a secret stands. */
const CALL =
  /(?:twilio\w{0,20}(?:(?:\.|::)\w{1,20}){0,3}|\b(?:Client|RequestValidator|AccessToken))["')]{0,3}(?:[^\S\n]?\(|\.new[ \t])[^\n]{0,160}["']$/i;

/** The columns of a row in SQL that says Twilio. */
const SQL_COLUMNS =
  /\binsert\s{1,8}into\b[^;(]{0,100}\(([^)]{1,200})\)\s{0,8}values\b[^;]{0,200}'$/i;

/** What makes a `Basic` header in code: `btoa(sid + ":" + "…")`, `Buffer.from("user:…")`. */
const BASIC_IN_CODE =
  /(?:Buffer\.from|\bbtoa|b64encode|base64_encode|EncodeToString|strict_encode64)\([^\n]{0,100}:(?:["'`][ \t]?[+.][ \t]?["'`])?$/;

/** A row of a table in SQL that says Twilio, under columns one of which is a credential's. */
const SQL_ROW =
  /\binsert\s{1,8}into\b[^;]{0,200}\([^)]{0,200}(?:token|secret|password)[^)]{0,200}\)\s{0,8}values\b[^;]{0,200}'twilio[\w-]{0,20}'[^;]{0,200}'$/i;

/** The user before a password, as curl and other clients take them. */
const USER_BEFORE =
  /(?:-u|--user|-a|auth|\buser)[ =:]{1,3}(?:["']?[^\s"':]{1,80}:|[[(]["'][^\s"']{1,80}["'],[ \t]?["'])$/;

/** Words that call a value a Twilio credential, as a comment does: `# old twilio auth token, rotate: …`. */
const WORDS_OF_CREDENTIAL =
  /\btwilio(?:'s)?[ \t](?:(?:account|auth|api|key|prod|live|test|main)[ \t]){0,3}(?:token|secret|password)\b[^\n]{0,60}$/i;

/** A comment at the end of the line that says Twilio. */
const COMMENT_AFTER = /^["'`),;\]}]{0,4}[ \t]{0,8}(?:#|\/\/|--|'|\/\*)[^\n]{0,80}twilio/i;

/** What follows the digest of a file in the output of `md5sum`. */
const FILE_AFTER = /^ [ *][\w./@-]{1,120}(?=\r?\n|$)/;

/** Names of files, which a digest stands next to. */
export const FILE =
  /\.(?:[cm]?[jt]s|py|zip|t?gz|tar|jar|whl|css|map|json|ya?ml|so|go|rb|php|html|sum|md5|sha\d{1,3}|sig|asc)$/i;
/** An image before its tag. */
const IMAGE = /(?:^|[\s"'/=])[a-z0-9]+(?:[._-]+[a-z0-9]+)+:$/;

/** The last name before a secret, whatever assigns. */
const NAME_BEFORE = /(?<![\w./])([A-Za-z][\w.-]{0,80})["'`]?[\s:=,>([\]"'`|{]{1,10}$/;

/** Names that say nothing of the value they hold. */
const HOLDER =
  /^(?:|value|body|b|n|e|default|defaultvalue|example|string|data|literal|echo|printf|parametervalue|s|v|val|tobe|toequal|equals?|eq|returns?|is|was|as|it|set|to|into|with|put)$/i;

/** A type between a name and its value: `authToken As String = "…"`, `token: &str = "…"`. */
const TYPE_BETWEEN =
  /(?:[ \t]{1,4}As[ \t]{1,4}|:[ \t]{0,2}&?(?:'\w{1,12} )?)(?:String|str|text|Text)(?=[ \t]{0,4}=[ \t]{0,4}["'`]?$)/;

/** Words between a name and its value that are not the name. */
const FILLER = /["'`]?[\s:=,>(["'`|{]{1,8}(?:value|is|was)(?=["'`]?[\s:=,>(["'`|{]{1,10}$)/i;

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
    .filter(({ 0: secret, index }) => isSecret(secret) && !isDigestOfFile(text, index))
    .map(({ 0: secret, index }) => ({ secret, index }));
}

/** The secrets in a text that stand for themselves, not in a path, after a dash or next to a name that describes them. */
export function bareSecrets(text: string): string[] {
  return [...text.matchAll(BARE_SECRET)]
    .filter(({ 0: secret, index }) => {
      if (!isSecret(secret) || isDigestOfFile(text, index)) return false;
      const before = text.slice(Math.max(0, index - REACH), index);
      const inAddress = text[index + 32] === "@";
      return inAddress ? USER_INFORMATION.test(before) : !isDescribed(before);
    })
    .map(([secret]) => secret);
}

function isDigestOfFile(text: string, index: number): boolean {
  return FILE_AFTER.test(text.slice(index + 32, index + 160));
}

/** Whether 32 characters look random, and are no mark of Pulumi's. */
export function isSecret(text: string): boolean {
  return looksRandom(text) && !PULUMI_MARKS.has(text);
}

/** What a secret of 32 characters is called in messages. */
export function secretTitle(secret: string): string {
  return /^[0-9a-f]+$/i.test(secret) ? "auth token" : "API key secret";
}

/**
 * Whether what stands around a secret sends it to Twilio, whatever its name: a SID before it, an address at twilio.com, an address
 * whose scheme is Twilio's, a call of Twilio's client.
 * @param saysTwilio whether the text says Twilio anywhere: looked for once, not for each of many digests.
 */
export function isSentToTwilio(text: string, start: number, saysTwilio: boolean): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(start + 32, start + REACH);
  if (SID_BEFORE.test(before)) return true;
  if (!saysTwilio) return false;
  if (TWILIO_AFTER.test(after) || TWILIO_ADDRESS.test(before) || SQL_ROW.test(before)) return true;
  if (BASIC_IN_CODE.test(before)) return /twilio/i.test(before + after);
  if (USER_BEFORE.test(before)) return /\btwilio\.com/i.test(before + after);
  return CALL.test(before);
}

/**
 * Whether a secret's own name in a text, such as `token=` before it, and Twilio's name near it say that it is Twilio's. It finds
 * `# Twilio` over `SMS_TOKEN=…`, and leaves the digest in `md5: …` alone.
 * @param aboutTwilio whether the text as a whole stands under a Twilio name.
 */
export function isNamedInText(text: string, start: number, aboutTwilio: boolean): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  if (/arn:[^\s"']{0,150}$/.test(before)) return false;
  const columns = SQL_COLUMNS.exec(before)?.[1];
  if (columns !== undefined && !/token|secret|password|auth|key|value|cred/i.test(columns)) {
    return false;
  }
  const name = nameBefore(before);
  if (HOLDER.test(name)) return namesCredentialOnLine(text, start);
  const isAdvice = /^rotated?$/i.test(name) && WORDS_OF_CREDENTIAL.test(before);
  if (isAdvice) return true;
  if (describes(name) || FILE.test(name) || belongsToAnother(name, undefined)) return false;
  if (namesCredentials(name.slice(name.lastIndexOf(".") + 1))) return true;
  if (WORDS_OF_CREDENTIAL.test(before)) return true;
  if (isConfidential(name)) {
    return (
      aboutTwilio ||
      /twilio/i.test(name) ||
      isInTwilioSection(before) ||
      COMMENT_AFTER.test(text.slice(start + 32, start + REACH))
    );
  }
  return /twilio/i.test(name) && !IMAGE.test(before);
}

/** Whether the line of a secret names a Twilio credential, as a command does: `put-parameter --name …/twilio/token --value …`. */
function namesCredentialOnLine(text: string, start: number): boolean {
  const before = /(?:[^\n]|\\\n)*$/.exec(text.slice(Math.max(0, start - REACH), start))?.[0] ?? "";
  if (WORDS_OF_CREDENTIAL.test(before)) return true;
  const after = /^(?:[^\n\\]|\\\n|\\)*/.exec(text.slice(start + 32, start + REACH))?.[0] ?? "";
  if (/\b(?:echo|printf)\b/.test(before) && /^["']?[ \t]*\|[ \t]*twilio\b/.test(after)) return true;
  const names = `${before} ${after}`.match(/[\w./:-]{0,80}twilio[\w./:-]{0,80}/gi) ?? [];
  return names.some((name) => !FILE.test(name) && isCredentialsName(name));
}

function isCredentialsName(name: string): boolean {
  return twilioNameVerdict(name) !== undefined || mayHoldCredential(name, "owner");
}

/** Whether Twilio is named just before a secret, or by the section that it stands in. */
function isInTwilioSection(before: string): boolean {
  if (/twilio/i.test(before.slice(-NEAR))) return true;
  const linesBefore = before.slice(0, before.lastIndexOf("\n") + 1);
  const section = [...linesBefore.matchAll(SECTIONS)].at(-1);
  return section !== undefined && /twilio/i.test(section[0]);
}

function isDescribed(before: string): boolean {
  const name = nameBefore(before);
  return name !== "" && (describes(name) || FILE.test(name));
}

function nameBefore(before: string): string {
  const near = before.slice(-NAME_REACH).replace(TYPE_BETWEEN, "").replace(FILLER, "");
  return NAME_BEFORE.exec(near)?.[1] ?? "";
}
