import assert from "node:assert/strict";
import { ALL_CREDENTIALS, CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { isRecord, isSecret } from "../../../offline/engine/wire";
import {
  countOf,
  inputsOf,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../../support/program/program";
import { waitsFor } from "../../support/program/references";
import { rotatingCredentials } from "../../support/twilio/twilioCredentials";
import { outputOf, TAGS } from "../../support/program/wellKnown";

// Shows the inputs that the program sends. Does not show how the engine encrypts them in the state.

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

describe("TwilioSecret", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram();
  });

  it("makes one secret, encrypted by its own key, which rotates", () => {
    assert.equal(countOf(run, SECRET), 1);
    assert.equal(countOf(run, "aws:kms/key:Key"), 1);
    assert.deepEqual(inputsOf(run, "aws:kms/key:Key"), {
      description: "Encrypts the secret pipecat/twilio-credentials",
      enableKeyRotation: true,
      tags: TAGS,
    });
    assert.deepEqual(inputsOf(run, SECRET), {
      name: "pipecat/twilio-credentials",
      description: "Twilio credentials of the Pipecat phone service",
      kmsKeyId: outputOf(run, "secretKeyArn"),
      recoveryWindowInDays: 0,
      tags: TAGS,
    });
  });

  it("takes its name and its recovery window from the config", async () => {
    const other = await runProgram({
      overrides: { secretName: "pipecat/second", secretRecoveryWindowDays: "30" },
    });
    const { name, recoveryWindowInDays } = inputsOf(other, SECRET);
    assert.deepEqual(
      { name, recoveryWindowInDays },
      { name: "pipecat/second", recoveryWindowInDays: 30 },
    );
  });

  it("puts exactly the five values, as strings of a JSON object, into one version that is marked as a secret", () => {
    const { secretString, ...rest } = registrationOf(run, VERSION).inputs;
    assert.deepEqual(rest, { secretId: outputOf(run, "secretArn") });
    assert.ok(isSecret(secretString) && typeof secretString.value === "string");
    const values: unknown = JSON.parse(secretString.value);
    assert.deepEqual(values, { ...run.credentials });
    assert.deepEqual(
      Object.keys(run.credentials).sort(),
      CREDENTIALS.map(({ name }) => name).sort(),
    );
  });

  it("holds six values during a rotation, and the container refers to all six of one version", async () => {
    const credentials = rotatingCredentials();
    const rotating = await runProgram({ credentials });
    const { secretString } = registrationOf(rotating, VERSION).inputs;
    assert.ok(isSecret(secretString) && typeof secretString.value === "string");
    assert.deepEqual(JSON.parse(secretString.value), credentials);
    assert.deepEqual(secretsOf(rotating), referencesOf(rotating, ALL_CREDENTIALS));
  });

  it("lets the two roles and the deployer read it, and nobody else", () => {
    const { policy, ...rest } = inputsOf(run, POLICY);
    assert.deepEqual(rest, { secretArn: outputOf(run, "secretArn"), blockPublicPolicy: true });
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadersOnly",
          Effect: "Deny",
          Principal: "*",
          Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
          Resource: "*",
          Condition: {
            ArnNotLike: {
              "aws:PrincipalArn": [
                outputOf(run, "executionRoleArn"),
                outputOf(run, "taskRoleArn"),
                "arn:aws:iam::123456789012:user/deployer",
              ],
            },
          },
        },
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "secretsmanager:*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("writes the values only after the deployer may read them back", () => {
    assert.ok(waitsFor(run, VERSION).has(`${POLICY} twilio-readers`));
  });

  it("admits further readers, and does not admit the task role if taskRoleReadsSecret is false", async () => {
    const reader = "arn:aws:iam::519384207613:role/break-glass";
    const other = await runProgram({
      overrides: { secretReaders: JSON.stringify([reader]), taskRoleReadsSecret: "false" },
    });
    const policy = String(inputsOf(other, POLICY)["policy"]);
    assert.ok(policy.includes(`"${reader}"`));
    assert.ok(policy.includes(outputOf(other, "executionRoleArn")));
    assert.ok(!policy.includes(outputOf(other, "taskRoleArn")));
  });

  it("cannot be deleted by Pulumi if the stack is protected, and neither can its key", async () => {
    const protectedRun = await runProgram({ overrides: { deletionProtection: "true" } });
    for (const type of [SECRET, "aws:kms/key:Key"]) {
      assert.equal(registrationOf(run, type).protect, false);
      assert.equal(registrationOf(protectedRun, type).protect, true);
    }
    // A changed credential replaces the version, so it cannot be protected.
    assert.equal(registrationOf(protectedRun, VERSION).protect, false);
  });

  it("is referred to by version in the container, each credential by its own name", () => {
    assert.deepEqual(secretsOf(run), referencesOf(run, CREDENTIALS));
  });
});

/** The secrets of the one container. */
function secretsOf(run: ProgramRun): unknown {
  const json = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition")["containerDefinitions"];
  const containers: unknown = JSON.parse(String(json));
  assert.ok(Array.isArray(containers) && containers.length === 1);
  const container: unknown = containers[0];
  assert.ok(isRecord(container));
  return container["secrets"];
}

function referencesOf(run: ProgramRun, credentials: readonly { readonly name: string }[]) {
  const [arn, version] = [outputOf(run, "secretArn"), outputOf(run, "secretVersionId")];
  return credentials
    .map(({ name }) => ({ name, valueFrom: `${arn}:${name}::${version}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
