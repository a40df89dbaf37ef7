/**
 * The five Twilio credentials, and the sixth of a rotation: names and formats. Nothing here ever returns, prints or throws a
 * value or a part of one.
 */

/** The format of one Twilio credential. */
export interface CredentialFormat {
  /** Key in the secret's JSON, and name of the container's environment variable. */
  readonly name: string;
  /** The format in words, for messages. */
  readonly expected: string;
  readonly pattern: RegExp;
  /** The fixed prefix of every value; "" if there is none. */
  readonly prefix: "AC" | "SK" | "+" | "";
  /** Length in characters, if it is fixed. */
  readonly length?: number;
}

const TOKEN = {
  expected: "32 hexadecimal digits",
  pattern: /^[0-9a-fA-F]{32}$/,
  prefix: "",
  length: 32,
} as const;

/**
 * The formats by name, in the order in which Twilio's console shows the credentials. The next auth token exists only while the
 * auth token is being rotated.
 * Source: Twilio's OpenAPI description (SIDs), the Twilio console (token, API secret), ITU-T E.164.
 */
export const CREDENTIAL_FORMATS = {
  TWILIO_ACCOUNT_SID: {
    name: "TWILIO_ACCOUNT_SID",
    expected: "AC followed by 32 hexadecimal digits",
    pattern: /^AC[0-9a-fA-F]{32}$/,
    prefix: "AC",
    length: 34,
  },
  TWILIO_AUTH_TOKEN: { name: "TWILIO_AUTH_TOKEN", ...TOKEN },
  TWILIO_PHONE_NUMBER: {
    name: "TWILIO_PHONE_NUMBER",
    expected: "an E.164 number: + and 7 to 15 digits, no spaces",
    pattern: /^\+[1-9]\d{6,14}$/,
    prefix: "+",
  },
  TWILIO_API_SID: {
    name: "TWILIO_API_SID",
    expected: "SK followed by 32 hexadecimal digits",
    pattern: /^SK[0-9a-fA-F]{32}$/,
    prefix: "SK",
    length: 34,
  },
  TWILIO_API_SECRET: {
    name: "TWILIO_API_SECRET",
    expected: "32 letters and digits",
    pattern: /^[0-9a-zA-Z]{32}$/,
    prefix: "",
    length: 32,
  },
  TWILIO_AUTH_TOKEN_NEXT: { name: "TWILIO_AUTH_TOKEN_NEXT", ...TOKEN },
} as const satisfies Readonly<Record<string, CredentialFormat>>;

/** Name of a credential: one of the five, or the one of a rotation. The secret's JSON and the environment use the same. */
export type AnyCredentialName = keyof typeof CREDENTIAL_FORMATS;

/** Name of one of the five credentials. */
export type CredentialName = Exclude<AnyCredentialName, "TWILIO_AUTH_TOKEN_NEXT">;

/** A whole set of credentials, by name: the five, and during a rotation the next auth token. */
export type TwilioCredentials = Readonly<Record<CredentialName, string>> & {
  readonly TWILIO_AUTH_TOKEN_NEXT?: string;
};

const FORMATS = Object.values(CREDENTIAL_FORMATS);

/** Shortest value that is searched for, in characters. A shorter one would match ordinary text by accident. */
const MIN_SEARCHED_LENGTH = 8;

/** Whether a whole text has the form of a credential, for example one that was pasted into the wrong place. */
export function isCredential(text: string): boolean {
  return FORMATS.some(({ pattern }) => pattern.test(text));
}

/** Finds the credentials and further secrets in a plaintext. It returns their names. */
export type CredentialFinder = (text: string) => readonly string[];

/** The credential that an environment variable's name stands for, whatever its case. */
export function credentialNamed(variable: string): AnyCredentialName | undefined {
  return FORMATS.find(({ name }) => name === variable.toUpperCase())?.name;
}

/**
 * The credentials that a text holds: any SID, by its shape, and the stack's own values, by equality. It stops a value that was
 * pasted by mistake. The policy pack also finds encoded values.
 */
export function credentialsIn(
  text: string,
  own: Readonly<Partial<Record<AnyCredentialName, string>>>,
): AnyCredentialName[] {
  return FORMATS.filter(({ name, prefix }) => {
    const value = own[name] ?? "";
    return (
      (value.length >= MIN_SEARCHED_LENGTH && text.includes(value)) ||
      (/^[AS]/.test(prefix) && new RegExp(`\\b${prefix}[0-9a-fA-F]{32}\\b`).test(text))
    );
  }).map(({ name }) => name);
}
