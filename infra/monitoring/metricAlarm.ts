import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

type MetricAlarmArgs = aws.cloudwatch.MetricAlarmArgs;

/** What an alarm watches and what it says; who is told is decided where it is made. */
export interface AlarmSpec extends Omit<
  MetricAlarmArgs,
  "alarmActions" | "okActions" | "insufficientDataActions" | "tags"
> {
  /** For the person who gets the mail: what has happened, and what to do. */
  readonly alarmDescription: pulumi.Input<string>;
  /** What a minute without data means. */
  readonly treatMissingData: "notBreaching" | "ignore" | "missing";
  readonly threshold: number;
  /** Whether losing the data, after there has been some, is told too. @default false */
  readonly tellWhenBlind?: boolean;
}

/** One metric of a metric-math expression. */
export function mathMetric(
  id: string,
  metric: aws.types.input.cloudwatch.MetricAlarmMetricQueryMetric,
): aws.types.input.cloudwatch.MetricAlarmMetricQuery {
  return { id, metric, returnData: false };
}

/** The metric-math expression that an alarm compares with its threshold. */
export function mathResult(
  expression: string,
  label: string,
): aws.types.input.cloudwatch.MetricAlarmMetricQuery {
  return { id: "result", expression, label, returnData: true };
}

/**
 * An alarm that tells a topic. It does not tell when all is well again: an alarm starts without data, so each new one would send
 * its first "OK".
 */
export function metricAlarm(
  name: string,
  { tellWhenBlind = false, ...spec }: AlarmSpec,
  topicArn: pulumi.Input<string>,
  tags: Readonly<Record<string, string>>,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...spec,
      alarmActions: [topicArn],
      ...(tellWhenBlind ? { insufficientDataActions: [topicArn] } : {}),
      tags,
    },
    { parent },
  );
}
