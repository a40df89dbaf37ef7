import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { NEXT_AUTH_TOKEN } from "../../../infra/credentials/twilioCredentials";
import { readSecret } from "../../secret/secretContents";
import { jsonObject } from "../../network/json";
import { stackConfig } from "../../stack/stack";
import type { RotationConfig, RotationPorts } from "../ports";
import type { StackRotation } from "./stackRotation";

/** The parts of a stack's rotation that the comparison with AWS needs. */
type Deployed = Pick<StackRotation, "session" | "deployment" | "twilio"> & {
  readonly ports: Pick<RotationPorts, "keyPrefix">;
};

/**
 * Finds out whether somebody rotates or has rotated this stack from another checkout. The secret in AWS is then newer than this
 * config. Before their first deployment this cannot be seen.
 *
 * @returns what shows it, in words; undefined if nothing does
 */
export async function otherRotation(
  rotation: Deployed,
  config: RotationConfig,
): Promise<string | undefined> {
  const { session, deployment, twilio } = rotation;
  const client = new SecretsManagerClient(session.clientConfig);
  const { text } = await readSecret(client, deployment.secretId).catch((error: unknown) => {
    throw session.failed(error, "secretsmanager:GetSecretValue", deployment.secretId);
  });
  const secret = jsonObject(text) ?? {};
  const isOthers = async (name: string): Promise<boolean> => {
    const token = secret[name];
    if (typeof token !== "string" || [config.main, config.next].includes(token)) return false;
    return twilio.tokenWorks(token);
  };
  if (await isOthers(NEXT_AUTH_TOKEN.name)) {
    return "the secret in AWS holds a next auth token that this config does not: somebody is rotating this stack from another checkout";
  }
  if (!(await twilio.tokenWorks(config.main))) {
    return config.next === undefined && (await isOthers("TWILIO_AUTH_TOKEN"))
      ? "Twilio accepts the auth token of the secret in AWS, and not that of this config: somebody has rotated this stack from another checkout"
      : undefined;
  }
  return (await isNewerKey(rotation, config, secret["TWILIO_API_SID"]))
    ? "the secret in AWS holds a newer API key than this config: somebody is rotating this stack from another checkout, or has done so"
    : undefined;
}

/** Whether a rotation of this stack made the deployed key after the config's own key. */
async function isNewerKey(
  { ports, twilio }: Deployed,
  { main, keySid, oldKeySid }: RotationConfig,
  deployed: unknown,
): Promise<boolean> {
  if (deployed === keySid || deployed === oldKeySid) return false;
  const keys = await twilio.keys(main);
  const its = keys.find(({ sid }) => sid === deployed);
  const own = keys.find(({ sid }) => sid === keySid);
  return (
    its?.name.startsWith(ports.keyPrefix) === true &&
    its.createdAt.getTime() > (own?.createdAt.getTime() ?? 0)
  );
}

/** The other stacks of the project that use the same Twilio account. */
export interface SharedAccount {
  readonly same: readonly string[];
  /** Those of them that also use the same API key. */
  readonly sameKey: readonly string[];
  /** Those of them whose auth token is being rotated. */
  readonly rotating: readonly string[];
  /** Stacks whose config has no account SID, or one that cannot be decrypted here. */
  readonly unknown: readonly string[];
}

/** Looks for the other stacks of the project that use the same Twilio account. */
export async function sharedAccount({ stack }: StackRotation): Promise<SharedAccount> {
  const { project, workspace, name: own } = stack;
  const config = await stackConfig(stack);
  const ownValue = (key: string): string | undefined => config[`${project}:${key}`]?.value;
  const found: Record<keyof SharedAccount, string[]> = {
    same: [],
    sameKey: [],
    rotating: [],
    unknown: [],
  };
  const valueOf = (name: string, key: string): Promise<string | undefined> =>
    workspace.getConfig(name, key).then(
      // The project's default for a credential is an empty text.
      ({ value }) => (value === "" ? undefined : value),
      () => undefined,
    );
  for (const { name } of await workspace.listStacks()) {
    if (name.split("/").at(-1) === own.split("/").at(-1)) continue;
    const account = await valueOf(name, "twilioAccountSid");
    if (account === undefined) found.unknown.push(name);
    if (account === undefined || account !== ownValue("twilioAccountSid")) continue;
    found.same.push(name);
    if ((await valueOf(name, "twilioApiSid")) === ownValue("twilioApiSid")) {
      found.sameKey.push(name);
    }
    if ((await valueOf(name, NEXT_AUTH_TOKEN.configKey)) !== undefined) found.rotating.push(name);
  }
  return found;
}
