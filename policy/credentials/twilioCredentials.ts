/** One of the Twilio credentials of a stack. */
export interface TwilioCredential {
  /** Key in the secret's JSON, and name of the container's environment variable. */
  readonly name: string;
  /** What the credential is, for messages. */
  readonly title: string;
  /** The format of every valid value. */
  readonly pattern: RegExp;
  /** Whether it is there only while the auth token is being rotated. @default false */
  readonly temporary?: boolean;
}

/**
 * The five credentials, and a sixth that a stack has only while its auth token is being rotated. Source of the formats:
 * Twilio's OpenAPI description and console; ITU-T E.164.
 */
export const TWILIO_CREDENTIALS = [
  {
    name: "TWILIO_ACCOUNT_SID",
    title: "account SID",
    pattern: /^AC[0-9a-fA-F]{32}$/,
  },
  {
    name: "TWILIO_AUTH_TOKEN",
    title: "auth token",
    pattern: /^[0-9a-fA-F]{32}$/,
  },
  {
    name: "TWILIO_PHONE_NUMBER",
    title: "phone number",
    pattern: /^\+[1-9]\d{6,14}$/,
  },
  {
    name: "TWILIO_API_SID",
    title: "API key SID",
    pattern: /^SK[0-9a-fA-F]{32}$/,
  },
  {
    name: "TWILIO_API_SECRET",
    title: "API key secret",
    pattern: /^[0-9a-zA-Z]{32}$/,
  },
  {
    name: "TWILIO_AUTH_TOKEN_NEXT",
    title: "next auth token",
    pattern: /^[0-9a-fA-F]{32}$/,
    temporary: true,
  },
] as const satisfies readonly TwilioCredential[];

/** Name of one of the credentials. */
export type TwilioCredentialName = (typeof TWILIO_CREDENTIALS)[number]["name"];

/** What a text about Twilio says: its name, or the name of an account's SID, which no other service has. */
export const SAYS_TWILIO = /twilio|account_?sid/i;

/** The words of a command or a line that say Twilio, such as `prod/twilio/token`. */
export const TWILIO_WORDS = /[\w./:-]{0,80}twilio[\w./:-]{0,80}/gi;

/** A name without its separators and capitals: `twilio:authToken`, `TWILIO_AUTH_TOKEN` and `Twilio-Auth-Token` are one. */
export function withoutSeparators(name: string): string {
  return name.replace(/[^0-9a-zA-Z]+/g, "").toLowerCase();
}
