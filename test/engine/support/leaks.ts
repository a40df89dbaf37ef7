import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";

/**
 * The names of the credentials whose value a text holds, as it is or encoded: in upper or lower case, reversed, URL-encoded, hexadecimal,
 * or base64 (standard and URL-safe, at any offset inside a longer text, and of UTF-16). Does not find a value in compressed or encrypted
 * text.
 */
export function leaksIn(text: string, credentials: TwilioCredentials): string[] {
  const folded = text.toLowerCase();
  return Object.entries(credentials)
    .filter(
      ([, value]) =>
        caseless(value).some((form) => folded.includes(form.toLowerCase())) ||
        exact(value).some((form) => text.includes(form)),
    )
    .map(([name]) => name);
}

/** Forms that are compared without regard to upper and lower case. */
function caseless(value: string): string[] {
  const digits = value.replace(/^\+/, "");
  return [
    value,
    digits,
    Array.from(value).reverse().join(""),
    encodeURIComponent(value),
    Buffer.from(digits).toString("hex"),
    Buffer.from(digits, "utf16le").toString("hex"),
  ];
}

/** Base64 forms. At each offset modulo 3, the first and last letters depend on the neighbours, so they are left out. */
function exact(value: string): string[] {
  return [Buffer.from(value), Buffer.from(value, "utf16le")].flatMap((bytes) =>
    [0, 1, 2].flatMap((offset) => {
      const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
      const inner = (text: string) =>
        text.slice(offset === 0 ? 0 : offset + 1, Math.floor((shifted.length * 8) / 6));
      return [inner(shifted.toString("base64")), inner(shifted.toString("base64url"))];
    }),
  );
}
