import assert from "node:assert/strict";
import { CREDENTIALS } from "../../../../infra/credentials/twilioCredentials";
import {
  namesChecks,
  platformChecks,
  statusChecks,
} from "../../../../scripts/ecs/definition/definitionChecks";
import type { ContainerSecret } from "../../../../scripts/ecs/ecs";

const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-AbCdEf";

function secret(name: string, key: string): ContainerSecret {
  return { container: "phone", name, valueFrom: `${ARN}:${key}::` };
}

function told(secrets: readonly ContainerSecret[]): string[] {
  return namesChecks(secrets).map(({ name, result, detail }) => `${result} ${name} ${detail}`);
}

const FIVE = CREDENTIALS.map(({ name }) => secret(name, name));

// Judges lists that the test makes. test/emulator/access/roles.test.ts reads task definitions from an emulator.
describe("The secret references of a task definition", () => {
  it("are valid with the five names, each from its own key, and with other names in addition", () => {
    assert.deepEqual(told(FIVE), []);
    assert.deepEqual(
      told([...FIVE, secret("OTHER", "ANY"), { ...FIVE[0], ...secret("X", "") }]),
      [],
    );
  });

  it("fail for each name that no container gets", () => {
    assert.deepEqual(told(FIVE.slice(0, 3)), [
      "fail TWILIO_API_SID no container gets it",
      "fail TWILIO_API_SECRET no container gets it",
    ]);
    assert.equal(told([secret("TWILIO_ALL", "")]).length, 5);
  });

  it("fail for a name that gets another key, or the whole secret", () => {
    const crossed = CREDENTIALS.map(({ name }, index) =>
      secret(name, CREDENTIALS.at(index - 1)?.name ?? ""),
    );
    assert.deepEqual(
      told(crossed),
      CREDENTIALS.map(({ name }) => `fail ${name} gets another key of the secret`),
    );
    const whole = [...FIVE.slice(1), { ...secret("TWILIO_ACCOUNT_SID", ""), valueFrom: ARN }];
    assert.deepEqual(told(whole), ["fail TWILIO_ACCOUNT_SID gets the whole secret"]);
  });

  it("fail if the task definition can start no task any more, and cause a note if a service still uses it", () => {
    assert.deepEqual(statusChecks("ACTIVE", false), []);
    assert.equal(statusChecks("INACTIVE", false)[0]?.result, "fail");
    assert.equal(statusChecks("INACTIVE", true)[0]?.result, "note");
  });
});

describe("platformChecks", () => {
  it("fails a platform version that cannot read a key of a secret", () => {
    for (const version of ["1.3.0", "1.0.0"]) {
      assert.match(platformChecks(version)[0]?.detail ?? "", /1\.4\.0 is the first that can$/);
    }
    for (const version of ["1.4.0", "1.10.0", "2.0.0", "LATEST", "", undefined]) {
      assert.deepEqual(platformChecks(version), []);
    }
  });
});
