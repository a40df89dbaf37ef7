/**
 * The five Twilio credentials, and the sixth of a rotation: names, config keys and formats. Nothing here ever returns, prints
 * or throws a value or a part of one.
 */

/** What is known of one Twilio credential. */
interface CredentialSpec {
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

/** What is wrong with one credential, in words that hold no part of its value. */
export interface CredentialFault {
  readonly name: AnyCredentialName;
  readonly configKey: CredentialConfigKey;
  /** For example "is missing" or "has 31 characters". */
  readonly problem: string;
  /** The expected format in words. */
  readonly expected: string;
}

/**
 * Every fault of a set of credentials, in the order of {@link ALL_CREDENTIALS}; an empty list means that all are valid. The
 * next auth token may be missing.
 */
export function credentialFaults(
  values: Readonly<Partial<Record<AnyCredentialName, string | undefined>>>,
): CredentialFault[] {
  return specsFor(values).flatMap((spec) => {
    const problem = problemWith(spec, values[spec.name]) ?? repeatProblem(spec, values);
    const { name, configKey, expected } = spec;
    return problem === undefined ? [] : [{ name, configKey, problem, expected }];
  });
}

function specsFor(values: Readonly<Partial<Record<AnyCredentialName, string | undefined>>>) {
  return values.TWILIO_AUTH_TOKEN_NEXT === undefined ? CREDENTIALS : ALL_CREDENTIALS;
}

function repeatProblem(
  { name }: CredentialSpec,
  values: Readonly<Partial<Record<AnyCredentialName, string | undefined>>>,
): string | undefined {
  const repeats =
    name === NEXT_AUTH_TOKEN.name && values.TWILIO_AUTH_TOKEN_NEXT === values.TWILIO_AUTH_TOKEN;
  return repeats ? "is the auth token that is to be replaced" : undefined;
}

/** The names of the credentials that a set has. */
export function namesIn(values: TwilioCredentials): readonly AnyCredentialName[] {
  return specsFor(values).map(({ name }) => name);
}

/** Characters of the shortest credential, a phone number: what is shorter is none, and stands in any text by chance. */
const SHORTEST = 8;

/** Whether a whole text has the form of a credential, as one that was pasted into the wrong place has. */
export function isCredential(text: string): boolean {
  return CREDENTIALS.some(({ pattern }) => pattern.test(text));
}

/** Finds the credentials that a plain text holds. */
export type CredentialFinder = (text: string) => readonly AnyCredentialName[];

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
      (value.length >= SHORTEST && text.includes(value)) ||
      (/^[AS]/.test(prefix) && new RegExp(`\\b${prefix}[0-9a-fA-F]{32}\\b`).test(text))
    );
  }).map(({ name }) => name);
}

function problemWith(spec: CredentialSpec, value: string | undefined): string | undefined {
  if (value === undefined) return "is missing";
  if (value.trim() === "") return "is empty";
  if (value !== value.trim()) return "has blanks around it";
  if (/^(["'`]).*\1$/s.test(value)) return "has quotes around it";
  if (isFiller(value)) return "is a placeholder";
  if (spec.pattern.test(value)) return undefined;
  if (hasPlaceholderWord(value)) return "is a placeholder";
  return mistakenFor(spec, value) ?? formatProblem(spec, value);
}

/** How people count through a keyboard. */
const COUNTS = [
  "1234567890",
  "0123456789",
  "1234567890abcdef",
  "0123456789abcdefghijklmnopqrstuvwxyz",
  "abcdefghijklmnopqrstuvwxyz0123456789",
  "0123456789abcdef",
];

/** One character over and over, or a count, once or over and over, as people fill a template. */
function isFiller(value: string): boolean {
  const filled = value.replace(/^(AC|SK|\+)/, "").toLowerCase();
  if (/^(.)\1+$/.test(filled)) return true;
  // A phone number is too short to tell a second count from a real one: +1 234 567 8901 can be somebody's.
  return COUNTS.some(
    (count) =>
      (filled.length >= 7 && count.startsWith(filled)) ||
      (filled.length >= 16 && count.repeat(4).startsWith(filled)),
  );
}

/** A word for the thing, or angle brackets. Not asked of a well-formed value: 32 random letters can spell a word. */
function hasPlaceholderWord(value: string): boolean {
  return /your|change.?me|replace|example|placeholder|todo|dummy|<.*>|\.\.\./i.test(value);
}

function mistakenFor(spec: CredentialSpec, value: string): string | undefined {
  const other = CREDENTIALS.find(({ prefix, pattern }) => prefix !== "" && pattern.test(value));
  return other === undefined || other.name === spec.name
    ? undefined
    : `holds what looks like a ${other.name}`;
}

function formatProblem(spec: CredentialSpec, value: string): string {
  if (!value.startsWith(spec.prefix)) return `does not start with ${spec.prefix}`;
  if (spec.length !== undefined && value.length !== spec.length) {
    return `has ${value.length} characters instead of ${spec.length}`;
  }
  return "has characters that do not belong there";
}
