import assert from "node:assert/strict";
import {
  ALL_CREDENTIALS,
  type TwilioCredentials,
} from "../../../infra/credentials/twilioCredentials";

/**
 * Fails if a text holds a credential in plaintext, in upper or lower case, reversed, URL-encoded, or in hex or base64 at any
 * offset. It also looks for a phone number without its plus. It finds no other form, such as a hash or encrypted text.
 */
export function assertHoldsNoCredential(text: string, credentials: TwilioCredentials): void {
  const lower = text.toLowerCase();
  for (const { name } of ALL_CREDENTIALS) {
    const value = credentials[name];
    for (const [encoding, form] of value === undefined ? [] : formsOf(value)) {
      // The message must not quote the text: it would print the credential.
      assert.ok(!lower.includes(form.toLowerCase()), `the text holds ${name} (${encoding})`);
    }
  }
}

/** Encoded forms of a value that count as a leak. */
export function formsOf(value: string): (readonly [encoding: string, form: string])[] {
  const bytes = Buffer.from(value);
  return [
    ["plain", value.replace(/^\+/, "")],
    ["reversed", Array.from(value).reverse().join("")],
    ["URL-encoded", encodeURIComponent(value)],
    ["hex", bytes.toString("hex")],
    ...[0, 1, 2].map((offset) => [`base64 at ${offset}`, base64At(bytes, offset)] as const),
  ];
}

/** The base64 characters that depend on the value only, if `offset` other bytes precede it. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((offset * 8) / 6), whole);
}
