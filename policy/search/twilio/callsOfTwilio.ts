import { isCredentialName } from "../../credentials/ownership";

/** A call of Twilio's client, or of its constructor, up to its arguments. */
const CALL =
  /(?:twilio[\w\\]{0,20}(?:(?:\.|::)\w{1,20}){0,3}|\bNewRequestValidator|(?<![\w\\.:])(?:Client|RequestValidator|AccessToken(?:\.Builder)?|validateRequest\w{0,12}))["')]{0,3}(?:\.(?:toHaveBeen\w{1,24}|default|Twilio)\)?|->__construct)?(?:[^\S\n]?\(|\.new[ \t])/gi;

/** The arguments before a secret: on the line of the call, or on several lines without a statement or a block between. */
export const ARGUMENTS_BEFORE =
  /^(?:[^\n]{0,160}|(?:[^;(){}]|\((?:[^;(){}]|\([^;(){}]{0,60}\)){0,60}\)){0,160}(?:\.\w{1,20}\(|\{[ \t]?)?)["'`]$/;

/** A further call on the result of the first one, which takes the secret: `.setPassword("`. */
const NEXT_CALL = /\.(\w{1,40})\(["'`]$/;

/** Whether a text ends among the arguments of a call of Twilio's: `Twilio.init(sid, "`, and not `twilio.etag()).isEqualTo("`. */
export function endsInCallOfTwilio(before: string): boolean {
  if (!/["'`]$/.test(before)) return false;
  return [...before.matchAll(CALL)].some((call) => {
    const given = before.slice(call.index + call[0].length);
    return (
      ARGUMENTS_BEFORE.test(given) &&
      (isOpen(given) || isCredentialName(NEXT_CALL.exec(given)?.[1] ?? ""))
    );
  });
}

/**
 * Whether arguments are still open at their end: no bracket is closed that they did not open.
 * Haskell has brackets around each argument.
 */
function isOpen(given: string): boolean {
  let depth = 0;
  for (const [sign] of given
    .replace(/"[^"\n]*"|'[^'\n]*'/g, "")
    .replace(/\)[ \t]?\(/g, ",")
    .matchAll(/[()]/g)) {
    depth += sign === "(" ? 1 : -1;
    if (depth < 0) return false;
  }
  return true;
}
