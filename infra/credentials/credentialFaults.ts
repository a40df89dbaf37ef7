import {
  ALL_CREDENTIALS,
  CREDENTIALS,
  NEXT_AUTH_TOKEN,
  type AnyCredentialName,
  type CredentialConfigKey,
  type CredentialSpec,
} from "./twilioCredentials";

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
  const specs = values.TWILIO_AUTH_TOKEN_NEXT === undefined ? CREDENTIALS : ALL_CREDENTIALS;
  return specs.flatMap((spec) => {
    const problem = problemWith(spec, values[spec.name]) ?? repeatProblem(spec, values);
    const { name, configKey, expected } = spec;
    return problem === undefined ? [] : [{ name, configKey, problem, expected }];
  });
}

function repeatProblem(
  { name }: CredentialSpec,
  values: Readonly<Partial<Record<AnyCredentialName, string | undefined>>>,
): string | undefined {
  const repeats =
    name === NEXT_AUTH_TOKEN.name && values.TWILIO_AUTH_TOKEN_NEXT === values.TWILIO_AUTH_TOKEN;
  return repeats ? "is the auth token that is to be replaced" : undefined;
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

/** Sequences that people type to fill a template. */
const COUNTS = [
  "1234567890",
  "0123456789",
  "1234567890abcdef",
  "0123456789abcdefghijklmnopqrstuvwxyz",
  "abcdefghijklmnopqrstuvwxyz0123456789",
  "0123456789abcdef",
];

/** Whether a value only fills a template: one repeated character, or a sequence, once or repeated. */
function isFiller(value: string): boolean {
  const filled = value.replace(/^(AC|SK|\+)/, "").toLowerCase();
  if (/^(.)\1+$/.test(filled)) return true;
  // A repeated sequence must be long: +1 234 567 8901 can be a real phone number.
  return COUNTS.some(
    (count) =>
      (filled.length >= 7 && count.startsWith(filled)) ||
      (filled.length >= 16 && count.repeat(4).startsWith(filled)),
  );
}

/** Words of a value that is still to be filled in, as the policy pack knows them, too. */
export const PLACEHOLDER_WORD =
  /your|change.?me|replace|example|placeholder|todo|dummy|<.*>|\.\.\./i;

/** Whether a value has a placeholder's word. A well-formed value is not checked: 32 random letters can spell a word. */
function hasPlaceholderWord(value: string): boolean {
  return PLACEHOLDER_WORD.test(value);
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
