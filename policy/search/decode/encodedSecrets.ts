import { isSecret } from "../twilio/secrets";

/** 32 characters in base64, or in hexadecimal digits. */
const ENCODED =
  /(?<![0-9A-Za-z+/=])(?:([0-9A-Za-z]{43})=|((?:[3-7][0-9a-f]){32}))(?![0-9A-Za-z+/=])/gi;

/**
 * A text in which every secret of 32 characters that stands in base64 or hexadecimal is decoded in its place, so that the names
 * around it count: `Client(sid, b64decode("…"))`.
 */
export function withSecretsDecoded(text: string): string {
  return text.replace(
    ENCODED,
    (whole, base64: string | undefined, hexadecimal: string | undefined) => {
      const bytes =
        base64 === undefined
          ? Buffer.from(hexadecimal ?? "", "hex")
          : Buffer.from(base64, "base64");
      const decoded = bytes.toString("latin1");
      return /^[0-9A-Za-z]{32}$/.test(decoded) && isSecret(decoded) ? decoded : whole;
    },
  );
}
