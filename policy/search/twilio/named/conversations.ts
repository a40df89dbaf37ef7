import { namesAnother } from "../../../credentials/ownership";

/** What people call a token, a secret or a password, in several languages. */
export const WORDS_OF_SECRET =
  "token|secret|password|passwort|jeton|mot de passe|contraseña|clave|senha|wachtwoord|(?:clé|chave|chiave) (?:secrète|secreta|segreta)";

/** What people call a Twilio credential when they ask for it: `the Twilio auth token`, `the token of our Twilio account`. */
const ASKED_FOR =
  /\b(?:twilio(?:'s)?[ \t](?:[^\n?.]{0,40}[ \t])?(?:token|secret|password)|(?:token|secret|password)\b[^\n?.]{0,40}[ \t]twilio)\b/gi;

/** The time and the name before what a person says in a chat: `[00:01:31] Caller (chat): `, `ben> `. */
const SPEAKER = String.raw`(?:[*-][ \t])?(?:\[?\d[\d:., /-]{3,24}(?:[AP]M)?\]?[ \t,-]{1,4})?(?:[<@*]{0,2}[A-Za-z][\w .-]{0,30}[>*]{0,2}(?:[ \t]\([^()\n]{1,20}\))?[:>]|\([A-Za-z]\w{1,20}\))[ \t]{0,4}`;

/** What a mail has before each line that it quotes. */
const QUOTE_MARKS = /^[ \t]*(?:>[ \t]?){1,6}/gm;

/** Words that hand something over: `sure, it's …`. */
const HANDING = String.raw`(?:(?:sure|yes|yep|yeah|ok|here|here you go|here's|it's|it is|that's|the twilio one is|s[íi]|ja|oui|es este|c'est|hier|voici|ecco|try|use)[,:!]?[ \t]{1,2}){0,3}["'\`*]{0,3}$`;

/** A value in the next answer, with a name before it or without one, and what was said behind the question. */
const NEXT_ANSWER = new RegExp(
  String.raw`^[^\n?]{0,40}\?([^\n?]{0,60})\r?\n\s{0,8}(?:${SPEAKER})?${HANDING}`,
  "i",
);

/** A value that is all that the next person says. */
const NEXT_LINE = new RegExp(String.raw`^[^\n]{0,60}\r?\n${SPEAKER}["'\`*]{0,3}$`, "i");

/** How people ask for something. */
const ASKS = /\b(?:send|give|share|need|paste|post|what(?:'s| is))\b/i;

/** A value that is all that a person says, some answers later. */
const LATER_ANSWER = new RegExp(
  String.raw`^[^\n]{0,80}\r?\n(?:${SPEAKER}[^\n]{1,80}\r?\n){0,3}${SPEAKER}["'\`*]{0,3}$`,
  "i",
);

/** A value that is all that a person says. */
const ALONE_IN_CHAT = new RegExp(`^${SPEAKER}${HANDING}`, "i");

/** Something in a chat that is called a token or a password. */
const TOKEN = new RegExp(String.raw`\b(?:${WORDS_OF_SECRET})\b`, "i");

/** A value in a line of its own, below a line with a speaker and a time, as a chat shows it: `Ben  10:33 AM`. */
const BELOW_SPEAKER =
  /^[^\n]{0,80}\r?\n\s{0,4}[A-Z][\w .-]{1,30}[ \t]{1,4}\d{1,2}:\d\d(?:[ \t]?[AP]M)?\r?\n(?:[^\n]{1,60}\r?\n){0,2}["'`*]{0,3}$/;

/** A value that a mail hands over in a line of its own: `as discussed, here it is:`. */
const IN_MAIL =
  /^(?:[^\n]{0,120}\r?\n){1,5}[^\n]{0,80}\b(?:here you\b|it(?:'s| is)\b|this is\b)[^\n]{0,40}\r?\n\s{0,20}["'`*]{0,3}$/i;

/** The end of an answer, and what people ask for behind it: `… pls delete it`. */
const ENDS_ANSWER =
  /^["'`*]{0,3}(?:[ \t]:\w{1,20}:)?(?:[.!](?:\s|$)|(?:[,;]|[ \t][–-])?\s{0,4}(?:\n|$|(?:pls|please|plz|but|and|thanks|thx|don't|do not|delete|keep|rotate)\b))/i;

/** Something else that is talked about: `which commit?`, `the id of the recording`. */
export const SOMETHING_ELSE =
  /\b(?:ids?|commit|build|hash|md5|sha-?\d{0,3}|digest|checksum|run|job|request|trace|image|session|version|recording|hook|where)\b/i;

/** A question for something else. `and that is?` asks for the same again. */
const OTHER_QUESTION = /(?<!\b(?:that|it|this|what|which)(?:[ \t]is)?)\?/i;

/** Whether a value is what somebody answers who was asked for a Twilio credential. It leaves the answer to `which commit?` alone. */
export function isToldInConversation(asWritten: string, after: string): boolean {
  const before = asWritten.replace(QUOTE_MARKS, "");
  if (ENDS_ANSWER.test(after) && isHandedOverInChat(before)) return true;
  const asked = [...before.matchAll(ASKED_FOR)].at(-1);
  if (asked === undefined || !ENDS_ANSWER.test(after)) return false;
  const rest = before.slice(asked.index + asked[0].length);
  const line = before.slice(before.lastIndexOf("\n", asked.index) + 1, asked.index);
  const aside = NEXT_ANSWER.exec(rest)?.[1];
  if (aside !== undefined) {
    return !/\bwhere\b/i.test(line) && !namesAnother(line) && !SOMETHING_ELSE.test(aside);
  }
  if (ASKS.test(line) && NEXT_LINE.test(rest) && !SOMETHING_ELSE.test(rest)) return true;
  const isChat =
    BELOW_SPEAKER.test(rest) || (LATER_ANSWER.test(rest) && hasSpokenBefore(line + rest));
  if (!isChat && !IN_MAIL.test(rest)) return false;
  const others = rest.slice(rest.indexOf("\n"));
  return !SOMETHING_ELSE.test(rest) && !OTHER_QUESTION.test(others) && !namesAnother(rest);
}

/** Whether a value is all that somebody says in a chat about a token of Twilio's, and about nothing else. */
function isHandedOverInChat(before: string): boolean {
  if (!ALONE_IN_CHAT.test(before.slice(before.lastIndexOf("\n") + 1))) return false;
  if (!/\btwilio\b/i.test(before)) return false;
  if (!hasSpokenBefore(before) || SOMETHING_ELSE.test(before) || namesAnother(before)) return false;
  const said = before.split("\n");
  const aboutToken = said.findLastIndex((message) => TOKEN.test(message));
  return aboutToken >= 0 && !said.slice(aboutToken + 1).some((message) => message.includes("?"));
}

/** Whether the last line begins with a person who has spoken before. In a list of settings, each line has a name of its own. */
function hasSpokenBefore(talk: string): boolean {
  const last = talk.lastIndexOf("\n") + 1;
  const speaker = /[A-Za-z][\w-]*/.exec(talk.slice(last))?.[0];
  return speaker !== undefined && talk.slice(0, last).includes(speaker);
}
