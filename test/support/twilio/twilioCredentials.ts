import { randomBytes, randomInt } from "node:crypto";
import assert from "node:assert/strict";
import {
  ALL_CREDENTIALS,
  type TwilioCredentials,
} from "../../../infra/credentials/twilioCredentials";

/** Well-formed credentials that belong to nobody, new ones for every run. */
export function newCredentials(): TwilioCredentials {
  const hex = (): string => randomBytes(16).toString("hex");
  return {
    TWILIO_ACCOUNT_SID: `AC${hex()}`,
    TWILIO_AUTH_TOKEN: hex(),
    TWILIO_PHONE_NUMBER: `+1500555${randomInt(1000, 10_000)}`,
    TWILIO_API_SID: `SK${hex()}`,
    TWILIO_API_SECRET: hex(),
  };
}

/** Such credentials during a rotation of the auth token: all six of them. */
export function rotatingCredentials(): Required<TwilioCredentials> {
  return { ...newCredentials(), TWILIO_AUTH_TOKEN_NEXT: randomBytes(16).toString("hex") };
}

/** Asserts that a text holds no credential, and no part of a credential that is eight characters long. */
export function assertNoCredential(text: string, credentials: TwilioCredentials): void {
  for (const { name } of ALL_CREDENTIALS) {
    const value = credentials[name] ?? "";
    for (let start = 0; start + 8 <= value.length; start++) {
      const found = text.includes(value.slice(start, start + 8));
      assert.ok(!found, `the output holds a part of ${name}`);
    }
  }
}
