import { describes } from "../../credentials/names";

/** A call that makes Twilio's client, or something else that signs, with its arguments. */
const CALL =
  /(?:["']twilio["']\)|\b[Tt]wilio(?:Rest)?(?:Client)?(?:\.(?:[Ii]nit|Twilio|TwilioRestClient|(?:rest\.)?Client|default|New(?:Rest)?Client))?|\b(?:Client|RequestValidator|AccessToken))[ \t]?\(([^()\n]{1,200})\)/g;

/**
 * The names of the variables that a program hands to Twilio's client as a secret: any argument but the first, or the only one.
 *
 * It finds `AUTH_ID` in `Twilio.init(ACCOUNT, AUTH_ID)`, and nothing in `twilio(sid, read("token"))`.
 */
export function namesHandedToTwilio(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, list = ""] of text.matchAll(CALL)) {
    const all = list.split(",").map((argument) => argument.trim());
    for (const argument of all.length === 1 ? all : all.slice(1)) {
      const name = /^(?:\w{1,30}\.)?([A-Za-z_]\w{2,60})$/.exec(argument)?.[1];
      if (name !== undefined && (/auth|pass/i.test(name) || !describes(name))) names.add(name);
    }
  }
  return names;
}
