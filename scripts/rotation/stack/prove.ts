import { randomBytes } from "node:crypto";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { checkFailed } from "../../terminal/scriptError";
import { knock, type KnockKind, type PublicService } from "./knock";

/**
 * New connections for each task. With four, the probability to reach all tasks is above 0.8 for ten tasks, and above 0.99 for
 * two.
 */
const KNOCKS_A_TASK = 4;

/** The HTTP status if the service accepts a signature. */
const ACCEPTED: Readonly<Record<KnockKind, number>> = { webhook: 200, upgrade: 101 };

/**
 * Proves with Twilio's own requests that every task accepts each of these tokens, for the webhook and the stream, and refuses a
 * random token.
 *
 * @throws ScriptError that says which token was wrongly accepted or refused, by its name and never by its value
 */
export async function prove(
  service: PublicService,
  credentials: TwilioCredentials,
  tokens: readonly string[],
  tasks: number,
): Promise<void> {
  const times = Math.max(1, tasks) * KNOCKS_A_TASK;
  for (const kind of ["webhook", "upgrade"] as const) {
    for (const [index, token] of tokens.entries()) {
      for (let time = 0; time < times; time++) {
        const status = await knock(kind, service, credentials, token);
        if (status !== ACCEPTED[kind]) throw refused(kind, index, status);
      }
    }
    for (let time = 0; time < times; time++) {
      const status = await knock(kind, service, credentials, randomBytes(16).toString("hex"));
      if (status !== 401 && status !== 403) throw accepted(kind, status);
    }
  }
}

function refused(kind: KnockKind, index: number, status: number): Error {
  const which = index === 0 ? "TWILIO_AUTH_TOKEN" : "TWILIO_AUTH_TOKEN_NEXT";
  return checkFailed(
    `a ${kind} signed with ${which} is answered with HTTP ${status}: after the promotion calls would be refused`,
    "let the service accept a signature by either token, or: npm run rotate-credentials -- --undo",
  );
}

function accepted(kind: KnockKind, status: number): Error {
  return checkFailed(
    `a ${kind} signed with a random token is answered with HTTP ${status}, not refused: nothing is proved`,
    "check X-Twilio-Signature in the service, or: npm run rotate-credentials -- --undo",
  );
}
