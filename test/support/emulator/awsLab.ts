import { EC2Client } from "@aws-sdk/client-ec2";
import {
  ECSClient,
  RegisterTaskDefinitionCommand,
  type ContainerDefinition,
} from "@aws-sdk/client-ecs";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CREDENTIALS, type TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import type { Emulator } from "./emulators";
import { toolsOrSkip } from "./pythonTools";
import { runScript, type ScriptOptions, type ScriptResult } from "../scripts/script";
import { assertNoCredential } from "../twilio/twilioCredentials";

/** The region of the emulated account. */
export const REGION = "eu-north-1";

/** Time limit in milliseconds for the first installation of the emulators. */
const INSTALL_TIMEOUT_MS = 300_000;

/** The SDK's clients for an emulator, with dummy keys. */
export function clientsOf({ url }: Emulator) {
  const config = {
    endpoint: url,
    region: REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  return {
    ec2: new EC2Client(config),
    ecs: new ECSClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    secrets: new SecretsManagerClient(config),
  };
}

/** The SDK's clients for an emulator. */
export type Clients = ReturnType<typeof clientsOf>;

/** Starts emulators in a `before` hook. If they cannot be installed, the suite is skipped; in CI it fails. */
export async function emulatorsOrSkip<Lab>(
  context: Mocha.Context,
  start: () => Promise<Lab>,
): Promise<Lab> {
  context.timeout(INSTALL_TIMEOUT_MS);
  await toolsOrSkip(context);
  return start();
}

/** An emulator for a suite, with its clients. Both are known once the suite has started. */
export interface EmulatorLab {
  readonly emulator: Emulator | undefined;
  readonly clients: Clients;
}

/** Gives a suite an emulator: started before its tests, and stopped after them. Without emulators the suite is skipped. */
export function useEmulator(start: () => Promise<Emulator>): EmulatorLab {
  let emulator: Emulator | undefined;
  let clients: Clients | undefined;
  before(async function () {
    emulator = await emulatorsOrSkip(this, start);
    clients = clientsOf(emulator);
  });
  after(() => emulator?.stop());
  return {
    get emulator() {
      return emulator;
    },
    get clients() {
      if (clients === undefined) throw new Error("the emulator has not started");
      return clients;
    },
  };
}

/** Runs a script against an emulator and asserts that it prints no part of the credentials. */
export async function runOn(
  emulator: Emulator | undefined,
  own: TwilioCredentials,
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onStart?: ScriptOptions["onStart"],
): Promise<ScriptResult> {
  const result = await runScript(script, args, {
    env: { AWS_ENDPOINT_URL: emulator?.url ?? "", AWS_REGION: REGION, ...env },
    ...(onStart === undefined ? {} : { onStart }),
  });
  assertNoCredential(result.stdout + result.stderr, own);
  return result;
}

/** A new secret, as the SDK returns it. */
export interface MadeSecret {
  readonly arn: string;
  readonly versionId: string;
}

/** Makes a secret. */
export async function makeSecret(
  { secrets }: Clients,
  name: string,
  value: unknown,
  keyId?: string,
): Promise<MadeSecret> {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const answer = await secrets.send(
    new CreateSecretCommand({
      Name: name,
      SecretString: text,
      ...(keyId === undefined ? {} : { KmsKeyId: keyId }),
    }),
  );
  return { arn: answer.ARN ?? "", versionId: answer.VersionId ?? "" };
}

/** The `valueFrom` of each credential, at a version. */
export function valueFroms({ arn, versionId }: MadeSecret): { name: string; valueFrom: string }[] {
  return CREDENTIALS.map(({ name }) => ({ name, valueFrom: `${arn}:${name}::${versionId}` }));
}

/** Registers a task definition like the phone service's, with further settings of its container. Returns its ARN. */
export async function registerTask(
  { ecs }: Clients,
  family: string,
  secrets: { name: string; valueFrom: string }[],
  roles: { executionRoleArn?: string; taskRoleArn?: string } = {},
  container: Partial<ContainerDefinition> = {},
): Promise<string> {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      ...roles,
      containerDefinitions: [
        { name: "phone", image: "example.com/phone", memory: 512, secrets, ...container },
      ],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? "";
}
