import assert from "node:assert/strict";
import { awsSafeName } from "../../infra/awsSafeName";
import { inputsOf, runProgram } from "../support/program/program";

describe("plainName", () => {
  it("has letters, digits, _ and - alone, 255 at most", () => {
    assert.equal(awsSafeName("phone-v1.2_B"), "phone-v1-2_B");
    assert.match(awsSafeName(`ä/${"x".repeat(300)}`), /^--x{253}$/);
  });

  it("is the family's of a stack whose name has a dot", async () => {
    const run = await runProgram({ stack: "v1.2_B" });
    const { family } = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition");
    assert.equal(family, "pipecat-phone-service-v1-2_B");
  });
});
