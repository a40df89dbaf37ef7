/**
 * The five Twilio credentials, and the sixth of a rotation: names, config keys and formats. Nothing here ever returns, prints
 * or throws a value or a part of one.
 */

/** What is known of one Twilio credential. */
export interface CredentialSpec {
  /** Key in the secret's JSON, and name of the container's environment variable. */
  readonly name: string;
  /** Key of the stack config secret. */
  readonly configKey: string;
  /** The format in words, for messages. */
  readonly expected: string;
  /** The format. */
  readonly pattern: RegExp;
  /** What every value starts with, "" when nothing is fixed. */
  readonly prefix: "AC" | "SK" | "+" | "";
  /** Length in characters, where it is fixed. */
  readonly length?: number;
}

/**
 * The credentials in the order in which Twilio's console shows them.
 * Source of the formats: Twilio's OpenAPI description (SIDs), the Twilio console (token, API secret), ITU-T E.164.
 */
export const CREDENTIALS = [
  {
    name: "TWILIO_ACCOUNT_SID",
    configKey: "twilioAccountSid",
    expected: "AC followed by 32 hexadecimal digits",
    pattern: /^AC[0-9a-fA-F]{32}$/,
    prefix: "AC",
    length: 34,
  },
  {
    name: "TWILIO_AUTH_TOKEN",
    configKey: "twilioAuthToken",
    expected: "32 hexadecimal digits",
    pattern: /^[0-9a-fA-F]{32}$/,
    prefix: "",
    length: 32,
  },
  {
    name: "TWILIO_PHONE_NUMBER",
    configKey: "twilioPhoneNumber",
    expected: "an E.164 number: + and 7 to 15 digits, no spaces",
    pattern: /^\+[1-9]\d{6,14}$/,
    prefix: "+",
  },
  {
    name: "TWILIO_API_SID",
    configKey: "twilioApiSid",
    expected: "SK followed by 32 hexadecimal digits",
    pattern: /^SK[0-9a-fA-F]{32}$/,
    prefix: "SK",
    length: 34,
  },
  {
    name: "TWILIO_API_SECRET",
    configKey: "twilioApiSecret",
    expected: "32 letters and digits",
    pattern: /^[0-9a-zA-Z]{32}$/,
    prefix: "",
    length: 32,
  },
] as const satisfies readonly CredentialSpec[];

/** The auth token that will be Twilio's primary one; it is set only while the auth token is being rotated. */
export const NEXT_AUTH_TOKEN = {
  name: "TWILIO_AUTH_TOKEN_NEXT",
  configKey: "twilioAuthTokenNext",
  expected: "32 hexadecimal digits",
  pattern: /^[0-9a-fA-F]{32}$/,
  prefix: "",
  length: 32,
} as const satisfies CredentialSpec;

/** Config key of the API key SID that is to be deleted, once no task uses it; it is set only while the key is being rotated. */
export const OLD_API_SID_KEY = "twilioApiSidOld";

/** The five credentials, and the one of a rotation after them. */
export const ALL_CREDENTIALS = [...CREDENTIALS, NEXT_AUTH_TOKEN] as const;

/** Name of one of the five credentials, the same in the secret's JSON and in the container's environment. */
export type CredentialName = (typeof CREDENTIALS)[number]["name"];

/** Name of a credential: one of the five, or the one of a rotation. */
export type AnyCredentialName = (typeof ALL_CREDENTIALS)[number]["name"];

/** The stack config key of a credential. */
export type CredentialConfigKey = (typeof ALL_CREDENTIALS)[number]["configKey"];

/** A whole set of credentials, by name: the five, and during a rotation the next auth token. */
export type TwilioCredentials = Readonly<Record<CredentialName, string>> & {
  readonly TWILIO_AUTH_TOKEN_NEXT?: string;
};

/** The names of the credentials that a set has. */
export function namesIn(values: TwilioCredentials): readonly AnyCredentialName[] {
  const specs = values.TWILIO_AUTH_TOKEN_NEXT === undefined ? CREDENTIALS : ALL_CREDENTIALS;
  return specs.map(({ name }) => name);
}

/** Shortest value that is searched for, in characters. A shorter one would match ordinary text by accident. */
const MIN_SEARCHED_LENGTH = 8;

/** Whether a whole text has the form of a credential, as one that was pasted into the wrong place has. */
export function isCredential(text: string): boolean {
  return CREDENTIALS.some(({ pattern }) => pattern.test(text));
}

/** Finds the names of the credentials, and of further secrets, that a plain text holds. */
export type CredentialFinder = (text: string) => readonly string[];

/** The credential that an environment variable's name stands for, whatever its case. */
export function credentialNamed(variable: string): AnyCredentialName | undefined {
  return ALL_CREDENTIALS.find(({ name }) => name === variable.toUpperCase())?.name;
}

/**
 * The credentials that a text holds: any SID, by its shape, and the stack's own values, by equality. A plain
 * safeguard against a slip of the hand; the policy pack is the one that knows encodings.
 */
export function credentialsIn(text: string, own: TwilioCredentials): AnyCredentialName[] {
  return ALL_CREDENTIALS.filter(({ name, prefix }) => {
    const value = own[name] ?? "";
    return (
      (value.length >= MIN_SEARCHED_LENGTH && text.includes(value)) ||
      (/^[AS]/.test(prefix) && new RegExp(`\\b${prefix}[0-9a-fA-F]{32}\\b`).test(text))
    );
  }).map(({ name }) => name);
}
