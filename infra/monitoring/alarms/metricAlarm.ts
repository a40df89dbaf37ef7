import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { input as inputs } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";

type MetricAlarmArgs = cloudwatch.MetricAlarmArgs;

/** What an alarm watches, and its message. {@link metricAlarm} adds the topic that it notifies. */
export interface AlarmSpec extends Omit<
  MetricAlarmArgs,
  "alarmActions" | "okActions" | "insufficientDataActions" | "tags"
> {
  /** For the person who gets the mail: what has happened, and what to do. */
  readonly alarmDescription: pulumi.Input<string>;
  /** What a minute without data means. */
  readonly treatMissingData: "notBreaching" | "ignore" | "missing";
  readonly threshold: number;
  /** Whether the alarm also notifies when data stops coming. @default false */
  readonly notifyWhenDataStops?: boolean;
}

/** One metric of a metric-math expression. */
export function mathMetric(
  id: string,
  metric: inputs.cloudwatch.MetricAlarmMetricQueryMetric,
): inputs.cloudwatch.MetricAlarmMetricQuery {
  return { id, metric, returnData: false };
}

/** The metric-math expression that an alarm compares with its threshold. */
export function mathResult(
  expression: string,
  label: string,
): inputs.cloudwatch.MetricAlarmMetricQuery {
  return { id: "result", expression, label, returnData: true };
}

/**
 * An alarm that notifies a topic. It does not report the state OK: every new alarm would send that once, because an alarm starts
 * without data.
 */
export function metricAlarm(
  name: string,
  { notifyWhenDataStops = false, ...spec }: AlarmSpec,
  topicArn: pulumi.Input<string>,
  tags: Readonly<Record<string, string>>,
  parent: pulumi.Resource,
): cloudwatch.MetricAlarm {
  return new cloudwatch.MetricAlarm(
    name,
    {
      ...spec,
      alarmActions: [topicArn],
      ...(notifyWhenDataStops ? { insufficientDataActions: [topicArn] } : {}),
      tags,
    },
    { parent },
  );
}
