import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ScalingArgs {
  /** Fewest tasks. */
  readonly minTasks: number;
  /** Most tasks. */
  readonly maxTasks: number;
  /** Average CPU use to aim at, in percent. */
  readonly cpuTargetPercent: number;
  /** Average memory use to aim at, in percent. */
  readonly memoryTargetPercent: number;
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
}

/** Lets the service's task count follow its CPU and memory use. */
export function scaleService(
  name: string,
  clusterName: pulumi.Input<string>,
  serviceName: pulumi.Input<string>,
  scaling: ScalingArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const target = new aws.appautoscaling.Target(
    `${name}-scaling`,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${clusterName}/${serviceName}`,
      minCapacity: scaling.minTasks,
      maxCapacity: scaling.maxTasks,
    },
    opts,
  );
  const follow = (metric: string, predefinedMetricType: string, targetValue: number) =>
    new aws.appautoscaling.Policy(
      `${name}-scaling-${metric}`,
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType },
          targetValue,
          scaleInCooldown: scaling.scaleInCooldownSeconds,
          scaleOutCooldown: scaling.scaleOutCooldownSeconds,
        },
      },
      opts,
    );
  follow("cpu", "ECSServiceAverageCPUUtilization", scaling.cpuTargetPercent);
  follow("memory", "ECSServiceAverageMemoryUtilization", scaling.memoryTargetPercent);
}
