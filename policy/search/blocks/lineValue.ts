import { TWILIO_ADDRESS } from "./blockNode";

/** A call of Twilio's library in a line, one whose first argument is Twilio, or a name that says Twilio, before a block: `"TwilioToken", {`. */
const TWILIO_CALL =
  /[\w.:]{0,40}twilio[\w.:]{0,40}(?=>?[({])|(?<=\(["'`])twilio(?=["'`],)|(?<=["'`])[\w./-]{0,60}twilio[\w./-]{0,60}(?=["'`],[ \t]{0,4}[{[(]$)/i;

/** A value of a line without its quotes and the comma or semicolon behind it. */
export function unquoted(text: string): string {
  const value = text.trim();
  return /^(["'`])[^]*\1[,;]?$/.exec(value) === null
    ? value.replace(/[,;]$/, "")
    : value.replace(/[,;]$/, "").slice(1, -1);
}

/** A line without the comment at its end. */
export function withoutComment(text: string): string {
  const comment = /[ \t](?:#|\/\/)[ \t]/.exec(text);
  return comment === null ? text : text.slice(0, comment.index);
}

/**
 * The call or the address of Twilio's in a line. As a key would, it says whose the settings below the line are:
 * `client := twilio.NewRestClient(Params{`, `post("https://api.twilio.com/…", {`, `gateway("twilio", {`.
 */
export function callOfTwilio(line: string): string | undefined {
  return TWILIO_ADDRESS.test(line) ? "twilio.com" : TWILIO_CALL.exec(line)?.[0];
}

/** The name before the bracket at the end of a line: `Map.of` of `x = Map.of(`. */
export function nameOfCall(line: string): string | undefined {
  return /([\w.]{0,80}).$/.exec(line.trim().slice(-81))?.[1];
}

/** A text without the types that PHP shows between a name and its block: `[sms] => Array (` on two lines. */
export function withoutShownTypes(text: string): string {
  return text.replace(/=> (?:Array|\w{1,40} Object)\s{1,40}\(/g, "=> (");
}
