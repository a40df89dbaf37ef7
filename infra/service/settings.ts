import type { ScalingArgs } from "./autoscaling";
import type { ContainerSettings } from "./task/container";
import type { FargateSize } from "./task/fargateSize";

/** The container's settings that the stack's config decides; the service knows the rest. */
export type ConfiguredContainer = Pick<
  ContainerSettings,
  | "stack"
  | "http"
  | "maxCallMinutes"
  | "callHandover"
  | "environment"
  | "healthCheckCommand"
  | "user"
  | "readonlyRootFilesystem"
  | "writablePaths"
  | "credentialsIn"
>;

/** The service's settings that the stack's config decides. */
export interface ServiceSettings {
  readonly container: ConfiguredContainer;
  readonly size: FargateSize;
  readonly scaling: ScalingArgs;
  /** Tasks to start with; afterwards scaling moves the count. */
  readonly desiredCount: number;
  /** Seconds after a task's start in which failed health checks don't count. */
  readonly healthCheckGraceSeconds: number;
  readonly enableExecuteCommand: boolean;
  /** Whether ECS may move tasks to even out the zones; only for a service that protects its tasks during calls. */
  readonly availabilityZoneRebalancing: boolean;
  /** How much Container Insights measures. */
  readonly containerInsights: "disabled" | "enabled" | "enhanced";
  /** Whether tasks run in the public subnets with public addresses. */
  readonly assignPublicIp: boolean;
  /** Days for which logs are kept. */
  readonly logRetentionDays: number;
  /** Bedrock models that the service may invoke, by id or ARN. */
  readonly bedrockModels: readonly string[];
}
