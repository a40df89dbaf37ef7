import assert from "node:assert/strict";
import { nearestNames } from "../../../scripts/secret/secretListing";

// Compares names only. test/emulator/secret/twilioSecret.test.ts lists them from an emulator.
describe("nearestNames", () => {
  it("shows the ten names at most that are most similar to the wanted one", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `pipecat/tenant-${index}`);
    const names = [...many, "pipecat/twilio-credentials", "pipecat/twilio-credential"];
    const found = nearestNames(names, "pipecat/twilio-credentails");
    assert.equal(found.length, 10);
    assert.ok(found.includes("pipecat/twilio-credentials"));
    const arn = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/tenant-77-AbCdEf";
    assert.ok(nearestNames(many, arn).includes("pipecat/tenant-77"));
    assert.deepEqual(nearestNames(["pipecat/a"], "x"), ["pipecat/a"]);
  });
});
