import { wrongUse } from "../terminal/scriptError";

/**
 * Checks a URL that Twilio shall call.
 *
 * @param what - the option or the stack output that it comes from
 * @throws ScriptError with exit code 2 for anything but an absolute HTTPS URL without user and password
 */
export function requireHttps(url: string, what: string): URL {
  if (!URL.canParse(url)) {
    throw wrongUse(`${what} is not a URL`, `give it as https://HOST/PATH`);
  }
  const parsed = new URL(url);
  if (parsed.protocol !== "https:") {
    throw wrongUse(
      `${what} is ${parsed.protocol}//…: Twilio would send the calls' data in plain text, and opens streams only over TLS`,
      "give an https:// URL; the stack's output webhookUrl is one",
    );
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw wrongUse(
      `${what} holds a user or a password`,
      "leave them out: the service checks Twilio's signature",
    );
  }
  return parsed;
}
