import type * as pulumi from "@pulumi/pulumi";
import type { SecretReference } from "../../../components/secret/secretReference";
import type { Setting } from "../../../components/task/guardedSettings";
import { CALL_METRIC } from "../callMetric";
import type { HttpInterface } from "./httpInterface";

/** The inputs of the container's plaintext settings. */
export interface EnvironmentFacts {
  /** The stack's AWS region. */
  readonly region: string;
  /** The stack's name, which the service knows as ENVIRONMENT. */
  readonly stack: string;
  /** Host name under which Twilio reaches the service; it builds its `wss://` address from it. */
  readonly publicHostName: pulumi.Input<string>;
  /** Where the service answers. */
  readonly http: HttpInterface;
  /** Name of the task definitions, the dimension of the service's metrics. */
  readonly family: string;
  /** Calls that a task takes at most. @default - the service's own limit */
  readonly maxCalls: number | undefined;
  /** The longest call, in minutes. */
  readonly maxCallMinutes: number;
  /** Whether the service moves its calls before it ends, and so need not keep its task from being stopped. */
  readonly callHandover: boolean;
  /** Further plaintext settings. Their type is string, so that no Output and no Pulumi secret can be given. */
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds that the service may take to shut down after SIGTERM. */
  readonly gracefulShutdownSeconds: number;
}

/** The settings that belong to the stack's infrastructure; config cannot change them. */
export const RESERVED_SETTINGS = [
  "AWS_REGION",
  "CALL_HANDOVER",
  "ENVIRONMENT",
  "EXTERNAL_DOMAIN",
  "FAST_API_PORT",
  "FORCE_HTTPS",
  "GRACEFUL_SHUTDOWN_TIMEOUT",
  "HOST",
  "MAX_CALLS",
  "MAX_CALL_MINUTES",
  "MEDIA_STREAM_PATH",
  "METRIC_NAMESPACE",
  "PORT",
  "SERVICE_TYPE",
  "TASK_FAMILY",
  "WEBHOOK_PATH",
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

/** The container's plaintext settings. */
export function environmentSettings(
  settings: EnvironmentFacts,
  secrets: Readonly<Record<string, SecretReference>>,
): Setting[] {
  const defaults = Object.entries(DEFAULT_SETTINGS).filter(
    ([name]) => !Object.hasOwn(secrets, name),
  );
  const values: Readonly<Record<string, pulumi.Input<string> | undefined>> = {
    ...Object.fromEntries(defaults),
    ...settings.environment,
    ...reservedSettings(settings),
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
}

function reservedSettings(
  settings: EnvironmentFacts,
): Record<(typeof RESERVED_SETTINGS)[number], pulumi.Input<string> | undefined> {
  const { http } = settings;
  return {
    AWS_REGION: settings.region,
    CALL_HANDOVER: String(settings.callHandover),
    ENVIRONMENT: settings.stack,
    EXTERNAL_DOMAIN: settings.publicHostName,
    FAST_API_PORT: String(http.port),
    FORCE_HTTPS: "true",
    GRACEFUL_SHUTDOWN_TIMEOUT: String(settings.gracefulShutdownSeconds),
    HOST: "0.0.0.0",
    MAX_CALLS: settings.maxCalls?.toString(),
    MAX_CALL_MINUTES: String(settings.maxCallMinutes),
    MEDIA_STREAM_PATH: http.mediaStreamPath,
    METRIC_NAMESPACE: CALL_METRIC.namespace,
    PORT: String(http.port),
    SERVICE_TYPE: "phone",
    TASK_FAMILY: settings.family,
    WEBHOOK_PATH: http.webhookPath,
  };
}
