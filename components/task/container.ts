import type * as pulumi from "@pulumi/pulumi";
import type { SecretReferenceArgs } from "../secret/secretReference";
import { guardedSettings } from "./guardedSettings";

// The schema for other languages is made from these types: it knows no read-only arrays and no unions.

/** A port that the container listens on. */
export interface PortMappingArgs {
  readonly containerPort: number;
  /** tcp or udp. The default is tcp. */
  readonly protocol?: string;
}

/** Health check that ECS runs in the container. */
export interface HealthCheckArgs {
  /** The command, its first word CMD or CMD-SHELL. */
  readonly command: string[];
  /** Seconds between two checks, 5 to 300. */
  readonly interval?: number;
  /** Failed checks in a row that make the container unhealthy, 1 to 10. */
  readonly retries?: number;
  /** Seconds after the start in which failed checks do not count, 0 to 300. */
  readonly startPeriod?: number;
  /** Seconds that a check may take, 2 to 60. */
  readonly timeout?: number;
}

/** Where the container's output goes. */
export interface LogConfigurationArgs {
  /** Such as awslogs. */
  readonly logDriver: string;
  /** The driver's options, such as awslogs-group. */
  readonly options?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A folder of the container that is a volume of the task. */
export interface MountPointArgs {
  readonly containerPath: string;
  /** Name of the task's volume. */
  readonly sourceVolume: string;
  readonly readOnly?: boolean;
}

/** Another container that must reach a condition before this one starts. */
export interface ContainerDependencyArgs {
  readonly containerName: string;
  /** START, COMPLETE, SUCCESS or HEALTHY. */
  readonly condition: string;
}

/** One container of a task, in ECS's own words but for `environment` and `secrets`, which are maps by name. */
export interface ContainerArgs {
  readonly name: string;
  /** Full URI of the image. */
  readonly image: pulumi.Input<string>;
  /** Plaintext settings by name. Everybody who sees the task definition can read them. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secrets by the name of the environment variable that gets the value. */
  readonly secrets?: Readonly<Record<string, SecretReferenceArgs>>;
  readonly command?: string[];
  readonly entryPoint?: string[];
  readonly workingDirectory?: string;
  /** Whether the task stops when this container does. The default is true. */
  readonly essential?: boolean;
  /** CPU units that are reserved for the container. The default is 0. */
  readonly cpu?: number;
  /** Memory in MiB that the container may use. */
  readonly memory?: number;
  /** Memory in MiB that is reserved for the container. */
  readonly memoryReservation?: number;
  readonly portMappings?: PortMappingArgs[];
  readonly healthCheck?: HealthCheckArgs;
  readonly logConfiguration?: LogConfigurationArgs;
  readonly mountPoints?: MountPointArgs[];
  readonly dependsOn?: ContainerDependencyArgs[];
  readonly readonlyRootFilesystem?: boolean;
  /** User and group, such as 1001:1001. */
  readonly user?: string;
  /** Seconds from SIGTERM to SIGKILL, 2 to 120. */
  readonly stopTimeout?: number;
}

/**
 * A container definition as ECS takes it, with the defaults that ECS adds, so that a second `up` changes nothing.
 * @throws pulumi.RunError as {@link guardedSettings} does
 */
export function guardedContainer(args: ContainerArgs) {
  const { environment = {}, secrets = {}, mountPoints = [], portMappings = [], ...rest } = args;
  const settings = Object.entries(environment).map(([name, value]) => ({ name, value }));
  return {
    cpu: 0,
    essential: true,
    ...rest,
    ...guardedSettings(settings, secrets),
    mountPoints: mountPoints.map(({ readOnly = false, ...mount }) => ({ ...mount, readOnly })),
    portMappings: portMappings.map(({ containerPort, protocol = "tcp" }) => ({
      containerPort,
      hostPort: containerPort,
      protocol,
    })),
    systemControls: [],
    volumesFrom: [],
  };
}
