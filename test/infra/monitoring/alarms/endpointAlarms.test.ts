import assert from "node:assert/strict";
import { mockStack, promiseOf, type RecordedStack } from "../../../support/program/mocks";
import {
  ALARM,
  CERTIFICATE,
  endpointAlarms,
  inputsNamed,
  LOAD_BALANCER,
  TARGET_GROUPS,
} from "../stack";

/** The inputs of an alarm without its description, which other tests check. */
function alarm(recorded: RecordedStack, name: string): Record<string, unknown> {
  const { alarmDescription, alarmActions, ...rest } = inputsNamed(recorded, name);
  assert.equal(typeof alarmDescription, "string");
  assert.equal(Array.isArray(alarmActions) && alarmActions.length, 1);
  return rest;
}

const ofBalancer = {
  namespace: "AWS/ApplicationELB",
  dimensions: { LoadBalancer: LOAD_BALANCER },
  tags: { Stack: "dev" },
};

// Shows the exact inputs. Does not show how CloudWatch evaluates them: nothing runs against AWS.
describe("endpoint alarms", () => {
  let recorded: RecordedStack;

  beforeEach(async () => {
    recorded = await mockStack();
  });

  it("watch unhealthy targets of all target groups in one alarm", async () => {
    endpointAlarms({ targetGroupArnSuffixes: TARGET_GROUPS });
    await recorded.settled();
    assert.deepEqual(alarm(recorded, "alarms-unhealthy-targets"), {
      metricQueries: [
        ...TARGET_GROUPS.map((TargetGroup, index) => ({
          id: `group${index + 1}`,
          metric: {
            namespace: "AWS/ApplicationELB",
            metricName: "UnHealthyHostCount",
            dimensions: { LoadBalancer: LOAD_BALANCER, TargetGroup },
            stat: "Maximum",
            period: 60,
          },
          returnData: false,
        })),
        {
          id: "result",
          expression: "SUM([FILL(group1, 0), FILL(group2, 0)])",
          label: "Unhealthy targets",
          returnData: true,
        },
      ],
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching",
      tags: { Stack: "dev" },
    });
  });

  it("watch the share of requests that the service answers with 5xx", async () => {
    endpointAlarms();
    await recorded.settled();
    const sum = (id: string, metricName: string) => ({
      id,
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName,
        dimensions: { LoadBalancer: LOAD_BALANCER },
        stat: "Sum",
        period: 60,
      },
      returnData: false,
    });
    assert.deepEqual(alarm(recorded, "alarms-target-errors"), {
      metricQueries: [
        sum("errors", "HTTPCode_Target_5XX_Count"),
        sum("requests", "RequestCount"),
        {
          id: "result",
          expression: "100 * FILL(errors, 0) / requests",
          label: "Requests answered with 5xx, percent",
          returnData: true,
        },
      ],
      comparisonOperator: "GreaterThanThreshold",
      threshold: 5,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      treatMissingData: "notBreaching",
      tags: { Stack: "dev" },
    });
  });

  it("watch the load balancer's own 5xx, and the connections that it rejects", async () => {
    endpointAlarms();
    await recorded.settled();
    assert.deepEqual(alarm(recorded, "alarms-load-balancer-errors"), {
      ...ofBalancer,
      metricName: "HTTPCode_ELB_5XX_Count",
      statistic: "Sum",
      period: 60,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      treatMissingData: "notBreaching",
    });
    assert.deepEqual(alarm(recorded, "alarms-rejected-connections"), {
      ...ofBalancer,
      metricName: "RejectedConnectionCount",
      statistic: "Sum",
      period: 300,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    });
  });

  it("watch the certificate if there is one", async () => {
    endpointAlarms({ certificateArn: CERTIFICATE });
    await recorded.settled();
    assert.deepEqual(alarm(recorded, "alarms-certificate"), {
      namespace: "AWS/CertificateManager",
      metricName: "DaysToExpiry",
      dimensions: { CertificateArn: CERTIFICATE },
      statistic: "Minimum",
      period: 86400,
      comparisonOperator: "LessThanThreshold",
      threshold: 30,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
      tags: { Stack: "dev" },
    });
  });

  it("are exactly these four without a certificate", async () => {
    const { alarmArns } = endpointAlarms();
    await recorded.settled();
    assert.deepEqual(
      recorded
        .ofType(ALARM)
        .map(({ name }) => name)
        .sort(),
      [
        "alarms-load-balancer-errors",
        "alarms-rejected-connections",
        "alarms-target-errors",
        "alarms-unhealthy-targets",
      ],
    );
    assert.equal(alarmArns.length, 4);
  });

  it("roll a deployment back only for errors, because the circuit breaker handles new unhealthy tasks", async () => {
    const names = await Promise.all(endpointAlarms().deploymentAlarmNames.map(promiseOf));
    await recorded.settled();
    assert.match(String(names[0]), /^alarms-target-errors-[0-9a-f]{7}$/);
    assert.match(String(names[1]), /^alarms-load-balancer-errors-[0-9a-f]{7}$/);
    assert.equal(names.length, 2);
  });
});
