import type { AnyCredentialName } from "../../../infra/credentials/twilioCredentials";

/** Other names of the credentials: in earlier versions of this project, on Twilio's pages and in other tools. */
const OTHER_NAMES: Readonly<Record<AnyCredentialName, readonly string[]>> = {
  TWILIO_ACCOUNT_SID: ["ACCOUNT_SID", "TWILIO_ACCOUNT"],
  TWILIO_AUTH_TOKEN: ["AUTH_TOKEN", "TWILIO_TOKEN"],
  TWILIO_PHONE_NUMBER: ["TWILIO_NUMBER", "TWILIO_PHONE", "TWILIO_FROM_NUMBER", "TWILIO_FROM"],
  TWILIO_API_SID: ["TWILIO_SID", "TWILIO_API_KEY", "TWILIO_API_KEY_SID"],
  TWILIO_API_SECRET: ["TWILIO_SECRET", "TWILIO_API_KEY_SECRET", "TWILIO_API_SECRET_KEY"],
  TWILIO_AUTH_TOKEN_NEXT: [],
};

/** Names that earlier versions of this project used. */
const OLDER_NAMES = ["TWILIO_SID", "TWILIO_SECRET"];

/** References that a file can have instead of a value, and how to fill in the value. */
const REFERENCES: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /^(?:\{\{ *)?op:\/\//,
    "is a reference of 1Password: op run --env-file=.env -- COMMAND fills in variables, and op inject -i .env -o FILE a file",
  ],
  [/^encrypted:/, "is encrypted by dotenvx: dotenvx decrypt --stdout > FILE decrypts it"],
  [/^ENC\[/, "is encrypted by SOPS: sops decrypt .env > FILE decrypts it"],
  [
    /^\$\w+$|\$\{\w+|\$\(|^`.*`$/,
    "is a reference to a variable or a command, which is not filled in here",
  ],
  [/^[\u2018\u2019\u201c\u201d]/, "has typographic quotes around it: remove them"],
];

/**
 * A hint on how to correct a credential's fault, in brackets; "" if there is none. No hint contains a value.
 *
 * @param values - all names and values in the file
 */
export function hintFor(
  name: AnyCredentialName,
  problem: string,
  values: Readonly<Record<string, string>>,
): string {
  if (problem === "is missing") return otherNameHint(name, values);
  const value = values[name] ?? "";
  const hint = REFERENCES.find(([pattern]) => pattern.test(value))?.[1];
  return hint === undefined ? "" : ` (${hint})`;
}

function otherNameHint(name: AnyCredentialName, values: Readonly<Record<string, string>>): string {
  const names = [...OTHER_NAMES[name], name.toLowerCase()];
  const other = names.find((each) => Object.hasOwn(values, each));
  if (other === undefined) return "";
  const kind = OLDER_NAMES.includes(other) ? "its older name" : "another name of it";
  return ` (${other} is ${kind}: rename it to ${name})`;
}
