import assert from "node:assert/strict";
import { retryArguments, retryOf } from "../../../scripts/update/failedChanges";

const SERVICE = { type: "aws:ecs/service:Service", name: "phone-service", failed: false };
const DEFINITION = {
  type: "aws:ecs/taskDefinition:TaskDefinition",
  name: "phone-task-definition",
  failed: false,
};
const LOGS = { type: "aws:cloudwatch/logGroup:LogGroup", name: "phone-logs", failed: false };

// Checks which options are chosen. test/engine/updates/recovery.test.ts shows their effect on the real engine.
describe("retryOf", () => {
  it("chooses no option if nothing failed", () => {
    const retry = retryOf([SERVICE, DEFINITION, LOGS]);
    assert.deepEqual(retry, { refresh: false, replace: [], message: "" });
    assert.deepEqual(retryArguments(retry), []);
  });

  it("refreshes the state from AWS if any change failed, and replaces nothing", () => {
    const retry = retryOf([SERVICE, DEFINITION, { ...LOGS, failed: true }]);
    assert.deepEqual(retryArguments(retry), ["--refresh"]);
    assert.match(retry.message, /phone-logs \(aws:cloudwatch\/logGroup:LogGroup\)/);
    assert.doesNotMatch(retry.message, /phone-service|deploys again/);
  });

  it("replaces the task definition if the service failed, so that ECS deploys again", () => {
    const retry = retryOf([{ ...SERVICE, failed: true }, DEFINITION, LOGS]);
    assert.deepEqual(retryArguments(retry), [
      "--refresh",
      "--replace",
      "**::phone-task-definition",
    ]);
    assert.match(retry.message, /phone-service[^]*ECS deploys again/);
  });
});
