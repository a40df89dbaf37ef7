import * as pulumi from "@pulumi/pulumi";
import { SecretReference, type SecretReferenceArgs } from "../secret/secretReference";
import { type CredentialFinder, credentialNamed, credentialsIn } from "../secret/twilioCredentials";

/** One plaintext setting of a container: an environment variable that everybody who sees the task definition can read. */
export interface Setting {
  readonly name: string;
  readonly value: pulumi.Input<string>;
}

/** A container's environment and secrets as ECS takes them, each sorted by name in code-point order. */
export interface GuardedSettings {
  readonly environment: readonly Setting[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: pulumi.Output<string> }[];
}

/**
 * Checks a container's plaintext settings against its secrets, and returns both in ECS's form.
 * @param find finds the credentials in a plaintext. By default it knows only the shape of Twilio's SIDs.
 * @throws pulumi.RunError if a plaintext setting is named like a Twilio credential, holds one, or is also a secret. The error
 *   lists every such setting and no value. A setting whose value is a Pulumi secret makes its output fail.
 */
export function guardedSettings(
  environment: readonly Setting[],
  secrets: Readonly<Record<string, SecretReferenceArgs>>,
  find: CredentialFinder = (text) => credentialsIn(text, {}),
): GuardedSettings {
  const faults = environment.flatMap((setting) => settingFaults(setting, secrets, find));
  if (faults.length > 0) {
    throw new pulumi.RunError(
      `The container's plaintext settings are refused:\n  - ${faults.join("\n  - ")}`,
    );
  }
  return {
    environment: sorted(environment).map(notSecret),
    secrets: sorted(
      Object.entries(secrets).map(([name, reference]) => ({
        name,
        valueFrom: new SecretReference(reference).valueFrom,
      })),
    ),
  };
}

function settingFaults(
  { name, value }: Setting,
  secrets: Readonly<Record<string, SecretReferenceArgs>>,
  find: CredentialFinder,
): string[] {
  const inName = find(name);
  if (inName.length > 0) return [`the name of a setting holds the ${inName.join(" and the ")}`];
  const inValue = typeof value === "string" ? find(value) : [];
  return [
    ...(credentialNamed(name) === undefined
      ? []
      : [`${name} is a credential, and the secret gives it: remove the plaintext setting`]),
    ...inValue.map(
      (credential) => `${name} holds the ${credential}: remove it, the secret gives it`,
    ),
    ...(Object.hasOwn(secrets, name)
      ? [`${name} is also a secret: give it one of the two ways`]
      : []),
  ];
}

/** The setting. Its value fails if it is a Pulumi secret. A preview knows that even when it does not know the value. */
function notSecret({ name, value }: Setting): Setting {
  if (!pulumi.Output.isInstance(value)) return { name, value };
  const output = pulumi.output(value);
  const checked = pulumi.output(pulumi.isSecret(output)).apply((isSecret) => {
    if (!isSecret) return output;
    throw new pulumi.RunError(
      `${name} is a Pulumi secret, and a plaintext setting can be read by everybody who sees the task definition: give it as a secret`,
    );
  });
  return { name, value: checked };
}

/** By name in code-point order, the same on every machine. */
export function sorted<T extends { readonly name: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}
