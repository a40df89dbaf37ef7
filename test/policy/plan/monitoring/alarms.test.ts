import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireObject } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";

// Does not prove that AWS refuses the access that these settings should block.
describe("twilio-alarms-encrypted requires encrypted alarms", () => {
  const pack = RulePack.ofSuite();

  const arn = "arn:aws:sns:eu-north-1:123456789012:alarms";
  const topic = (properties: WireObject) =>
    resource("aws:sns/topic:Topic", { arn, ...properties }, { name: "alarms" });
  const alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", { alarmActions: [arn] });
  const target = resource("aws:cloudwatch/eventTarget:EventTarget", { arn });
  const fault = ["twilio-alarms-encrypted alarms: kmsMasterKeyId is absent"];

  it("for alarms and for events", async () => {
    assert.deepEqual(await pack.faults({ add: [topic({}), alarm] }), fault);
    assert.deepEqual(await pack.faults({ add: [topic({ kmsMasterKeyId: "" }), target] }), fault);
    for (const kmsMasterKeyId of ["alias/alarms", UNKNOWN_ON_WIRE]) {
      assert.deepEqual(await pack.faults({ add: [topic({ kmsMasterKeyId }), alarm, target] }), []);
    }
  });

  it("but not for other topics, nor in other stacks", async () => {
    assert.deepEqual(await pack.faults({ add: [topic({})] }), []);
    await pack.assertUnjudged(topic({}), alarm);
  });
});
