import type { ConfigMap } from "@pulumi/pulumi/automation";
import {
  CREDENTIALS,
  type CredentialName,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { EXTRA_SECRET_NAMESPACE } from "../../infra/credentials/extraSecrets";
import type { Stack } from "./stack";

/** How the stack's config differs from the `.env` file, for one credential. */
export type Difference = "same" | "new" | "changed" | "stored in plaintext";

/** What differs from the stack's present config, by name; the values stay here. */
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

/** How a value of the stack's config differs from the one that is wanted. */
export function difference(present: ConfigMap[string] | undefined, wanted: string): Difference {
  if (present === undefined) return "new";
  if (present.value !== wanted) return "changed";
  return present.secret === true ? "same" : "stored in plaintext";
}

/**
 * The credentials, and further secrets by name, as they are written into the stack's config: by key. Those that it holds already
 * are left out: they stay as they are, ciphertext included.
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
