import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";

/** Size, roles and containers of a Fargate task. */
export interface FargateTaskArgs {
  readonly family: pulumi.Input<string>;
  /** CPU units, such as "512". */
  readonly cpu: pulumi.Input<string>;
  /** Memory in MiB, such as "1024". */
  readonly memory: pulumi.Input<string>;
  /** X86_64 or ARM64. */
  readonly cpuArchitecture: pulumi.Input<string>;
  readonly executionRoleArn: pulumi.Input<string>;
  readonly taskRoleArn?: pulumi.Input<string> | undefined;
  /** Names of empty volumes that the containers mount. */
  readonly volumes: readonly string[];
  /** Container definitions as ECS takes them. */
  readonly containers: readonly object[];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Registers the task definition of a component. The component passes the same containers as its own input `containerDefinitions`.
 * A policy sees every plaintext setting there, also on a first preview, when the one JSON text here is unknown.
 */
export function fargateTaskDefinition(
  name: string,
  args: FargateTaskArgs,
  parent: pulumi.Resource,
): ecs.TaskDefinition {
  const { family, cpu, memory, cpuArchitecture, executionRoleArn, taskRoleArn, tags } = args;
  return new ecs.TaskDefinition(
    name,
    {
      family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { cpuArchitecture, operatingSystemFamily: "LINUX" },
      cpu,
      memory,
      executionRoleArn,
      ...(taskRoleArn === undefined ? {} : { taskRoleArn }),
      volumes: args.volumes.map((volume) => ({ name: volume })),
      containerDefinitions: pulumi.jsonStringify([...args.containers]),
      tags,
    },
    {
      parent,
      // A service whose last deployment failed still uses the old revision, so it stays registered, at no cost. It contains
      // references and no value.
      retainOnDelete: true,
    },
  );
}
