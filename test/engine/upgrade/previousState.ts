import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TwilioCredentials } from "../../../infra/credentials";
import { isRecord } from "../../../scripts/simulation/wire";

/** File that record.ts writes. */
export const PREVIOUS_STATE = join(__dirname, "../states/previous.json");

/** Name of the recorded stack. */
export const STACK = "upgrade";

/** What an earlier commit's program made. */
export interface PreviousState {
  /** The state's deployment, its secrets in plain. */
  readonly deployment: Record<string, unknown>;
  /** What the simulated account held. */
  readonly account: Record<string, unknown>;
}

/** The text with a placeholder, such as %TWILIO_AUTH_TOKEN%, for each credential. */
export function withPlaceholders(text: string, credentials: TwilioCredentials): string {
  return Object.entries(credentials).reduce(
    (replaced, [name, value]) => replaced.replaceAll(value, `%${name}%`),
    text,
  );
}

/** What record.ts recorded, with these credentials in it. */
export function readPreviousState(credentials: TwilioCredentials): PreviousState {
  const text = Object.entries(credentials).reduce(
    (replaced, [name, value]) => replaced.replaceAll(`%${name}%`, value),
    readFileSync(PREVIOUS_STATE, "utf8"),
  );
  const recorded = child(JSON.parse(text), "recorded state");
  const deployment = child(child(recorded["state"], "state")["deployment"], "deployment");
  // The salt belongs to the recording's passphrase, which nobody has.
  delete deployment["secrets_providers"];
  return { deployment, account: child(recorded["account"], "account") };
}

function child(value: unknown, name: string): Record<string, unknown> {
  if (!isRecord(value)) throw new Error(`${PREVIOUS_STATE} holds no ${name}.`);
  return value;
}
