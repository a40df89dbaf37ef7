import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import type { FinishedCall } from "./twilio/account";

/**
 * Names of the credentials whose values a log contains; "a phone number" if it contains the number of a caller.
 * @param values every set of credentials that any task was started with
 */
export function leakedIn(
  log: string,
  values: readonly TwilioCredentials[],
  finished: readonly FinishedCall[],
): string[] {
  const entries = values.flatMap((each) => Object.entries(each));
  const found = entries.filter(([, value]) => log.includes(value)).map(([name]) => name);
  const callers = finished.some(({ call }) => log.includes(call.from));
  return [...new Set(found), ...(callers ? ["a phone number"] : [])];
}
