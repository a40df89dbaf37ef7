import { randomBytes } from "node:crypto";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { checkFailed } from "../../terminal/scriptError";
import { knock, type KnockKind, type PublicService } from "./knock";

/** Fresh connections for each task: with four, all of ten tasks are met with a probability above 0.8, and of two above 0.99. */
const KNOCKS_A_TASK = 4;

/** What a service answers where it accepts a signature. */
const ACCEPTED: Readonly<Record<KnockKind, number>> = { webhook: 200, upgrade: 101 };

/**
 * Proves, as Twilio would see it, that every task accepts each of these tokens on webhook and stream, and refuses a random one.
 *
 * @throws ScriptError that names what is accepted or refused, by kind and never by value
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
