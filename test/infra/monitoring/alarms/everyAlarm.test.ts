import assert from "node:assert/strict";
import { isRecord, unwrapSecrets } from "../../../../offline/engine/wire";
import { mockStack, promiseOf } from "../../../support/program/mocks";
import { ALARM, CERTIFICATE, endpointAlarms, serviceAlarms, TARGET_GROUPS } from "../stack";

/** The inputs and the logical name of every alarm, and the topic that the alarms should notify. */
async function everyAlarm(): Promise<{ alarms: Record<string, unknown>[]; topicArn: string }> {
  const recorded = await mockStack();
  const { topicArn } = endpointAlarms({
    certificateArn: CERTIFICATE,
    targetGroupArnSuffixes: TARGET_GROUPS,
  });
  const topic = await promiseOf(topicArn);
  serviceAlarms(topic);
  await recorded.settled();
  const alarms = recorded
    .ofType(ALARM)
    .map(({ name, inputs }) => ({ name, ...unwrapSecrets(inputs) }));
  return { alarms, topicArn: topic };
}

/** The metric-math queries of an alarm. An alarm on one metric has none. */
function queries(alarm: Record<string, unknown>): Record<string, unknown>[] {
  const list = alarm["metricQueries"];
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

// Shows what CloudWatch's API reference and this project demand of every alarm. Does not show that CloudWatch accepts the alarms.
describe("every alarm", () => {
  let alarms: Record<string, unknown>[];
  let topicArn: string;

  before(async () => {
    ({ alarms, topicArn } = await everyAlarm());
    assert.equal(alarms.length, 11);
  });

  it("notifies the topic, and only of problems", () => {
    for (const alarm of alarms) {
      assert.deepEqual(alarm["alarmActions"], [topicArn]);
      assert.equal(alarm["okActions"], undefined);
    }
  });

  it("says what has happened and what to do, in at most CloudWatch's 1024 characters", () => {
    for (const { name, alarmDescription } of alarms) {
      const text = String(alarmDescription);
      assert.match(text, /^[A-Z].+ What to do: .+\.$/, String(name));
      assert.ok(text.length <= 1024);
    }
  });

  it("says how missing data count, and never counts them as a problem", () => {
    for (const { name, treatMissingData } of alarms) {
      assert.ok(
        ["notBreaching", "ignore", "missing"].includes(String(treatMissingData)),
        String(name),
      );
    }
  });

  it("looks back over at most a day, and asks for no more data points than it has periods", () => {
    for (const alarm of alarms) {
      const { name, evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
      const metric = queries(alarm).find((query) => isRecord(query["metric"]))?.["metric"];
      const period = isRecord(metric) ? metric["period"] : alarm["period"];
      assert.ok(Number(period) * Number(evaluationPeriods) <= 86400, String(name));
      assert.ok(Number(datapointsToAlarm) <= Number(evaluationPeriods), String(name));
    }
  });

  it("returns one result if it uses metric math, and calculates only with its own metrics", () => {
    for (const alarm of alarms) {
      const list = queries(alarm);
      if (list.length === 0) continue;
      const ids = list.map(({ id }) => String(id));
      assert.equal(new Set(ids).size, ids.length);
      for (const id of ids) assert.match(id, /^[a-z]\w*$/);
      const results = list.filter(({ returnData }) => returnData === true);
      assert.equal(results.length, 1);
      const used = String(results[0]?.["expression"]).match(/\b[a-z]\w*/g) ?? [];
      assert.deepEqual([...new Set(used)].sort(), ids.filter((id) => id !== "result").sort());
    }
  });
});
