import assert from "node:assert/strict";
import { isRecord, unwrapSecrets } from "../../../../offline/engine/wire";
import { mockStack, promiseOf } from "../../../support/program/mocks";
import { ALARM, CERTIFICATE, endpointAlarms, serviceAlarms, TARGET_GROUPS } from "../stack";

/** The inputs of every alarm there is, by logical name, and the topic that they should tell. */
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

/** The metric-math queries of an alarm; none for an alarm on one metric. */
function queries(alarm: Record<string, unknown>): Record<string, unknown>[] {
  const list = alarm["metricQueries"];
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

// What CloudWatch's API reference demands of every alarm, and this project, too.
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

  it("decides what missing data mean, and never takes them for trouble", () => {
    for (const { name, treatMissingData } of alarms) {
      assert.ok(
        ["notBreaching", "ignore", "missing"].includes(String(treatMissingData)),
        String(name),
      );
    }
  });

  it("looks back over a day at most, and asks for no more data points than that holds", () => {
    for (const alarm of alarms) {
      const { name, evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
      const metric = queries(alarm).find((query) => isRecord(query["metric"]))?.["metric"];
      const period = isRecord(metric) ? metric["period"] : alarm["period"];
      assert.ok(Number(period) * Number(evaluationPeriods) <= 86400, String(name));
      assert.ok(Number(datapointsToAlarm) <= Number(evaluationPeriods), String(name));
    }
  });

  it("returns one result where it calculates, from metrics that it has", () => {
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
