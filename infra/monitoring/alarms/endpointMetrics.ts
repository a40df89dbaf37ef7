import type * as pulumi from "@pulumi/pulumi";
import { type AlarmSpec, mathMetric, mathResult } from "./metricAlarm";

const LOAD_BALANCING = "AWS/ApplicationELB";

/** Days before its end at which a certificate should long have been renewed; ACM begins 45 days before, at the latest. */
const CERTIFICATE_DAYS = 30;

/** Targets that fail their health checks, in any of the target groups. */
export function unhealthyTargets(
  loadBalancerArnSuffix: pulumi.Input<string>,
  targetGroupArnSuffixes: readonly pulumi.Input<string>[],
): AlarmSpec {
  const groups = targetGroupArnSuffixes.map((TargetGroup, index) => ({
    id: `group${index + 1}`,
    dimensions: { LoadBalancer: loadBalancerArnSuffix, TargetGroup },
  }));
  // A target group without targets, as one of the two of a blue/green deployment, has no data at all.
  const each = groups.map(({ id }) => `FILL(${id}, 0)`).join(", ");
  return {
    alarmDescription:
      "Tasks of the phone service fail their health checks, so new calls do not reach them. What to do: read the service's log and the target group's health reasons; if a deployment is going on, ECS takes it back by itself.",
    metricQueries: [
      ...groups.map(({ id, dimensions }) =>
        mathMetric(id, {
          namespace: LOAD_BALANCING,
          metricName: "UnHealthyHostCount",
          dimensions,
          stat: "Maximum",
          period: 60,
        }),
      ),
      mathResult(`SUM([${each}])`, "Unhealthy targets"),
    ],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
  };
}

/** Requests that the service answered with 5xx, as a share of all: a few calls or thousands, the same threshold fits. */
export function targetErrors(LoadBalancer: pulumi.Input<string>): AlarmSpec {
  const sum = (metricName: string) => ({
    namespace: LOAD_BALANCING,
    metricName,
    dimensions: { LoadBalancer },
    stat: "Sum",
    period: 60,
  });
  return {
    alarmDescription:
      "The phone service answers more than 5 % of the requests with an error (5xx): callers hear that something is wrong. What to do: run the saved query Errors on the service's log. During a deployment ECS goes back to the last version by itself.",
    metricQueries: [
      mathMetric("errors", sum("HTTPCode_Target_5XX_Count")),
      mathMetric("requests", sum("RequestCount")),
      // The load balancer reports errors only when there are some. Without requests there is no result, which is no fault.
      mathResult("100 * FILL(errors, 0) / requests", "Requests answered with 5xx, percent"),
    ],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 5,
    evaluationPeriods: 5,
    datapointsToAlarm: 2,
    treatMissingData: "notBreaching",
  };
}

/** Requests that got no answer from any task: a count, since the load balancer's requests leave those out. */
export function loadBalancerErrors(LoadBalancer: pulumi.Input<string>): AlarmSpec {
  return {
    alarmDescription:
      "The load balancer itself answered requests with an error (5xx), because no task took them or none answered in time: calls are lost. What to do: see in ECS whether tasks run and are healthy, and why the last ones stopped.",
    namespace: LOAD_BALANCING,
    metricName: "HTTPCode_ELB_5XX_Count",
    dimensions: { LoadBalancer },
    statistic: "Sum",
    period: 60,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluationPeriods: 5,
    datapointsToAlarm: 2,
    treatMissingData: "notBreaching",
  };
}

/** Connections that the load balancer had no room for. */
export function rejectedConnections(LoadBalancer: pulumi.Input<string>): AlarmSpec {
  return {
    alarmDescription:
      "The load balancer rejected connections, because it had reached its most: callers got no answer. What to do: look for a flood of requests (WAF, access logs); if they are real calls, ask AWS for more load balancer capacity.",
    namespace: LOAD_BALANCING,
    metricName: "RejectedConnectionCount",
    dimensions: { LoadBalancer },
    statistic: "Sum",
    period: 300,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluationPeriods: 1,
    // The load balancer reports this only when there are some.
    treatMissingData: "notBreaching",
  };
}

/** A certificate that nobody has renewed. ACM reports the days once a day. */
export function certificateExpiry(
  CertificateArn: pulumi.Input<string>,
  domainName: string,
): AlarmSpec {
  return {
    alarmDescription: `The certificate of ${domainName} ends in less than ${CERTIFICATE_DAYS} days; with it ends every call. What to do: a certificate that ACM issued renews itself if its DNS record still stands, so put the record back; import a new version of an imported one under the same ARN.`,
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    dimensions: { CertificateArn },
    statistic: "Minimum",
    period: 86400,
    comparisonOperator: "LessThanThreshold",
    threshold: CERTIFICATE_DAYS,
    evaluationPeriods: 1,
    // A new certificate has no data for a day, and an expired one has none any more. The alarm then keeps its state.
    treatMissingData: "ignore",
  };
}
