import assert from "node:assert/strict";
import { trialVerdict } from "../../../../scripts/ecs/tasks/trialRun";

// Checks the verdict only. test/emulator/access/service.test.ts and trialRun.test.ts start tasks.
describe("trialVerdict", () => {
  it("passes a task that runs, and explains one that stopped", () => {
    assert.equal(trialVerdict({ lastStatus: "RUNNING" }, "t1").result, "ok");
    const stoppedReason =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: " +
      "unable to retrieve secret from asm: service call has been retried 5 time(s): did not contain json key TWILIO_API_SID";
    const stopped = trialVerdict({ lastStatus: "STOPPED", stoppedReason }, "t1");
    assert.equal(stopped.result, "fail");
    assert.equal(stopped.detail, "task t1 is STOPPED: the secret has no key TWILIO_API_SID");
  });

  it("fails a task that has not started when the time is over", () => {
    const { result, detail } = trialVerdict({ lastStatus: "PENDING" }, "t1");
    assert.equal(result, "fail");
    assert.equal(detail, "task t1 is PENDING after 10 minutes; it is stopped now");
  });
});
