import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import type { Wishes } from "../../../scripts/rotation/decide";
import type { RotationPorts } from "../../../scripts/rotation/ports";
import { rotate } from "../../../scripts/rotation/run";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { assertNoCredential } from "../../support/twilio/twilioCredentials";
import { ELEVEN_MINUTES_MS, type SimulatedStack } from "./simulatedStack";

/** Rotates auth token and API key. */
export const BOTH: Wishes = { token: true, apiKey: true, undo: false, restToken: false };

const WAITS = { settleMs: 60_000, pollMs: 1_000 };

/** Runs once. Returns undefined if the run succeeded, otherwise the error. */
export async function attempt(ports: RotationPorts, wishes = BOTH): Promise<unknown> {
  return rotate(ports, wishes, WAITS).then(
    () => undefined,
    (error: unknown) => error,
  );
}

/**
 * Runs without faults, eleven minutes later, until a run succeeds. If the message asks for it, discards an unknown secondary token once.
 *
 * @param ports - makes the ports of a new run
 */
export async function finish(
  stack: SimulatedStack,
  ports: () => RotationPorts,
  wishes = BOTH,
): Promise<void> {
  stack.clock += ELEVEN_MINUTES_MS;
  let error = await attempt(ports(), wishes);
  if (error instanceof ScriptError && error.message.includes("there may be one already")) {
    assert.match(error.fix ?? "", /--discard-secondary/);
    stack.account.deleteSecondary();
    error = await attempt(ports(), wishes);
  }
  assert.equal(error, undefined);
}

/** Asserts that config, Twilio and tasks agree: one token, one key, five credentials, nothing left over, nothing refused. */
export function assertWhole(stack: SimulatedStack, what: string): void {
  const { account, config } = stack;
  assert.equal(account.secondary, undefined, `${what}: no secondary token is left`);
  assert.equal(config.main, account.primary, `${what}: the config has the primary token`);
  assert.equal(config.next, undefined, `${what}: five credentials`);
  assert.equal(config.oldKeySid, undefined, what);
  assert.deepEqual(
    account.keys.map(({ sid }) => sid),
    [config.keySid],
    `${what}: one key`,
  );
  assert.equal(stack.deployed, JSON.stringify(stack.values()), `${what}: all is deployed`);
  assert.equal(stack.refused, 0, `${what}: no webhook was refused`);
}

/** The ports of a run on a simulated stack. Waiting times are short. */
export function portsOf(stack: SimulatedStack, own: Partial<RotationPorts>): RotationPorts {
  return { ...stack.ports(), sleep: () => sleep(5), ...own };
}

/** Asserts that a disturbed run succeeded, or ended with one clear error that holds no credential. */
export function assertClear(error: unknown, stack: SimulatedStack, what: string): void {
  if (error === undefined) return;
  assert.ok(error instanceof ScriptError, what);
  assert.ok(error.message !== "" && error.fix !== undefined, what);
  assertNoCredential(`${error.message} ${error.fix}`, credentialsOf(stack));
}

/** Keys and values of the stack's secret. */
export function credentialsOf(stack: SimulatedStack): TwilioCredentials {
  const { main, next, keySid, keySecret } = stack.config;
  return {
    ...stack.account.credentials(),
    TWILIO_AUTH_TOKEN: main,
    TWILIO_API_SID: keySid,
    TWILIO_API_SECRET: keySecret,
    ...(next === undefined ? {} : { TWILIO_AUTH_TOKEN_NEXT: next }),
  };
}
