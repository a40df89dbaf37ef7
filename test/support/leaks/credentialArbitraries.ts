import fc from "fast-check";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";

/** Characters for values. No message has four of them in a row, unless it quotes a part of a value. */
const DIGITS = "0123456789";
const RARE_CAPITALS = "BFGHJLMNPQUVWXYZ";

function text(alphabet: string, length: number): fc.Arbitrary<string> {
  return fc.string({
    unit: fc.constantFrom(...Array.from(alphabet)),
    minLength: length,
    maxLength: length,
  });
}

/** Rejects a value of one repeated character, because it counts as a placeholder. */
function varied(alphabet: string, length: number): fc.Arbitrary<string> {
  return text(alphabet, length).filter((value) => new Set(value.toUpperCase()).size > 1);
}

function credentials(
  hex: fc.Arbitrary<string>,
  secret: fc.Arbitrary<string>,
): fc.Arbitrary<TwilioCredentials> {
  return fc.record({
    TWILIO_ACCOUNT_SID: hex.map((digits) => `AC${digits}`),
    TWILIO_AUTH_TOKEN: hex,
    TWILIO_PHONE_NUMBER: fc
      .integer({ min: 7, max: 15 })
      .chain((length) => varied(DIGITS, length))
      .filter((digits) => !digits.startsWith("0"))
      .map((digits) => `+${digits}`),
    TWILIO_API_SID: hex.map((digits) => `SK${digits}`),
    TWILIO_API_SECRET: secret,
  });
}

/** Any well-formed set. */
export const wellFormedCredentials = credentials(
  varied("0123456789abcdefABCDEF", 32),
  varied(DIGITS + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", 32),
);

/** Well-formed sets. A message cannot hold four characters in a row of a value by chance. */
export const traceableCredentials = credentials(varied(DIGITS, 32), varied(RARE_CAPITALS, 32));
