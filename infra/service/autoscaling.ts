import * as appautoscaling from "@pulumi/aws/appautoscaling";
import type { input as inputs } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { CALL_METRIC, TASK_FAMILY_DIMENSION } from "./callMetric";

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
  /** Average calls a task to aim at; 0 leaves calls out. */
  readonly callsPerTask: number;
}

/**
 * Lets the service's task count follow its CPU and memory use and, on demand, its calls.
 * @param family name of the task definitions, by which the service counts its calls
 */
export function scaleService(
  name: string,
  clusterName: pulumi.Input<string>,
  serviceName: pulumi.Input<string>,
  family: string,
  scaling: ScalingArgs,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): void {
  const { serviceNamespace, scalableDimension, resourceId } = new appautoscaling.Target(
    `${name}-scaling`,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${clusterName}/${serviceName}`,
      minCapacity: scaling.minTasks,
      maxCapacity: scaling.maxTasks,
      tags,
    },
    opts,
  );
  const follow = (metric: string, tracking: TargetTracking) =>
    new appautoscaling.Policy(
      `${name}-scaling-${metric}`,
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace,
        scalableDimension,
        resourceId,
        targetTrackingScalingPolicyConfiguration: {
          scaleInCooldown: scaling.scaleInCooldownSeconds,
          scaleOutCooldown: scaling.scaleOutCooldownSeconds,
          ...tracking,
        },
      },
      opts,
    );
  follow("cpu", predefined("ECSServiceAverageCPUUtilization", scaling.cpuTargetPercent));
  follow("memory", predefined("ECSServiceAverageMemoryUtilization", scaling.memoryTargetPercent));
  if (scaling.callsPerTask > 0) {
    follow("calls", activeCalls(family, scaling.callsPerTask));
  }
}

type TargetTracking = inputs.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration;

function predefined(predefinedMetricType: string, targetValue: number): TargetTracking {
  return { predefinedMetricSpecification: { predefinedMetricType }, targetValue };
}

/** Out fast, because a new task takes minutes and callers don't wait; in as slowly as the rest. */
function activeCalls(family: string, targetValue: number): TargetTracking {
  return {
    customizedMetricSpecification: {
      namespace: CALL_METRIC.namespace,
      metricName: CALL_METRIC.name,
      statistic: "Average",
      dimensions: [{ name: TASK_FAMILY_DIMENSION, value: family }],
    },
    targetValue,
    scaleOutCooldown: 60,
  };
}
