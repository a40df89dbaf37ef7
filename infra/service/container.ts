import * as pulumi from "@pulumi/pulumi";
import { credentialNamed, type CredentialFinder } from "../credentials/twilioCredentials";
import type { SecretReference } from "../credentials/secretReference";
import { writableVolumes } from "./writableVolumes";

/** Name of the container in the task definition. */
export const CONTAINER_NAME = "pipecat-phone-container";

/** Port that the service listens on, for calls and for health checks. */
export const CONTAINER_PORT = 7860;

/** Path of the service's health check. */
export const HEALTH_CHECK_PATH = "/health";

/** What the container's definition is made of, beside its secrets. */
export interface ContainerSettings {
  /** Full URI of the image. */
  readonly image: pulumi.Input<string>;
  /** The stack's AWS region. */
  readonly region: string;
  /** The stack's name, which the service knows as ENVIRONMENT. */
  readonly stack: string;
  /** Host name under which Twilio reaches the service; it builds its `wss://` address from it. */
  readonly publicHostName: pulumi.Input<string>;
  /** Further plain settings: plain text only, so that no Output, and so no Pulumi secret, fits. */
  readonly environment: Readonly<Record<string, string>>;
  /** Container health check, its first word CMD or CMD-SHELL. */
  readonly healthCheckCommand: readonly string[];
  /** User and group, such as "1001:1001"; "" for the image's own. */
  readonly user: string;
  /** Whether only the writable folders can be written. */
  readonly readonlyRootFilesystem: boolean;
  /** Absolute paths of the folders that can be written, each a volume of its own. */
  readonly writablePaths: readonly string[];
  /** Seconds from SIGTERM to SIGKILL, 2 to 120. */
  readonly stopTimeoutSeconds: number;
  /** Seconds that the service may take to shut down after SIGTERM. */
  readonly gracefulShutdownSeconds: number;
  /** CloudWatch log group of the service. */
  readonly logGroupName: pulumi.Input<string>;
  /** The credentials that a plain text holds, by name. */
  readonly credentialsIn: CredentialFinder;
}

/** A container definition as ECS takes it, with the defaults that ECS adds, so that a second `up` changes nothing. */
export type ContainerDefinition = ReturnType<typeof containerDefinition>;

interface Setting {
  readonly name: string;
  readonly value: pulumi.Input<string>;
}

/**
 * The phone service's container definition; the same input gives the same JSON.
 * @throws pulumi.RunError when a plain setting is named like a Twilio credential, holds one, or is also a secret; the
 * error lists every such setting and no value.
 */
export function containerDefinition(
  settings: ContainerSettings,
  secrets: Readonly<Record<string, SecretReference>>,
) {
  const environment = plainSettings(settings, secrets);
  const faults = environment.flatMap((setting) => settingFaults(setting, settings, secrets));
  if (faults.length > 0) {
    throw new pulumi.RunError(
      `The container's plain settings are refused:\n  - ${faults.join("\n  - ")}`,
    );
  }
  return {
    name: CONTAINER_NAME,
    image: settings.image,
    cpu: 0,
    essential: true,
    environment,
    healthCheck: {
      command: settings.healthCheckCommand,
      interval: 30,
      retries: 5,
      startPeriod: 120,
      timeout: 10,
    },
    linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
    logConfiguration: logConfiguration(settings),
    mountPoints: writableVolumes(settings.writablePaths).map(({ name, containerPath }) => ({
      containerPath,
      readOnly: false,
      sourceVolume: name,
    })),
    portMappings: [{ containerPort: CONTAINER_PORT, hostPort: CONTAINER_PORT, protocol: "tcp" }],
    readonlyRootFilesystem: settings.readonlyRootFilesystem,
    secrets: sorted(Object.entries(secrets)).map(([name, { valueFrom }]) => ({ name, valueFrom })),
    stopTimeout: settings.stopTimeoutSeconds,
    systemControls: [],
    ...(settings.user === "" ? {} : { user: settings.user }),
    volumesFrom: [],
  };
}

/** The settings that belong to the stack's infrastructure; config cannot change them. */
export const RESERVED_SETTINGS = [
  "AWS_REGION",
  "ENVIRONMENT",
  "EXTERNAL_DOMAIN",
  "FAST_API_PORT",
  "FORCE_HTTPS",
  "GRACEFUL_SHUTDOWN_TIMEOUT",
  "HOST",
  "SERVICE_TYPE",
] as const;

/** The settings that config can change, or give by a secret. */
const DEFAULT_SETTINGS = {
  BOT_CLEANUP_INTERVAL: "300",
  ENABLE_REQUEST_POOLING: "true",
  HEALTH_CHECK_INTERVAL: "30",
  HEALTH_CHECK_RETRIES: "5",
  LOG_LEVEL: "INFO",
  MAX_REQUEST_POOL_SIZE: "100",
  MEMORY_CLEANUP_THRESHOLD: "0.8",
  REQUEST_TIMEOUT: "30",
} as const;

function plainSettings(
  settings: ContainerSettings,
  secrets: Readonly<Record<string, SecretReference>>,
): Setting[] {
  const defaults = Object.entries(DEFAULT_SETTINGS).filter(
    ([name]) => !Object.hasOwn(secrets, name),
  );
  const values: Readonly<Record<string, pulumi.Input<string>>> = {
    ...Object.fromEntries(defaults),
    ...settings.environment,
    ...reservedSettings(settings),
  };
  return sorted(Object.entries(values)).map(([name, value]) => ({ name, value }));
}

function reservedSettings(
  settings: ContainerSettings,
): Record<(typeof RESERVED_SETTINGS)[number], pulumi.Input<string>> {
  return {
    AWS_REGION: settings.region,
    ENVIRONMENT: settings.stack,
    EXTERNAL_DOMAIN: settings.publicHostName,
    FAST_API_PORT: String(CONTAINER_PORT),
    FORCE_HTTPS: "true",
    GRACEFUL_SHUTDOWN_TIMEOUT: String(settings.gracefulShutdownSeconds),
    HOST: "0.0.0.0",
    SERVICE_TYPE: "phone",
  };
}

/** Non-blocking: a slow log service must not stall a call. The buffer holds about a minute of a busy task's lines. */
function logConfiguration({ logGroupName, region }: ContainerSettings) {
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": logGroupName,
      "awslogs-region": region,
      "awslogs-stream-prefix": "ecs",
      "max-buffer-size": "25m",
      mode: "non-blocking",
    },
  };
}

function settingFaults(
  { name, value }: Setting,
  settings: ContainerSettings,
  secrets: Readonly<Record<string, SecretReference>>,
): string[] {
  const inName = settings.credentialsIn(name);
  if (inName.length > 0) return [`the name of a setting holds the ${inName.join(" and the ")}`];
  const inValue = typeof value === "string" ? settings.credentialsIn(value) : [];
  return [
    ...(credentialNamed(name) === undefined
      ? []
      : [`${name} is a credential: it is given by the secret`]),
    ...inValue.map(
      (credential) => `${name} holds the ${credential}: remove it, the secret gives it`,
    ),
    ...(Object.hasOwn(secrets, name)
      ? [`${name} is also a secret: give it one of the two ways`]
      : []),
  ];
}

/** By name in code-point order, the same on every machine. */
function sorted<T>(entries: [string, T][]): [string, T][] {
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
