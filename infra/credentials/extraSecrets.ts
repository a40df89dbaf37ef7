/** Namespace of the config keys that hold the values: `extraSecret:OPENAI_API_KEY`. */
export const EXTRA_SECRET_NAMESPACE = "extraSecret";

/** Fewest characters of a value. The policy pack would find a shorter value by accident in ordinary text. */
export const SHORTEST_SECRET = 8;

/** Further secrets of the service, each given to the container under its name. */
export type ExtraSecrets = Readonly<Record<string, string>>;

/** Names of the further secrets whose values are in a plaintext. */
export function extraSecretsIn(text: string, secrets: ExtraSecrets): string[] {
  return Object.entries(secrets).flatMap(([name, value]) =>
    value.length >= SHORTEST_SECRET && text.includes(value) ? [name] : [],
  );
}
