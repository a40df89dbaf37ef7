import * as pulumi from "@pulumi/pulumi";
import { SecretReference } from "../../../../components/secret/secretReference";
import { credentialsIn } from "../../../../infra/credentials/twilioCredentials";
import {
  containerDefinition,
  type ContainerSettings,
} from "../../../../infra/service/task/container";
import { promiseOf } from "../../../support/program/mocks";
import { rotatingCredentials } from "../../../support/twilio/twilioCredentials";

/** ARN of a secret. */
export const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/x-AbCdEf";

/** The stack's own credentials. */
export const credentials = rotatingCredentials();

/** Valid settings. */
export const SETTINGS: ContainerSettings = {
  image: "registry.example.com/phone:1",
  region: "eu-north-1",
  stack: "dev",
  publicHostName: "phone.lab.internal",
  http: {
    port: 7860,
    healthCheckPath: "/health",
    webhookPath: "/incoming-call",
    mediaStreamPath: "/media-stream",
  },
  family: "phone-dev",
  maxCalls: 50,
  maxCallMinutes: 60,
  callHandover: true,
  environment: {},
  healthCheckCommand: ["CMD", "true"],
  user: "1001:1001",
  readonlyRootFilesystem: true,
  writablePaths: ["/tmp"],
  stopTimeoutSeconds: 120,
  gracefulShutdownSeconds: 110,
  logGroupName: "phone-logs",
  credentialsIn: (text) => credentialsIn(text, credentials),
};

/** A reference for each name. */
export function secrets(...names: readonly string[]): Record<string, SecretReference> {
  return Object.fromEntries(
    names.map((name) => [name, new SecretReference({ secretArn: ARN, key: name })]),
  );
}

/** The definition as JSON. */
export async function json(
  settings: Partial<ContainerSettings> = {},
  references = secrets("A_SECRET"),
): Promise<string> {
  return await promiseOf(
    pulumi.jsonStringify(containerDefinition({ ...SETTINGS, ...settings }, references)),
  );
}
