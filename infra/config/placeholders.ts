/**
 * Values of examples that a user must replace, each with a description for messages. They are searched for in every setting, so
 * only clear cases count: `PLACEHOLDER_WORD` of credentialFaults.ts, which is for malformed credentials, would also match
 * ordinary words such as "replace".
 */
const PLACEHOLDERS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\bexample\.(com|edu|net|org)\b/i, "a host name of the domains for examples"],
  [/(^|@|\/\/)[\w.-]*\.(example|invalid|localhost|test)([/:]|$)/i, "a host name for examples"],
  // AWS's documentation uses these numbers, and numbers that repeat one digit.
  [
    /(?<![\w-])(012345678901|111122223333|123456789012|210987654321|444455556666|(\d)\2{11})(?!\w)/,
    "an account number of AWS's documentation",
  ],
  [/[A-Z0-9]EXAMPLE|EXAMPLE[A-Z0-9]/, "an identifier of AWS's documentation"],
  [/0123456789abcdef|1234567890abcdef/, "an identifier of AWS's documentation"],
  [/<\w[\w .-]*\w>|\b(change|replace)[-_ ]?me\b|(^|[/:@.])your[-_]/i, "a placeholder"],
];

/** Describes the placeholder in a text; undefined when there is none. */
export function placeholderIn(text: string): string | undefined {
  return PLACEHOLDERS.find(([pattern]) => pattern.test(text))?.[1];
}

/** A text inside a config value. */
export interface ConfigText {
  /** As `pulumi config set --path` takes it: `owner`, `secretReaders[0]`, `environment.URL`. */
  readonly path: string;
  readonly text: string;
}

/** Every text of a config value: the value itself, or those in the list or object that it holds as JSON. */
export function textsOf(key: string, value: string): ConfigText[] {
  if (!/^[[{]/.test(value)) return [{ path: key, text: value }];
  try {
    return leaves(key, JSON.parse(value));
  } catch {
    return [{ path: key, text: value }];
  }
}

function leaves(path: string, value: unknown): ConfigText[] {
  if (typeof value === "string" || typeof value === "number") {
    return [{ path, text: String(value) }];
  }
  if (Array.isArray(value)) return value.flatMap((item, at) => leaves(`${path}[${at}]`, item));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    // A name with other characters could not be written as a path, and may be anything.
    leaves(/^\w+$/.test(name) ? `${path}.${name}` : `${path}.NAME`, inner),
  );
}
