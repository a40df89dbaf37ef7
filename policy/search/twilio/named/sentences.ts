import { describes } from "../../../credentials/names";
import { namesAnother } from "../../../credentials/ownership";
import { identifies } from "../otherNames";
import { isToldInConversation, SOMETHING_ELSE, WORDS_OF_SECRET } from "./conversations";
import { withoutStyle } from "./markupBefore";
import { nameBefore } from "./nameBefore";

/** What every sentence about a secret calls it. */
const CALLS_SECRET = new RegExp(WORDS_OF_SECRET, "i");

/** The pattern of what people call a Twilio credential in a sentence or a comment. */
export const WORDS_OF_CREDENTIAL = String.raw`twilio(?:'s|:)?[ \t](?:(?:sub-?account|account|auth|access|api|key|prod|production|live|test|main)[ \t]){0,3}(?:token|secret|password)`;

/** A sentence before the value in it: `the auth token for our Twilio account is …`. */
const BEFORE =
  /\b(?:token|secret|password)\b(?![ \t]{1,2}(?:id|name|version|hash|file|path|arn)\b)[^\n.;!?]{0,40}\btwilio\b[^\n.;!?]{0,40}[ \t](?:is|was)(?:[ \t](?:now|still|currently))?[ \t]?:?[ \t]["'`*]{0,3}$/i;

/** The same without a verb: `usar el token de Twilio …`. */
const OF_TWILIO = new RegExp(
  String.raw`\b(?:${WORDS_OF_SECRET})[ \t](?:of|for|de|del|da|do|di|von|für)[ \t](?:\w{1,10}[ \t]){0,2}twilio:?[ \t]["'\`*]{0,3}$`,
  "i",
);

/** An auth token in a sentence, behind one about Twilio: `Log in to the Twilio console. … the account's auth token is …`. */
const AUTH_TOKEN =
  /\btwilio\b[^\n!?]{0,120}[ \t]auth[ -]?token(?:[ \t]of[ \t](?:\w{2,5}[ \t])?account)?[ \t](?:is|was)(?:[ \t](?:now|still))?[ \t]?:?[ \t]["'`*]{0,3}$/i;

/** A sentence behind the value in it: `… is the Twilio auth token`, `… (Twilio auth token)`. */
const AFTER = new RegExp(
  String.raw`^["'\`*]{0,3},?[ \t]{1,2}(?:as|is|was|=|<-|->|[-–—←(])[ \t]{0,2}(?:(?:the|our|my|your|a|this|still|now|current|old|new)[ \t]){0,3}${WORDS_OF_CREDENTIAL}\b(?![ \t_-]{1,2}(?:id|name|version|hash|digest|file|path|arn|rotat\w{1,4}|reader|check|job|test)\b)`,
  "i",
);

/** A comment behind the value that calls it a credential, or one below it: `# ^ this is the Twilio auth token`. */
const COMMENT = new RegExp(
  String.raw`^["'\`),;\]}]{0,4}(?:[ \t]{0,8}(?:#|//|--|;|'|/\*)|[ \t]{0,4}\r?\n[ \t]{0,8}(?:#|//|--|;)[ \t]{0,2}\^)[ \t]{0,4}(?:(?:this|is|the|our|my|your|old|new)[ \t]){0,3}${WORDS_OF_CREDENTIAL}\b`,
  "i",
);

/** An auth token in a sentence that does not say whose it is: `the auth token back to …`, `das Token dafür lautet …`. */
const OF_SECTION = new RegExp(
  String.raw`\b(?:auth[ -]?token\b[^\n.!?]{0,20}[ \t](?:is|was|to)|(?:new token|api secret)[ \t](?:is|was)|token\b[^\n!?]{0,80}\b(?:use[ \t]this[ \t]one(?:[ \t]for[ \t]now)?|(?:set|changed|put)[ \t]it[ \t](?:back[ \t])?to)|(?:primary|old|new|previous|current|live)[ \t]one\b[^\n.!?]{0,40}[ \t](?:is|was)|token\b[^\n!?;]{0,60}[ \t]the[ \t](?:new|current)[ \t]one[ \t]is|(?:${WORDS_OF_SECRET})\b[^\n.!?]{0,60}[ \t](?:lautet|est|es|é|è)|(?:the new value|il nuovo valore|el nuevo valor|le nouveau|der neue wert|o novo valor|de nieuwe)[ \t](?:is|è|es|est|ist|lautet|é)):?[ \t]["'\`*]{0,3}$`,
  "i",
);

/** A comment that says auth token, above a line that gives the value any name. */
const AUTH_TOKEN_ABOVE =
  /^[ \t]*(?:#|\/\/|--(?![a-z])|;|\*)[^\n]{0,40}\bauth[ -]?token\b(?![ -](?:id|name|version|hash|file|path|cache|is|comes|lives|in|from|via)\b)[^\n]{0,60}\r?\n[^\n]{1,80}(?![^])/im;

/** A sentence that says Twilio and announces what follows: `zet het Twilio-token opnieuw: …`, `a chave secreta da Twilio: …`. */
const ANNOUNCED_BY_NAME = new RegExp(
  String.raw`(?:\btwilio[ -](?:auth[ -])?(?:token|secret|password)\b|(?:${WORDS_OF_SECRET})\b[^\n.!?]{0,40}\btwilio\b)[^\n.!?:]{0,40}:[ \t]["'\`*]{0,3}$`,
  "i",
);

/** An auth token that a sentence announces, with words that say which one: `the auth token that the customer sent:`. */
const ANNOUNCED =
  /\bauth[ -]?token[ \t](?:of|for|from|that|which|the|they|we|he|she|when)\b[^\n.!?]{0,60}:{1,2}[ \t]["'`*]{0,3}$|\bthe[ \t]new[ \t]one\b[^\n.!?]{0,60}:[ \t]["'`*]{0,3}$/i;

/** An auth token that a sentence about Twilio has named: `Twilio: the auth token was regenerated, the new one is …`. */
const NEW_ONE =
  /\btwilio\b[^\n!?;]{0,40}\b(?:token|secret|password)\b[^\n!?;]{0,60}[ \t](?:the[ \t]new[ \t]one[ \t]is|it[ \t](?:should|must)[ \t]be):?[ \t]["'`*]{0,3}$/i;

/** The end of a line inside a sentence, which goes on in small letters. */
const WRAP = /(?<=[\w,])\r?\n[ \t]{0,12}(?=[a-z][^\n]*$)/;

/** What begins the lines of a comment in C and its like. */
const STAR = /\n[ \t]{0,40}\*(?!\/)[ \t]?/g;

/** The end of the line above a value that stands alone, perhaps in a block of code. */
const END_ABOVE = /\r?\n\s*(?:```\w{0,12}\r?\n\s*)?["'`]?$/;

/** A sentence about what is no credential itself. */
const DIGEST =
  /\b(?:hash|md5(?:sum)?|sha-?\d{1,3}(?:sum)?|digest|checksum|fingerprint|commit|revision|etag)\b/i;

/** Whether a sentence says that the value in it is a Twilio credential. It leaves `the digest of the Twilio token is …` alone. */
export function isCredentialInSentence(before: string, after: string): boolean {
  if (!CALLS_SECRET.test(before) && !CALLS_SECRET.test(after)) return false;
  if (isToldInConversation(before, after)) return true;
  const lines = withoutStyle(before).replace(STAR, "\n").replace(END_ABOVE, " ").replace(WRAP, " ");
  const line = lines.slice(lines.lastIndexOf("\n") + 1).replace(/[ \t]+$/, " ");
  const says =
    BEFORE.test(line) ||
    AFTER.test(after) ||
    COMMENT.test(after) ||
    NEW_ONE.test(line) ||
    OF_TWILIO.test(line) ||
    (AUTH_TOKEN.test(line) && !namesAnother(line)) ||
    ((OF_SECTION.test(line) || isBelowAuthToken(before)) && isAboutTwilio(before)) ||
    (ANNOUNCED.test(line) && isAboutTwilio(before) && !SOMETHING_ELSE.test(line)) ||
    (ANNOUNCED_BY_NAME.test(line) && !SOMETHING_ELSE.test(line) && !endsInDescription(line));
  return says && !isAboutDigest(line);
}

function isBelowAuthToken(before: string): boolean {
  const name = nameBefore(before);
  return AUTH_TOKEN_ABOVE.test(before) && !describes(name) && !identifies(name, before);
}

/** Whether the last word of what announces a value says that it is something else: `Twilio token, see page: …`. */
function endsInDescription(line: string): boolean {
  const last = /([\w-]{2,40})["'`]?:[\s"'`*]*$/.exec(line)?.[1] ?? "";
  return describes(last) || identifies(last, "");
}

/** Whether Twilio is named before a sentence, and no other service behind it. */
function isAboutTwilio(before: string): boolean {
  const twilio = before.toLowerCase().lastIndexOf("twilio");
  return twilio >= 0 && !namesAnother(before.slice(twilio));
}

/** Whether the line before a value says that the value is a digest or the like. */
export function isAboutDigest(before: string): boolean {
  return DIGEST.test(before.slice(before.lastIndexOf("\n") + 1));
}
