import fc from "fast-check";
import assert from "node:assert/strict";
import { parseValueFrom } from "../../../../scripts/ecs/definition/valueFrom";

const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-AbCdEf";

// The expected results are taken from the ECS agent's source. The agent itself is not run.
describe("parseValueFrom", () => {
  it("takes two segments for the whole secret and five for a key, a stage and a version", () => {
    const common = { kind: "secret", secretId: ARN, partition: "aws", region: "eu-north-1" };
    const account = { accountId: "123456789012", partial: false };
    const none = { jsonKey: undefined, versionStage: undefined, versionId: undefined };
    assert.deepEqual(parseValueFrom(ARN), { ...common, ...account, ...none });
    assert.deepEqual(parseValueFrom(`${ARN}:KEY:AWSPREVIOUS:`), {
      ...common,
      ...account,
      jsonKey: "KEY",
      versionStage: "AWSPREVIOUS",
      versionId: undefined,
    });
    assert.deepEqual(parseValueFrom(`${ARN}:::id`), {
      ...common,
      ...account,
      ...none,
      versionId: "id",
    });
  });

  it("refuses any other number of segments, in the agent's words", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Za-z0-9_-]*$/), { maxLength: 8 }), (segments) => {
        const parsed = parseValueFrom([ARN, ...segments].join(":"));
        const accepted = segments.length === 0 || segments.length === 3;
        assert.equal(parsed.kind, accepted ? "secret" : "refused");
        if (parsed.kind === "refused") assert.match(parsed.agentError, /an invalid ARN format/);
      }),
    );
  });

  it("reports a partial ARN, and a parameter, without repeating it", () => {
    const partial = parseValueFrom(`${ARN.slice(0, -7)}:KEY::`);
    assert.ok(partial.kind === "secret" && partial.partial);
    for (const other of ["/pipecat/token", "arn:aws:ssm:eu-north-1:123456789012:parameter/x"]) {
      assert.deepEqual(parseValueFrom(other), { kind: "parameter", agentError: "" });
    }
  });
});
