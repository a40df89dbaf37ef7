import fc from "fast-check";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";

/** Characters that stand in no message, four in a row: so a part of a value is found there only if it was put there. */
const DIGITS = "0123456789";
const RARE_CAPITALS = "BFGHJLMNPQUVWXYZ";

function text(alphabet: string, length: number): fc.Arbitrary<string> {
  return fc.string({
    unit: fc.constantFrom(...Array.from(alphabet)),
    minLength: length,
    maxLength: length,
  });
}

/** Not a run of one character, which is taken for a placeholder. */
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
export const soundCredentials = credentials(
  varied("0123456789abcdefABCDEF", 32),
  varied(DIGITS + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", 32),
);

/** Well-formed sets of which no four characters in a row can stand in a message by chance. */
export const tellTaleCredentials = credentials(varied(DIGITS, 32), varied(RARE_CAPITALS, 32));
