import { isSecret } from "../twilio/secrets";

/** 32 characters in base64, or in hexadecimal digits. */
const ENCODED =
  /(?<![0-9A-Za-z+/=])(?:([0-9A-Za-z]{43})=|((?:[3-7][0-9a-f]){32}))(?![0-9A-Za-z+/=])/gi;

const BYTE = String.raw`(?:0x[0-9a-f]{2}|\d{2,3})`;
const COMMA = String.raw`\s{0,20},\s{0,20}`;

/** A list of 32 bytes, as C and Go have them, or of 32 single characters. */
const BYTES = new RegExp(
  String.raw`[{[(]\s{0,20}(${BYTE}(?:${COMMA}${BYTE}){31}),?\s{0,20}[}\])]`,
  "gi",
);
const CHARACTERS = new RegExp(
  String.raw`[{[(]\s{0,20}((["'])[0-9A-Za-z]\2(?:${COMMA}\2[0-9A-Za-z]\2){31}),?\s{0,20}[}\])](?:\.join\(["']{2}\))?`,
  "g",
);

/**
 * A text in which every encoded secret of 32 characters is decoded in its place, so that the names around it count:
 * `Client(sid, b64decode("…"))`. A secret is encoded in base64, in hexadecimal or as a list.
 */
export function withSecretsDecoded(text: string): string {
  return withListsJoined(text).replace(
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

/** A text in which a list of the bytes or the characters of a secret is a text in quotes. */
function withListsJoined(text: string): string {
  if (!text.includes(",")) return text;
  return text
    .replace(BYTES, (whole, list: string) => {
      const bytes = list.split(",").map((each) => Number(each.trim()));
      return quoted(String.fromCharCode(...bytes), whole);
    })
    .replace(CHARACTERS, (whole, list: string) => {
      return quoted(list.replace(/[^0-9A-Za-z]/g, ""), whole);
    });
}

function quoted(decoded: string, whole: string): string {
  return /^[0-9A-Za-z]{32}$/.test(decoded) && isSecret(decoded) ? `"${decoded}"` : whole;
}
