import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { randomUUID } from "node:crypto";
import { parseValueFrom } from "../../scripts/ecs/definition/valueFrom";
import { jsonObject } from "../../scripts/network/json";
import { type Emulator, startMoto } from "../support/emulator/emulators";
import type { SecretVariable } from "./plannedTask";

/**
 * The Twilio secret in an emulated Secrets Manager (moto, which keeps every version), read as the ECS agent reads it when a
 * task starts. The emulated secret has another ARN than the planned one, so references are resolved by the secret's name.
 */
export class SecretStore {
  private constructor(
    private readonly emulator: Emulator,
    private readonly client: SecretsManagerClient,
    private readonly name: string,
  ) {}

  /** Starts the emulator and makes an empty secret. */
  static async start(region: string, name: string): Promise<SecretStore> {
    const emulator = await startMoto();
    const client = new SecretsManagerClient({
      endpoint: emulator.url,
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    await client.send(new CreateSecretCommand({ Name: name }));
    return new SecretStore(emulator, client, name);
  }

  /** Writes a secret version, as an update of the stack does, and returns its id. */
  async put(values: Readonly<Record<string, string>>): Promise<string> {
    const versionId = randomUUID();
    await this.client.send(
      new PutSecretValueCommand({
        SecretId: this.name,
        ClientRequestToken: versionId,
        SecretString: JSON.stringify(values),
      }),
    );
    return versionId;
  }

  /**
   * The environment variables that the ECS agent would set. Each takes one call, for the version in the secret reference.
   * @throws Error if the agent would refuse to start the task
   */
  async resolve(secrets: readonly SecretVariable[]): Promise<Record<string, string>> {
    const values = await Promise.all(
      secrets.map(async ({ name, valueFrom }) => [name, await this.read(name, valueFrom)] as const),
    );
    return Object.fromEntries(values);
  }

  /** Ends the emulator. */
  async stop(): Promise<void> {
    this.client.destroy();
    await this.emulator.stop();
  }

  private async read(variable: string, valueFrom: string): Promise<string> {
    const selector = parseValueFrom(valueFrom);
    if (selector.kind !== "secret" || selector.jsonKey === undefined) {
      throw new Error(`${variable}: the ECS agent would refuse its reference`);
    }
    const { jsonKey, secretId, versionId } = selector;
    if (!secretId.includes(`:secret:${this.name}-`)) {
      throw new Error(`${variable}: its reference names another secret`);
    }
    const { SecretString = "" } = await this.client.send(
      new GetSecretValueCommand({
        SecretId: this.name,
        ...(versionId === undefined ? {} : { VersionId: versionId }),
      }),
    );
    const value = jsonObject(SecretString)?.[jsonKey];
    if (typeof value !== "string") throw new Error(`${variable}: the secret has no key ${jsonKey}`);
    return value;
  }
}
