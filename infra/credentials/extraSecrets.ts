/** Namespace of the config keys that hold the values: `extraSecret:OPENAI_API_KEY`. */
export const EXTRA_SECRET_NAMESPACE = "extraSecret";

/** Fewest characters of a value: the policy pack could not look for less without finding it everywhere. */
export const SHORTEST_SECRET = 8;

/** Further secrets of the service, each given to the container under its name. */
export type ExtraSecrets = Readonly<Record<string, string>>;

/** The further secrets that a plain text holds, by name. */
export function extraSecretsIn(text: string, secrets: ExtraSecrets): string[] {
  return Object.entries(secrets).flatMap(([name, value]) =>
    value.length >= SHORTEST_SECRET && text.includes(value) ? [name] : [],
  );
}
