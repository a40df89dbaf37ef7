import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { isRecord } from "../../../offline/engine/wire";

/** File that record.ts writes. */
export const PREVIOUS_STATE = join(__dirname, "previous.json");

/** Name of the recorded stack. */
export const STACK = "upgrade";

/** The resources that an earlier commit's program made. */
export interface PreviousState {
  /** The state's deployment, its secrets in plaintext. */
  readonly deployment: Record<string, unknown>;
  /** The content of the simulated account. */
  readonly account: Record<string, unknown>;
}

/**
 * The text with a placeholder, such as %TWILIO_AUTH_TOKEN%, for each credential, and one such as %GENERATED_0% for each secret
 * that the program derives from them.
 */
export function withPlaceholders(text: string, credentials: TwilioCredentials): string {
  const plain = Object.entries(credentials).reduce(
    (replaced, [name, value]) => replaced.replaceAll(value, `%${name}%`),
    text,
  );
  const derived = [...plain.matchAll(/"plaintext": "\\"([0-9a-f]{32,})\\""/g)].map(
    ([, value = ""]) => value,
  );
  return [...new Set(derived)].reduce(
    (replaced, value, index) => replaced.replaceAll(value, `%GENERATED_${index}%`),
    plain,
  );
}

/** The state without values of the recording machine: paths, times, and the salt of its passphrase. */
export function withoutMachine(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMachine);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !MACHINE.includes(key))
      .map(([key, part]) => [key, withoutMachine(part)] as const),
  );
}

const MACHINE = [
  "created",
  "modified",
  "secrets_providers",
  "sourcePosition",
  "stackTrace",
  "time",
];

/** The recorded state, with these credentials in place of the placeholders. */
export function readPreviousState(credentials: TwilioCredentials): PreviousState {
  const generated = randomBytes(32).toString("hex");
  const text = Object.entries(credentials).reduce(
    (replaced, [name, value]) => replaced.replaceAll(`%${name}%`, value),
    readFileSync(PREVIOUS_STATE, "utf8").replaceAll(/%GENERATED_\d+%/g, generated),
  );
  const recorded = child(JSON.parse(text), "recorded state");
  const deployment = child(child(recorded["state"], "state")["deployment"], "deployment");
  return { deployment, account: child(recorded["account"], "account") };
}

function child(value: unknown, name: string): Record<string, unknown> {
  if (!isRecord(value)) throw new Error(`${PREVIOUS_STATE} holds no ${name}.`);
  return value;
}
