import { namesAnother, saysOnlyCredential } from "../../../credentials/ownership";

/** How far before a secret Twilio may be named, when the secret's own name does not say it. */
const NEAR = 60;

/** A product before what is its own, in a sentence: `the OpenWeatherMap key is …`. */
const PRODUCT =
  /\b(?!(?:the|our|your|my|its|this|that)\b)([A-Z]\w{2,40})(?:'s)?[ \t](?:API[ \t])?(?:key|token|secret|password)[ \t](?:is|was)[ \t]["'`*]{0,3}$/;

/** The opening of a section in YAML, TOML, an INI file or XML. */
const SECTIONS = /^[ \t]*(?:\[+([\w.-]{1,60})\]+|([\w.-]{1,60}):|<([\w.-]{1,60})>)[ \t]*\r?$/gm;

/** A comment as a heading, such as `# --- Twilio ---`, and below it lines that each give a name its value. */
const BELOW_HEADING =
  /^[ \t]*(?:#|\/\/|;)[ \t#=*-]{0,40}twilio(?:[ \t](?:sms|voice|api|auth|account|credentials|settings|config|configuration|verify|video|keys?|secrets?)){0,2}:?[ \t#=*-]{0,40}\r?\n(?:[ \t]*(?:[\w.-]{1,60}[ \t]*[=:][^\n]*)?\n){0,8}[^\n]*(?![^])/im;

/** A heading of Markdown or AsciiDoc, and below it lines without a heading of the same or a higher level. */
const BELOW_TITLE =
  /^(#{2,5}|={1,5})[ \t][^\n]{0,30}\btwilio\b[^\n]{0,30}\r?\n(?:(?!(?!\1[#=])[#=]{1,6}[ \t])[^\n]{0,200}\n){0,12}[^\n]{0,120}(?![^])/im;

/** A heading of reStructuredText, and below it lines without another heading. */
const BELOW_UNDERLINED =
  /^[^\n]{0,30}\btwilio\b[^\n]{0,30}\r?\n([=~^"*+-])\1{3,60}\r?\n(?:(?![=~^"*+-]{4,60}\r?\n)[^\n]{0,200}\n){0,12}[^\n]{0,120}(?![^])/im;

/** Whether Twilio is named just before a secret, or by the section that it stands in. */
export function isInTwilioSection(name: string, before: string): boolean {
  const near = before.slice(-NEAR);
  const twilio = near.toLowerCase().lastIndexOf("twilio");
  if (twilio >= 0 && saysOnlyCredential(name) && !/^keys$/i.test(name)) {
    const product = PRODUCT.exec(near)?.[1];
    const isAnothers = product !== undefined && !saysOnlyCredential(product);
    if (!isAnothers && !namesAnother(near.slice(twilio))) return true;
  }
  const settings = [BELOW_HEADING, BELOW_TITLE, BELOW_UNDERLINED]
    .map((heading) => heading.exec(before)?.[0])
    .find((found) => found !== undefined);
  if (settings !== undefined && saysOnlyCredential(name) && !namesAnother(settings)) return true;
  const linesBefore = before.slice(0, before.lastIndexOf("\n") + 1);
  const section = [...linesBefore.matchAll(SECTIONS)].at(-1);
  return section !== undefined && /twilio/i.test(section[0]);
}
