import assert from "node:assert/strict";
import { mockStack, type RecordedStack } from "../../../support/program/mocks";
import { inputsNamed, SERVICE, serviceAlarms } from "../stack";

const TOPIC = "arn:aws:sns:eu-north-1:123456789012:alarms";

function alarm(recorded: RecordedStack, name: string): Record<string, unknown> {
  const { alarmDescription, ...rest } = inputsNamed(recorded, `service-alarms-${name}`);
  assert.equal(typeof alarmDescription, "string");
  return rest;
}

// Shows the exact inputs. Does not show how CloudWatch evaluates them: nothing runs against AWS.
describe("service alarms", () => {
  let recorded: RecordedStack;

  beforeEach(async () => {
    recorded = await mockStack();
    serviceAlarms(TOPIC);
    await recorded.settled();
  });

  it("watch the CPU of all tasks together, and the memory of the task that uses most", () => {
    const common = {
      namespace: "AWS/ECS",
      dimensions: SERVICE,
      period: 300,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 90,
      evaluationPeriods: 3,
      treatMissingData: "notBreaching",
      alarmActions: [TOPIC],
      tags: { Stack: "dev" },
    };
    assert.deepEqual(alarm(recorded, "cpu"), {
      ...common,
      metricName: "CPUUtilization",
      statistic: "Average",
    });
    assert.deepEqual(alarm(recorded, "memory"), {
      ...common,
      metricName: "MemoryUtilization",
      statistic: "Maximum",
    });
  });

  it("watch how many of their calls the tasks have, by the metric that the service publishes", () => {
    assert.deepEqual(alarm(recorded, "full"), {
      namespace: "PipecatPhoneService",
      metricName: "ActiveCalls",
      dimensions: { TaskFamily: "pipecat-phone-service-dev" },
      statistic: "Average",
      period: 60,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 45,
      evaluationPeriods: 15,
      datapointsToAlarm: 15,
      treatMissingData: "notBreaching",
      alarmActions: [TOPIC],
      tags: { Stack: "dev" },
    });
  });

  it("watch the number of running tasks, but not while a new stack is starting", () => {
    const count = (id: string, metricName: string) => ({
      id,
      metric: {
        namespace: "ECS/ContainerInsights",
        metricName,
        dimensions: SERVICE,
        stat: "Average",
        period: 60,
      },
      returnData: false,
    });
    const counts = [count("desired", "DesiredTaskCount"), count("running", "RunningTaskCount")];
    const common = {
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "missing",
      warmUpConfiguration: {
        warmUpPeriodDurationInMinutes: 30,
        onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
      },
      alarmActions: [TOPIC],
      insufficientDataActions: [TOPIC],
      tags: { Stack: "dev" },
    };
    assert.deepEqual(alarm(recorded, "below-minimum"), {
      ...common,
      metricQueries: [
        ...counts,
        {
          id: "result",
          expression: "IF(desired < 2, desired, 2) - running",
          label: "Tasks short of the minimum",
          returnData: true,
        },
      ],
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
    });
    assert.deepEqual(alarm(recorded, "below-desired"), {
      ...common,
      metricQueries: [
        ...counts,
        {
          id: "result",
          expression: "desired - running",
          label: "Tasks short of the desired count",
          returnData: true,
        },
      ],
      evaluationPeriods: 20,
      datapointsToAlarm: 15,
    });
  });

  for (const [minutes, period, evaluationPeriods] of [
    [27, 300, 6],
    [142, 300, 29],
    [1440, 300, 288],
    // An alarm that looks back for more than a day needs periods of an hour.
    [1522, 3600, 26],
  ] as const) {
    it(`watch for a deployment that lasts longer than its ${minutes} minutes`, async () => {
      const other = await mockStack();
      serviceAlarms(TOPIC, minutes);
      await other.settled();
      const { alarmDescription, ...rest } = inputsNamed(other, "service-alarms-long-deployment");
      assert.match(String(alarmDescription), /stop-service-deployment --stop-type ROLLBACK/);
      assert.ok(String(alarmDescription).length <= 1024, "CloudWatch takes no longer text");
      assert.deepEqual(rest, {
        namespace: "ECS/ContainerInsights",
        metricName: "DeploymentCount",
        dimensions: SERVICE,
        statistic: "Minimum",
        period,
        comparisonOperator: "GreaterThanThreshold",
        threshold: 1,
        evaluationPeriods,
        treatMissingData: "notBreaching",
        alarmActions: [TOPIC],
        tags: { Stack: "dev" },
      });
    });
  }
});
