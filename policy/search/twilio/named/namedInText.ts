import { describes, isConfidential, namesCredentials } from "../../../credentials/names";
import {
  belongsToAnother,
  isCredentialName,
  isOtherKey,
  namesAnother,
  saysOnlyCredential,
} from "../../../credentials/ownership";
import { saysNothing } from "../../../credentials/speakingName";
import { TWILIO_WORDS } from "../../../credentials/twilioCredentials";
import { isCredentialsName } from "../../judgement";
import { isOption, lastPart, lineAround, nameBefore, REACH } from "./nameBefore";
import {
  EXPECTED,
  identifies,
  isExampleOfOther,
  isLookedUp,
  isOfAnotherService,
  isPartOfAddress,
} from "../otherNames";
import { isBelowChoice, isReturnedForTwilio } from "./choices";
import {
  isOptionAboutTwilio,
  isPipedToTwilio,
  isPrintedByCommand,
  isStoredByCommand,
} from "./commands";
import { hasNameOfCredential } from "./furtherNames";
import { isBelowComment, isInTwilioSection } from "./sections";
import { isAboutDigest, isCredentialInSentence, WORDS_OF_CREDENTIAL } from "./sentences";

/** The columns of a row in SQL that says Twilio. */
const SQL_COLUMNS =
  /\binsert\s{1,8}into\b[^;(]{0,100}\(([^)]{1,200})\)\s{0,8}values\b[^;]{0,200}'$/i;

/** What shows that the lines around a secret call Twilio: an address of its API, its library, its part of a config, a struct of Go, or words. */
const CALLS_TWILIO =
  /\b(?:api|verify|video|chat|conversations|messaging|studio|lookups|sync|taskrouter|pstn|sip)\.twilio\.com|\b(?:import|from|require|using|use)\b[ (]{1,2}["'@\w\\/.-]{0,60}twilio|\bgithub\.com\/twilio\/|\b(?:com\.)?twilio\.(?:rest|jwt|twiml|http)\b|\btwilio(?:rest)?exception\b|\b(?:through|via|using|connection to)\s{1,8}twilio\b|\bConfig\(["']twilio["']\)|\btype[ \t]\w{0,30}twilio\w{0,30}[ \t]struct\b/i;

