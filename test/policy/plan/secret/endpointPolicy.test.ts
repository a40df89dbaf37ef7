import assert from "node:assert/strict";
import type { ResourceToAnalyze } from "../../../../offline/analyzer/messages";
import { UNKNOWN_ON_WIRE, type WireValue } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import { allow, policy, SECRET_ARN } from "../validPlan";

// Does not prove that AWS refuses the access that these settings should block.
describe("twilio-secret-endpoint-policy requires an endpoint policy for Secrets Manager", () => {
  const pack = RulePack.ofSuite();

  const rule = "twilio-secret-endpoint-policy thing:";
  const READ = "secretsmanager:GetSecretValue";

  function endpoint(document: WireValue, serviceName = "secretsmanager"): ResourceToAnalyze {
    return resource("aws:ec2/vpcEndpoint:VpcEndpoint", {
      serviceName: `com.amazonaws.eu-north-1.${serviceName}`,
      policy: document,
    });
  }

  it("that allows only this stack's secrets", async () => {
    const others = `${rule} policy.Statement[0] admits other secrets than this stack's`;
    const on = async (secret: WireValue) =>
      pack.faults({ add: [endpoint(policy(allow(READ, secret, { Principal: "*" })))] });
    assert.deepEqual(await on(SECRET_ARN), []);
    assert.deepEqual(await on("*"), [others]);
    assert.deepEqual(await on(SECRET_ARN.replace(/twilio.*/, "*")), [others]);
    assert.deepEqual(await on([SECRET_ARN, SECRET_ARN.replace("twilio", "other")]), [others]);
    assert.deepEqual(await pack.faults({ add: [endpoint(policy(allow("*", "*")))] }), [others]);
  });

  it("that is not absent", async () => {
    const absent = `${rule} policy is absent, and AWS then admits every secret`;
    assert.deepEqual(await pack.faults({ add: [endpoint(null)] }), [absent]);
    assert.deepEqual(await pack.faults({ add: [endpoint(UNKNOWN_ON_WIRE)] }), []);
    assert.deepEqual(await pack.faults({ add: [endpoint(null, "logs")] }), []);
    await pack.assertUnjudged(endpoint(null));
  });

  it("that may also allow a secret which a container uses", async () => {
    const daily = SECRET_ARN.replace("twilio-credentials", "daily");
    const containerDefinitions = JSON.stringify([
      { name: "web", secrets: [{ name: "DAILY_API_KEY", valueFrom: `${daily}:KEY::` }] },
    ]);
    const add = [
      endpoint(policy(allow(READ, [SECRET_ARN, daily]))),
      resource("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions }),
    ];
    assert.deepEqual(await pack.faults({ add }), []);
  });
});
