import { isConfidential } from "../../../credentials/names";
import { namesAnother, saysOnlyCredential } from "../../../credentials/ownership";
import { withoutStyle } from "./markupBefore";
import { lastPart, nameBefore } from "./nameBefore";

/** How far before a secret Twilio may be named, when the secret's own name does not say it. */
const NEAR = 60;

/** What a log has before each line: a time and a level. */
const LOG_PREFIX =
  /^\[?\d{4}-\d\d-\d\d[T ][\d:.,]{5,20}Z?\]?[ \t]{1,4}(?:\[?(?:debug|info|warn(?:ing)?|error|trace)\]?[ \t:]{1,4})?/gim;

/** A short word before the rest of a name, which stands for what the settings are of: `nt_token`. */
const ABBREVIATION = /^[a-z]{1,3}_(?=[a-z])/i;

/** The end of a line that is inside a comment. */
const IN_COMMENT = /[ \t](?:\/\/|#|--)[ \t][^\n]{0,40}$/;

/** A product before what is its own, in a sentence: `the OpenWeatherMap key is …`. */
const PRODUCT =
  /\b(?!(?:the|our|your|my|its|this|that)\b)([A-Z]\w{2,40})(?:'s)?[ \t](?:API[ \t])?(?:key|token|secret|password)[ \t](?:is|was)[ \t]["'`*]{0,3}$/;

/** The opening of a section in YAML, TOML, an INI file or XML. */
const SECTIONS = /^[ \t]*(?:\[+([\w.-]{1,60})\]+|([\w.-]{1,60}):|<([\w.-]{1,60})>)[ \t]*\r?$/gm;

/** What a heading calls Twilio's settings: `Twilio`, `Twilio SMS (prod)`. */
const TITLE = String.raw`twilio(?:[ \t](?:sms|voice|api|auth|account|credentials|settings|config|configuration|verify|video|keys?|secrets?)){0,2}(?:[ \t]\([^()\n]{1,40}\))?:?`;

/** A comment as a heading, such as `# --- Twilio ---`, perhaps over a rule, and below it lines that each give a name its value. */
const BELOW_HEADING = new RegExp(
  String.raw`^[ \t]*(?:#|//|;)[ \t#=*-]{0,40}${TITLE}[ \t#=*-]{0,40}\r?\n(?:[ \t]*(?:#|//|;)[#=*/;-]{2,80}[ \t]*\r?\n)?(?:[ \t]*(?:[\w.-]{1,60}[ \t]*[=:][^\n]*)?\n){0,8}[^\n]*(?![^])`,
  "im",
);

/** A line with nothing but a title, and below it lines that stand further to the right. */
const BELOW_LINE = new RegExp(
  String.raw`^([ \t]*)${TITLE}[ \t]*\r?\n(?:\1[ \t]{1,8}[^\n]{1,120}\n){0,8}\1[ \t]{1,8}[^\n]{0,80}(?![^])`,
  "im",
);

/** A heading of Markdown or AsciiDoc, and below it lines without a heading of the same or a higher level. */
const BELOW_TITLE =
  /^(#{2,5}|={1,5})[ \t][^\n]{0,30}\btwilio\b[^\n]{0,30}\r?\n(?:(?!(?!\1[#=])[#=]{1,6}[ \t])[^\n]{0,200}\n){0,12}[^\n]{0,120}(?![^])/im;

/** A heading of reStructuredText, and below it lines without another heading. */
const BELOW_UNDERLINED =
  /^[^\n]{0,30}\btwilio\b[^\n]{0,30}\r?\n([=~^"*+-])\1{3,60}\r?\n(?:(?![=~^"*+-]{4,60}\r?\n)[^\n]{0,200}\n){0,12}[^\n]{0,120}(?![^])/im;

/** The subject of a mail or a ticket, and what stands below it. */
const BELOW_SUBJECT =
  /^(?:subject|summary|title|betreff|objet|asunto|assunto|oggetto|onderwerp):[^\n]{0,60}\btwilio\b[^]*(?![^])/im;

/** A line that introduces Twilio's settings, and below it lines that each give a name its value: `the logins for Twilio:`. */
const BELOW_INTRODUCTION =
  /^[^\n]{0,60}[ \t]twilio:\r?\n(?:[^\n:]{1,40}:[^\n]*\n){0,6}[^\n:]{1,40}:[^\n]{0,8}(?![^])/im;

/** Everything that announces settings of Twilio's, with the lines below it up to the secret. */
const SECTIONS_OF_TWILIO = [
  BELOW_HEADING,
  BELOW_LINE,
  BELOW_TITLE,
  BELOW_UNDERLINED,
  BELOW_SUBJECT,
  BELOW_INTRODUCTION,
];

/** A line that gives a name a value, or goes on with a comment. */
const NEXT_LINE = String.raw`(?:[ \t]*(?:#|//|--|;|\*)[^\n]{0,80}|[ \t]*[^\n#;]{1,60}[=:][^\n]{1,80}|[ \t]*update[ \t][^\n]{1,80})\r?\n`;

/** A comment about Twilio, and the lines below it. It leaves a comment alone about what Twilio is not. */
const BELOW_COMMENT = new RegExp(
  String.raw`^[ \t]*(?:#|//|--|;|\*|<!--)(?![^\n]{0,120}\b(?:not|unlike|instead|without|replaces|fallback)\b)[^\n]{0,80}\btwilio\b[^\n]{0,80}\r?\n(?:${NEXT_LINE}){0,2}[^\n]{1,80}(?![^])`,
  "im",
);

/** Whether the line of a secret that is called nothing but a credential stands below a comment about Twilio, and no other service. */
export function isBelowComment(before: string): boolean {
  const comment = BELOW_COMMENT.exec(before)?.[0];
  if (comment === undefined || namesAnother(comment)) return false;
  const name = lastPart(nameBefore(before));
  return isConfidential(name) && !/key$/i.test(name) && saysOnlyCredential(name);
}

/** Whether Twilio is named just before a secret, or by the section that it stands in. */
export function isInTwilioSection(name: string, before: string): boolean {
  const near = nearIn(before);
  const twilio = near.toLowerCase().lastIndexOf("twilio");
  // An API key on a line of its own is often another service's. Twilio calls its own a SID and a secret.
  const isOthers = /^api_?key$/i.test(name) && near.slice(twilio).includes("\n");
  const isOwn = saysOnlyCredential(name) && !/^(?:keys|secret_?key)$/i.test(name) && !isOthers;
  if (twilio >= 0 && isOwn) {
    const product = PRODUCT.exec(near)?.[1];
    const isAnothers = product !== undefined && !saysOnlyCredential(product);
    if (!isAnothers && !namesAnother(near.slice(twilio))) return true;
  }
  const settings = SECTIONS_OF_TWILIO.map((heading) => heading.exec(before)?.[0]).find(
    (found) => found !== undefined,
  );
  const ownName = name.replace(ABBREVIATION, "");
  if (settings !== undefined && saysOnlyCredential(ownName) && !namesAnother(leadsTo(settings)))
    return true;
  const linesBefore = before.slice(0, before.lastIndexOf("\n") + 1);
  const section = [...linesBefore.matchAll(SECTIONS)].at(-1);
  return section !== undefined && /twilio/i.test(section[0]);
}

/** The end of what stands before a secret, without what a log has before each line, and with the whole line of a comment. */
function nearIn(before: string): string {
  const plain = withoutStyle(before).replace(LOG_PREFIX, "");
  const line = plain.slice(plain.lastIndexOf("\n") + 1);
  return plain.slice(-(IN_COMMENT.test(line) ? Math.max(NEAR, line.length) : NEAR));
}

/** The headings over a secret in a document, its own paragraph, and what introduces it. */
function leadsTo(settings: string): string {
  const paragraphs = settings.split(/\n\s*\n/);
  const own = paragraphs.pop() ?? "";
  const leading = paragraphs
    .flatMap((paragraph) => paragraph.split("\n"))
    .flatMap((line) => {
      if (/^(?:#{1,6}|={1,6})[ \t]/.test(line)) return [line];
      return /:\s*$/.test(line) ? [line.split(/\.\s/).at(-1) ?? ""] : [];
    });
  return [...leading, own].join("\n");
}
