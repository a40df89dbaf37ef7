import { describes, isConfidential, namesCredentials } from "../credentials/names";
import { isOpaque } from "../credentials/opaque";

/** A Twilio credential that no stack config holds, recognised by its looks or by what stands beside it. */
export interface Shape {
  readonly title: string;
  /** Whether the text alone proves it, or the Twilio name beside it does. */
  readonly evidence: "shape" | "context";
}

const SIDS = /(?<![0-9A-Za-z])(?:(AC|ac)|SK|sk)([0-9a-fA-F]{32})(?![0-9A-Za-z])/g;

/** 32 hexadecimal digits, or letters and digits: an auth token or an API key secret, if Twilio stands beside it. */
const SECRET = /(?<![0-9A-Za-z])[0-9A-Za-z]{32}(?![0-9A-Za-z])/g;

const BARE_SECRET = /(?<![0-9A-Za-z./_#@-])[0-9A-Za-z]{32}(?![0-9A-Za-z./_@-])/g;

/** The SID that a secret belongs to, as in a URL's user information or a `Basic` header. */
const SID_BEFORE = /(?:AC|SK)[0-9a-f]{32}["']?[:\s,]{1,3}["']?$/i;

/** The host that a secret is sent to, as in a URL's user information or after curl's option `-u`. */
const TWILIO_AFTER = /^(?:@|["']?\s{1,8}["']?https:\/\/)[\w.-]{0,40}\btwilio\.com/i;

/** How much of the text before a secret is looked at. */
const REACH = 480;

/** How far before a secret its own name may begin. */
const NAME_REACH = 160;

/** How far before a secret Twilio may be named, when the secret's own name does not say it. */
const NEAR = 60;

/** The opening of a section in YAML, TOML, an INI file or XML. */
const SECTIONS = /^[ \t]*(?:\[+([\w.-]{1,60})\]+|([\w.-]{1,60}):|<([\w.-]{1,60})>)[ \t]*\r?$/gm;

/** A call of Twilio's client, or its constructor, in whose arguments a secret stands. */
const CALL = /(?:twilio\w{0,20}(?:\.\w{1,20})?|\bClient)["')]{0,3}[^\S\n]?\([^\n]{0,160}["']$/i;

/** The user before a password, as curl takes them. */
const USER_BEFORE = /(?:-u|--user)[ =]["']?[^\s"':]{1,80}:$/;

/** Names of files, beside which a digest stands. */
export const FILE =
  /\.(?:[cm]?[jt]s|py|zip|t?gz|tar|jar|whl|css|map|json|ya?ml|so|go|rb|php|html)$/i;
/** An image before its tag. */
const IMAGE = /(?:^|[\s"'/=])[a-z0-9]+(?:[._-]+[a-z0-9]+)+:$/;

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
  const opaque = [...text.matchAll(SECRET)].filter(([secret]) => isOpaque(secret));
  // Looked for once in the whole text: a list of digests would look for it as often as it has digests.
  const saysTwilio = opaque.length > 0 && /twilio/i.test(text);
  const secrets = opaque
    .filter(({ index }) => isBesideTwilio(text, index, saysTwilio))
    .map(([secret]): Shape => ({ title: secretTitle(secret), evidence: "context" }));
  return [...sids, ...secrets];
}

/** The secrets in a text that stand for themselves, not in a path, after a dash or beside a name that describes them. */
export function bareSecrets(text: string): string[] {
  return [...text.matchAll(BARE_SECRET)]
    .filter(({ 0: secret, index }) => isOpaque(secret) && !isDescribed(text.slice(0, index)))
    .map(([secret]) => secret);
}

/** What a secret of 32 characters is, whose place has proved that it is one. */
export function secretTitle(secret: string): string {
  return /^[0-9a-f]+$/i.test(secret) ? "auth token" : "API key secret";
}

function isBesideTwilio(text: string, start: number, saysTwilio: boolean): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(start + 32, start + REACH);
  if (SID_BEFORE.test(before) || TWILIO_AFTER.test(after)) return true;
  if (/arn:[^\s"']{0,150}$/.test(before) || !saysTwilio) return false;
  if (CALL.test(before)) return true;
  if (USER_BEFORE.test(before)) return /\btwilio\.com/i.test(before + after);
  const name = nameBefore(before);
  if (name === "" || describes(name) || FILE.test(name)) return false;
  if (namesCredentials(name.slice(name.lastIndexOf(".") + 1))) return true;
  if (isConfidential(name)) return /twilio/i.test(name) || isInTwilioSection(before);
  return /twilio/i.test(name) && !IMAGE.test(before);
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
  return NAME_BEFORE.exec(before.slice(-NAME_REACH).replace(FILLER, ""))?.[1] ?? "";
}
