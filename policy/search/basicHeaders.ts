import { REACH } from "./twilio/named/nameBefore";
import { isSecret } from "./twilio/secrets";

/** The value of a `Basic` header. */
const BASIC_HEADER = /\bBasic[ \t]{1,4}([0-9A-Za-z+/]{44,300}={0,2})/g;

/** The same before it is encoded, as the HTTP clients of editors take it. */
const CLEAR_BASIC_HEADER = /\bBasic[ \t]{1,4}[^\s:"']{1,80}[ :]([0-9A-Za-z]{32})(?![0-9A-Za-z])/g;

/** The passwords of 32 characters in the `Basic` headers of a text that are sent to Twilio. */
export function basicPasswordsIn(text: string): string[] {
  if (!text.includes("Basic")) return [];
  const encoded = passwordsOf(text, BASIC_HEADER).map(
    (header) => Buffer.from(header, "base64").toString("latin1").split(":")[1] ?? "",
  );
  return [...encoded, ...passwordsOf(text, CLEAR_BASIC_HEADER)].filter(
    (password) => /^[0-9A-Za-z]{32}$/.test(password) && isSecret(password),
  );
}

/** What a pattern's group holds, where an address at twilio.com is near. */
function passwordsOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: whole, 1: password = "", index }) => {
    const around = text.slice(Math.max(0, index - REACH), index + whole.length + REACH);
    return /\btwilio\.com/i.test(around) ? [password] : [];
  });
}