/** A key with which a program signs what it compares with the signature of Twilio's requests, as a log has it. */
const SIGNED_WITH =
  /\bX-Twilio-Signature\b[^]{0,300}\b(?:hmac|sign(?:ing|ature)?)[ _-]?(?:key|secret)["'`]?[ \t]{0,2}[=:][ \t]{0,2}["'`]?$/i;

/** A login for a host that is not Twilio's, in a file for `netrc`. Twilio's has been found before. */
const MACHINE = /(?:^|\s)machine[ \t]{1,4}\S{1,80}\s[^#]{0,160}password[ \t]{1,4}["']?$/;

/** Words before a value that call it a Twilio credential, as a comment does: `# old twilio auth token, rotate: …`. */
const CALLED_CREDENTIAL = new RegExp(String.raw`\b${WORDS_OF_CREDENTIAL}\b[^\n]{0,60}$`, "i");

/** The same as a comment of its own, with at most one more line of it, above a line that gives the value any name. */
const COMMENT_ABOVE = new RegExp(
  String.raw`^[ \t]*(?:#|//|--|;|\*)[ \t]*(?:[\w$%{}.-]{1,40}[ \t]{0,4}(?:[=:-]|is)[ \t]{1,4})?(?:(?:the|our|my|your)[ \t])?${WORDS_OF_CREDENTIAL}(?:[ \t](?:of|for)[ \t][^\n]{1,40}|,[ \t](?:please|do not|don't|never)\b[^\n]{1,60})?[^\w\n]*\r?\n(?:[ \t]*(?:#|//|--|;|\*)[^\n]{0,80}\r?\n)?[^\n]{1,80}(?![^])`,
  "im",
);

/** A comment at the end of the line that says Twilio. */
const COMMENT_AFTER =
  /^(?:["'`),;\]}]{0,4}[ \t]{0,8}(?:#|\/\/|--|\/\*)|["'`)]{0,3}[ \t]{1,8}')[^\n]{0,80}twilio/i;

/** The same, and nothing else, so that the secret may have the name of any key. */
const ONLY_TWILIO_AFTER = /^["'`),;]{0,4}[ \t]{1,8}(?:#|\/\/|--)[ \t]{0,2}twilio[ \t]*\r?(?:\n|$)/i;

/** A host of Twilio's behind a secret, as a telephone system has it in one statement: `password 0 … realm sip.twilio.com`. */
const HOST_AFTER =
  /^["']?[ \t](?:realm|host|proxy|server|domain)[ \t=]{1,3}["']?(?:[\w-]{1,40}\.){1,4}twilio\.com\b/i;

/** An image before its tag. */
const IMAGE = /(?:^|[\s"'/=])[a-z0-9]+(?:[._-]+[a-z0-9]+)+:$/;

/** A line that gives a value, below a line that gives its name: `Name: TWILIO_AUTH_TOKEN` over `Value: …`. */
const VALUE_LINE = /\bvalue["']?[ \t]{0,4}[:=][ \t]{0,8}["'`]?$/i;
const NAME_LINE =
  /\b(?:name|key|variable)["']?[ \t]{0,4}[:=][ \t]{0,8}["'`]?([\w./:-]{2,120})["'`,]{0,2}\s*$/i;

/** A blank behind a name, which assigns nothing unless the name is a credential's: `snapshot: twilio-webhook …`. */
const BLANK_AFTER = /twilio(?:[_.-]\w[\w.-]{0,80})?[ \t]{1,8}$/i;

/** Names of files that may hold a credential, so that a digest next to them says nothing. */
const DOCUMENT = /\.(?:txt|md|enc|gpg|age|pem|env|xml|toml|ini|conf|cfg|log|csv)$/i;

/** A label such as `Auth Token (Twilio)`, whose value stands alone on the next line. */
const LABEL_ABOVE =
  /(?:^|\n)([^\n]{0,40}\b(?:twilio[^\n]{0,24}\b(?:token|secret|password)|(?:token|secret|password)\b[^\n]{0,12}\btwilio)\b[^\n]{0,60})\n(?:[^\n0-9A-Za-z]{0,8}(?:[a-z]{1,8}\r?)?\n)?[^\n0-9A-Za-z]{0,12}$/i;

/** The beginning of a line that holds nothing but the secret. */
const STANDS_ALONE = /\n[^\n0-9A-Za-z]{0,12}$/;

/** A block or a statement of code that ends before a keyword, as in minified code: its names are not those of what follows. */
const CLOSED_BLOCK = /^.*[};](?=[;,]?(?:return|function|var|let|const|case|if|else|catch|class)\b)/;

/** A number as a key, as in the table of a bundle's parts: `{123:"…"}`. */
const NUMBERED = /[{,]\s{0,20}["']?\d{1,10}["']?\s{0,4}:\s{0,4}["'`]$/;

/** What a program reads its settings from. */
const OF_PROGRAM = /^(?:process\.env|context|ctx|self|this|config|cfg|env|settings)\./i;

/** Names that say nothing of the value they hold. */
const HOLDER =
  /^(?:|value|variable|body|b|n|e|(?:env-?|load_)?default|defaultvalue|d|data-raw|fallback|default[_-]value|example|string|data|field|literal|echo|printf|parametervalue|s|v|val|tobe|toequal|equals?|eq|returns?|is|was|as|it|set|to|into|with|put|or|orelse|or_else|unwrap_or|getordefault)$/i;

/**
 * Whether a secret's own name in a text, such as `token=` before it, and Twilio's name near it say that it is Twilio's. It finds
 * `# Twilio` over `SMS_TOKEN=…`, and leaves the digest in `md5: …` alone.
 * @param aboutTwilio whether the text as a whole stands under a Twilio name.
 */
export function isNamedInText(text: string, start: number, aboutTwilio: boolean): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  if (isPartOfAddress(before) || MACHINE.test(before)) return false;
  const columns = SQL_COLUMNS.exec(before)?.[1];
  if (columns !== undefined && !/token|secret|password|auth|key|val|cred|\b[kv]\b/i.test(columns)) {
    return false;
  }
  if (isCredentialInSentence(before, text.slice(start + 32, start + REACH))) return true;
  const label = STANDS_ALONE.test(before) ? LABEL_ABOVE.exec(before)?.[1] : undefined;
  if (label !== undefined && !describes(label)) return true;
  if (isReturnedForTwilio(before) || isPrintedByCommand(before) || SIGNED_WITH.test(before)) {
    return true;
  }
  const name = nameBefore(before);
  if (!describes(name) && isStoredByCommand(text, start)) return true;
  const after = text.slice(start + 32, start + REACH);
  if (hasNameOfCredential(before, after)) return true;
  if (HOLDER.test(name) || (name.includes(".") && saysNothing(name)))
    return !isExampleOfOther(name, before) && namesCredentialOnLine(text, start);
  const isAdvice = /^rotated?$/i.test(name) && CALLED_CREDENTIAL.test(before);
  if (isAdvice) return true;
  if (describes(name) || identifies(name, before) || belongsToAnother(name, undefined))
    return false;
  const isCredential = isCredentialName(name);
  if (isCredential && isOfAnotherService(before)) return false;
  if (ONLY_TWILIO_AFTER.test(after) && isConfidential(lastPart(name))) return true;
  if (!/twilio/i.test(name) && isOtherKey(name)) return false;
  if (isLookedUp(before, text.slice(start + 32, start + 33), isCredential)) return false;
  const own = lastPart(name);
  // Many services have an API key. Twilio calls its own a SID.
  if (namesCredentials(own) && !/^api[_-]?key$/i.test(own))
    return !(isOption(before) && namesAnother(lineAround(text, start)[0]));
  if (CALLED_CREDENTIAL.test(before) || COMMENT_ABOVE.test(before)) return !isAboutDigest(before);
  if (isCredential) {
    return (
      (aboutTwilio && saysOnlyCredential(own)) ||
      /twilio/i.test(name) ||
      isInTwilioSection(own, before) ||
      isBelowComment(before) ||
      isBelowChoice(before) ||
      isOptionAboutTwilio(text, start) ||
      isInCaller(text, start) ||
      (saysOnlyCredential(own) && HOST_AFTER.test(text.slice(start + 32, start + REACH))) ||
      COMMENT_AFTER.test(text.slice(start + 32, start + REACH))
    );
  }
  // In `the MD5 of the image of Twilio is …`, the sentence says what the name does not.
  if (/^twilio$/i.test(name) && isAboutDigest(before)) return false;
  return /twilio/i.test(name) && !IMAGE.test(before) && !BLANK_AFTER.test(before);
}

/** Whether the line of a secret names a Twilio credential, as a command does: `put-parameter --name …/twilio/token --value …`. */
function namesCredentialOnLine(text: string, start: number): boolean {
  const [line, rest] = lineAround(text, start);
  const before = line.replace(CLOSED_BLOCK, "").split("&&").at(-1) ?? "";
  const [after = ""] = rest.split("&&", 1);
  if (NUMBERED.test(before)) return false;
  if (describes(EXPECTED.exec(before)?.[1] ?? "")) return false;
  const allBefore = text.slice(Math.max(0, start - REACH), start);
  if (CALLED_CREDENTIAL.test(before) || COMMENT_ABOVE.test(allBefore)) return true;
  if (VALUE_LINE.test(before)) {
    const named = NAME_LINE.exec(text.slice(Math.max(0, start - REACH), start - before.length));
    if (named?.[1] !== undefined && isCredentialsName(named[1])) return true;
  }
  if (isPipedToTwilio(before, after)) return true;
  const near = `${before} ${after}`;
  if (!/twilio/i.test(near)) return false;
  const names = near.match(TWILIO_WORDS) ?? [];
  return names.some((name) => !DOCUMENT.test(name) && isCredentialsName(name));
}

/**
 * Whether a variable that is called nothing but a credential stands in lines that call Twilio and name no other service: `token =
 * "…"` some lines above `urlopen("https://api.twilio.com/…")`.
 */
export function isInCaller(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(start + 32, start + 32 + REACH);
  const name = nameBefore(before).replace(OF_PROGRAM, "");
  if (/twilio/i.test(name) && isCredentialName(name)) return true;
  if (!/token|secret|pass|pwd?\b|auth|cred|\btok\b/i.test(name) || !saysOnlyCredential(name))
    return false;
  if (![before, after].some((text) => CALLS_TWILIO.test(text))) return false;
  return !namesAnother((before + after).replaceAll("github.com", ""));
}
