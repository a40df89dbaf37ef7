import * as pulumi from "@pulumi/pulumi";
import { CALL_METRIC, TASK_FAMILY_DIMENSION } from "../../service/callMetric";
import { type AlarmSpec, mathMetric, mathResult } from "./metricAlarm";

/** Names that a service's metrics go by. */
export interface ServiceDimensions {
  readonly ClusterName: pulumi.Input<string>;
  readonly ServiceName: pulumi.Input<string>;
}

/** Namespace of the task counts; the cluster's setting `containerInsights` must be `enabled` or `enhanced`. */
export const TASK_COUNTS_NAMESPACE = "ECS/ContainerInsights";

/** Minutes that a new stack gets to pull its image and start its tasks. */
const WARM_UP_MINUTES = 30;

/** A new stack has no task counts yet, and then counts zero running tasks. If the counts stop later, the alarm reports missing data. */
const TASK_COUNTS = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  treatMissingData: "missing",
  notifyWhenDataStops: true,
  warmUpConfiguration: {
    warmUpPeriodDurationInMinutes: WARM_UP_MINUTES,
    onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
  },
} as const;

/** CPU use that scaling no longer keeps down. */
export function highCpu(dimensions: ServiceDimensions): AlarmSpec {
  return {
    ...utilization("CPUUtilization", "Average", dimensions),
    alarmDescription:
      "The tasks have used more than 90 % of their CPU for 15 minutes: speech stutters, and scaling no longer helps. What to do: raise maxTasks (or cpu) with pulumi config set, then run pulumi up; if there are few calls, look for a task that spins.",
  };
}

/** Memory use of the task that uses most. ECS kills that task when it runs out, and its calls end. */
export function highMemory(dimensions: ServiceDimensions): AlarmSpec {
  return {
    ...utilization("MemoryUtilization", "Maximum", dimensions),
    alarmDescription:
      "A task has used more than 90 % of its memory for 15 minutes; at 100 % it is killed, with its calls. What to do: if memory grows without calls, stop that task once its calls are over; else raise memory with pulumi config set and run pulumi up.",
  };
}

/** Tasks that are nearly full, which scaling no longer helps: further callers hear that the line is busy. */
export function nearlyFullTasks(family: string, maxCalls: number): AlarmSpec {
  return {
    namespace: CALL_METRIC.namespace,
    metricName: CALL_METRIC.name,
    dimensions: { [TASK_FAMILY_DIMENSION]: family },
    statistic: "Average",
    period: 60,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: maxCalls * 0.9,
    evaluationPeriods: 15,
    datapointsToAlarm: 15,
    treatMissingData: "notBreaching",
    alarmDescription: `The tasks have carried more than 90 % of the ${maxCalls} calls that each may take for 15 minutes: callers are refused, and scaling no longer helps. What to do: raise maxTasks with pulumi config set, then run pulumi up; if CPU is low, raise callsPerTask.`,
  };
}

/** Fewer tasks than scaling may ever go down to: an outage, or half of one. */
export function belowMinimum(dimensions: ServiceDimensions, minTasks: number): AlarmSpec {
  return {
    ...TASK_COUNTS,
    alarmDescription: `Fewer tasks run than the ${minTasks} that should at least, for five minutes: calls may be lost. What to do: open the service's events and the last stopped tasks in ECS; each names its reason.`,
    metricQueries: [
      ...countQueries(dimensions),
      // A service that was parked by hand, with fewer desired, is no outage.
      mathResult(
        `IF(desired < ${minTasks}, desired, ${minTasks}) - running`,
        "Tasks short of the minimum",
      ),
    ],
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
  };
}

/** Fewer tasks than scaling asks for, for longer than starting some takes. */
export function belowDesired(dimensions: ServiceDimensions): AlarmSpec {
  return {
    ...TASK_COUNTS,
    alarmDescription:
      "Fewer tasks run than are desired, for 15 of 20 minutes: they do not start, or do not stay up. What to do: open the last stopped tasks in ECS for the reason; without one, look for a lack of Fargate capacity or of addresses in the subnets.",
    metricQueries: [
      ...countQueries(dimensions),
      mathResult("desired - running", "Tasks short of the desired count"),
    ],
    evaluationPeriods: 20,
    datapointsToAlarm: 15,
  };
}

/**
 * Longest time in minutes that an alarm with a period under an hour can look back.
 * Source: PutMetricAlarm in CloudWatch's API reference.
 */
const DAY_MINUTES = 1440;

/**
 * A deployment that lasts longer than any part of it can take. AWS's documents contradict each other about the circuit breaker with
 * blue/green: if it does not end a deployment whose tasks never come up, this alarm reports it. Container Insights
 * counts the deployments. That it also counts blue/green deployments was not tried on AWS.
 *
 * @param minutes - what a deployment may take
 */
export function longDeployment(dimensions: ServiceDimensions, minutes: number): AlarmSpec {
  const period = minutes > DAY_MINUTES ? 3600 : 300;
  const { ClusterName, ServiceName } = dimensions;
  return {
    alarmDescription: pulumi.interpolate`A deployment has gone on for more than ${minutes} minutes, longer than its calls can take: its tasks do not come up, and nothing has taken it back. What to do: open the service's deployments and the last stopped tasks in ECS. To go back to the version before: aws ecs list-service-deployments --cluster ${ClusterName} --service ${ServiceName} --status IN_PROGRESS, then aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn with the ARN that it prints.`,
    namespace: TASK_COUNTS_NAMESPACE,
    metricName: "DeploymentCount",
    dimensions: { ...dimensions },
    statistic: "Minimum",
    period,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 1,
    evaluationPeriods: Math.ceil((minutes * 60) / period),
    // A service without data has an alarm of its own.
    treatMissingData: "notBreaching",
  };
}

function utilization(metricName: string, statistic: string, dimensions: ServiceDimensions) {
  return {
    namespace: "AWS/ECS",
    metricName,
    dimensions: { ...dimensions },
    statistic,
    period: 300,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 90,
    evaluationPeriods: 3,
    // No data means no tasks, which has alarms of its own.
    treatMissingData: "notBreaching" as const,
  };
}

function countQueries(dimensions: ServiceDimensions) {
  const count = (metricName: string) => ({
    namespace: TASK_COUNTS_NAMESPACE,
    metricName,
    dimensions: { ...dimensions },
    stat: "Average",
    period: 60,
  });
  return [
    mathMetric("desired", count("DesiredTaskCount")),
    mathMetric("running", count("RunningTaskCount")),
  ];
}
