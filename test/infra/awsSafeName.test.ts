import assert from "node:assert/strict";
import { awsSafeName } from "../../infra/awsSafeName";
import { inputsOf, runProgram } from "../support/program/program";

// Shows the characters and the length of the names. Does not show that AWS accepts them.
describe("awsSafeName", () => {
  it("has only letters, digits, _ and -, and at most 255 of them", () => {
    assert.equal(awsSafeName("phone-v1.2_B"), "phone-v1-2_B");
    assert.match(awsSafeName(`ä/${"x".repeat(300)}`), /^--x{253}$/);
  });

  it("names the task definition's family in a stack whose name has a dot", async () => {
    const run = await runProgram({ stack: "v1.2_B" });
    const { family } = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition");
    assert.equal(family, "pipecat-phone-service-v1-2_B");
  });
});
