import type * as pulumi from "@pulumi/pulumi";
import { guardedSettings } from "../../../components/task/guardedSettings";
import type { CredentialFinder } from "../../credentials/twilioCredentials";
import type { SecretReference } from "../../../components/secret/secretReference";
import { healthCheckCommand } from "./httpInterface";
import { environmentSettings, type EnvironmentFacts } from "./environmentSettings";

/** Name of the container in the task definition. */
export const CONTAINER_NAME = "pipecat-phone-container";

/** The inputs of the container's definition, without its secrets. */
export interface ContainerSettings extends EnvironmentFacts {
  /** Full URI of the image. */
  readonly image: pulumi.Input<string>;
  /** Container health check, its first word CMD or CMD-SHELL; empty for one that asks the health check's path. */
  readonly healthCheckCommand: readonly string[];
  /** User and group, such as "1001:1001"; "" for the image's own. */
  readonly user: string;
  /** Whether only the writable folders can be written. */
  readonly readonlyRootFilesystem: boolean;
  /** Absolute paths of the folders that can be written, each a volume of its own. */
  readonly writablePaths: readonly string[];
  /** Seconds from SIGTERM to SIGKILL, 2 to 120. */
  readonly stopTimeoutSeconds: number;
  /** CloudWatch log group of the service. */
  readonly logGroupName: pulumi.Input<string>;
  /** Finds the credentials in a plaintext. */
  readonly credentialsIn: CredentialFinder;
}

/** A container definition as ECS takes it, with the defaults that ECS adds, so that a second `up` changes nothing. */
export type ContainerDefinition = ReturnType<typeof containerDefinition>;

/**
 * The phone service's container definition; the same input gives the same JSON.
 * @throws pulumi.RunError as {@link guardedSettings} does
 */
export function containerDefinition(
  settings: ContainerSettings,
  secrets: Readonly<Record<string, SecretReference>>,
) {
  const guarded = guardedSettings(
    environmentSettings(settings, secrets),
    secrets,
    settings.credentialsIn,
  );
  return {
    name: CONTAINER_NAME,
    image: settings.image,
    cpu: 0,
    essential: true,
    environment: guarded.environment,
    healthCheck: {
      command:
        settings.healthCheckCommand.length > 0
          ? settings.healthCheckCommand
          : healthCheckCommand(settings.http),
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
    portMappings: [
      { containerPort: settings.http.port, hostPort: settings.http.port, protocol: "tcp" },
    ],
    readonlyRootFilesystem: settings.readonlyRootFilesystem,
    secrets: guarded.secrets,
    stopTimeout: settings.stopTimeoutSeconds,
    systemControls: [],
    ...(settings.user === "" ? {} : { user: settings.user }),
    volumesFrom: [],
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

/** A task volume, and where the container sees it. */
interface WritableVolume {
  readonly name: string;
  readonly containerPath: string;
}

/** The volumes of the folders that can be written even when the root file system is read-only. */
function writableVolumes(paths: readonly string[]): WritableVolume[] {
  return [...paths]
    .sort()
    .map((containerPath) => ({ name: volumeName(containerPath), containerPath }));
}

/** The name of a folder's volume. `/`, `.` and `_` all become `-`, so two folders can get the same name. */
export function volumeName(containerPath: string): string {
  return containerPath.slice(1).replaceAll(/[^a-zA-Z0-9-]/g, "-");
}
