import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../scripts/analyzer/client";
import { UNKNOWN_ON_WIRE } from "../../scripts/analyzer/wire";
import { resource, startPack } from "../support/policyPack";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

describe("the policy pack", () => {
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack({});
  });

  after(() => {
    pack.stop();
  });

  it("reports container settings that no policy can read", async () => {
    const found = await pack.analyze(
      resource(TASK_DEFINITION, { containerDefinitions: UNKNOWN_ON_WIRE }),
    );
    assert.deepEqual(
      found.map(({ policy, level }) => [policy, level]),
      [["readable-container-settings", "mandatory"]],
    );
  });
});
