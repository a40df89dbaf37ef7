import type { ConfigMap } from "@pulumi/pulumi/automation";
import {
  CREDENTIALS,
  type CredentialName,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { EXTRA_SECRET_NAMESPACE } from "../../infra/credentials/extraSecrets";
import type { Stack } from "./stack";

/** How one credential in the stack's config differs from the `.env` file. */
export type Difference = "same" | "new" | "changed" | "stored in plaintext";

/** Compares the credentials with the stack's present config, by name. The result contains no value. */
export function differences(
  project: string,
  config: ConfigMap,
  credentials: TwilioCredentials,
): ReadonlyMap<CredentialName, Difference> {
  return new Map(
    CREDENTIALS.map(({ name, configKey }) => [
      name,
      difference(config[`${project}:${configKey}`], credentials[name]),
    ]),
  );
}

/** How a value in the stack's config differs from the wanted value. */
export function difference(present: ConfigMap[string] | undefined, wanted: string): Difference {
  if (present === undefined) return "new";
  if (present.value !== wanted) return "changed";
  return present.secret === true ? "same" : "stored in plaintext";
}

/**
 * The credentials and further secrets to write into the stack's config, by config key. Values that the config already holds are
 * left out, so that their ciphertext does not change.
 *
 * @param config - the stack's present config
 */
export function stackSecrets(
  { project }: Stack,
  config: ConfigMap,
  credentials: TwilioCredentials,
  extraSecrets: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const five = CREDENTIALS.map(
    ({ name, configKey }) => [`${project}:${configKey}`, credentials[name]] as const,
  );
  const extra = Object.entries(extraSecrets).map(
    ([key, value]) => [`${EXTRA_SECRET_NAMESPACE}:${key}`, value] as const,
  );
  const isNew = ([key, value]: readonly [string, string]): boolean =>
    difference(config[key], value) !== "same";
  return Object.fromEntries([...five, ...extra].filter(isNew));
}
