import assert from "node:assert/strict";
import { SecretReference } from "../../../components/secret/secretReference";
import { mockStack, promiseOf } from "../../support/program/mocks";

// Shows the form of a reference. Does not show that the secret has the key: scripts/test-twilio-secret checks that.

const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/x-AbCdEf";

describe("SecretReference", () => {
  it("refers to a key of a version: ARN:KEY::VERSION_ID", async () => {
    await mockStack();
    const reference = new SecretReference({ secretArn: ARN, key: "A_KEY", versionId: "an-id" });
    assert.equal(await promiseOf(reference.valueFrom), `${ARN}:A_KEY::an-id`);
  });

  it("keeps both colons without a version, because the ECS agent counts the parts", async () => {
    await mockStack();
    const value = await promiseOf(new SecretReference({ secretArn: ARN, key: "A_KEY" }).valueFrom);
    assert.equal(value, `${ARN}:A_KEY::`);
    const [, , , , , ...resource] = value.split(":");
    assert.deepEqual(resource, ["secret", "pipecat/x-AbCdEf", "A_KEY", "", ""]);
  });

  it("names the secret and the KMS key that a role needs rights to", () => {
    const kmsKeyArn = "arn:aws:kms:eu-north-1:123456789012:key/1";
    const reference = new SecretReference({ secretArn: ARN, key: "A_KEY", kmsKeyArn });
    assert.equal(reference.secretArn, ARN);
    assert.equal(reference.kmsKeyArn, kmsKeyArn);
    assert.equal(new SecretReference({ secretArn: ARN, key: "A_KEY" }).kmsKeyArn, undefined);
  });
});
