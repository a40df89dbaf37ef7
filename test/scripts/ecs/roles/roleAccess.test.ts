import assert from "node:assert/strict";
import type { ReadSecret } from "../../../../scripts/ecs/roles/simulatedRequests";
import { roleChecks, simulate } from "../../../../scripts/ecs/roles/roleAccess";
import { NoSuchEntityException } from "@aws-sdk/client-iam";
import { awsError } from "../../../../scripts/aws/errors";
import { clientConfig } from "../../../../scripts/aws/clientConfig";
import { simulatorClient, type SimulatorCall } from "../../../support/emulator/simulator";

const ROLE = "arn:aws:iam::123456789012:role/execution";
const SECRET = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-AbCdEf";
const KEY = "arn:aws:kms:eu-north-1:123456789012:key/11111111-2222-4333-8444-555555555555";
const ROOT = "arn:aws:iam::123456789012:root";

function secret(change: Partial<ReadSecret> = {}): ReadSecret {
  return {
    arn: SECRET,
    versionId: "0123",
    versionStage: undefined,
    keyArn: KEY,
    policy: undefined,
    keyPolicy: policy({
      Effect: "Allow",
      Principal: { AWS: ROOT },
      Action: "kms:*",
      Resource: "*",
    }),
    tags: [{ key: "Service", value: "phone" }],
    ...change,
  };
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function contextOf({ input }: SimulatorCall): Record<string, readonly string[]> {
  const entries = input.ContextEntries ?? [];
  return Object.fromEntries(
    entries.map(({ ContextKeyName = "", ContextKeyValues = [] }) => [
      ContextKeyName,
      ContextKeyValues,
    ]),
  );
}

const isUnrelated = ({ input }: SimulatorCall): boolean =>
  input.ResourceArns?.[0]?.includes("unrelated") === true;

const isChange = ({ input }: SimulatorCall): boolean =>
  /Put|Delete/.test(input.ActionNames?.[0] ?? "");

// Replaces the SDK's client. Shows the requests to IAM's policy simulator, and how answers in AWS's documented form are judged. Does
// not show what AWS's simulator answers.
describe("The requests to IAM's policy simulator", () => {
  it("ask about exactly the secret and the key, with the condition keys of ECS's request", async () => {
    const { client, calls } = simulatorClient((call) => ({
      EvalDecision: isUnrelated(call) || isChange(call) ? "implicitDeny" : "allowed",
    }));
    const checks = await simulate(client, "execution role", ROLE, [secret()]);
    assert.deepEqual(
      checks.map(({ result }) => result),
      ["ok", "ok", "ok", "ok", "ok"],
    );

    const [read, decrypt, keyPolicy, ...rest] = calls;
    assert.ok(
      read?.kind === "principal" && decrypt?.kind === "principal" && keyPolicy?.kind === "custom",
    );
    assert.equal(read.input.PolicySourceArn, ROLE);
    assert.deepEqual(read.input.ActionNames, ["secretsmanager:GetSecretValue"]);
    assert.deepEqual(read.input.ResourceArns, [SECRET]);
    const context = contextOf(read);
    assert.deepEqual(context["secretsmanager:SecretId"], [SECRET]);
    assert.deepEqual(context["secretsmanager:VersionId"], ["0123"]);
    assert.equal(context["secretsmanager:VersionStage"], undefined, "the request names no stage");
    assert.deepEqual(context["aws:ResourceTag/Service"], ["phone"]);
    assert.deepEqual(context["aws:PrincipalArn"], [ROLE]);

    assert.deepEqual(decrypt.input.ActionNames, ["kms:Decrypt"]);
    assert.deepEqual(decrypt.input.ResourceArns, [KEY]);
    const kms = contextOf(decrypt);
    assert.deepEqual(kms["kms:ViaService"], ["secretsmanager.eu-north-1.amazonaws.com"]);
    assert.deepEqual(kms["kms:EncryptionContext:SecretARN"], [SECRET]);
    assert.deepEqual(kms["kms:EncryptionContextKeys"], ["SecretARN", "SecretVersionId"]);
    assert.deepEqual(keyPolicy.input.PolicyInputList, [
      policy({ Effect: "Allow", Action: "kms:*", Resource: "*" }),
    ]);
    assert.equal(rest.filter(isUnrelated).length, 2);
    assert.deepEqual(
      rest.filter(isChange).map(({ input }) => input.ActionNames?.[0]),
      ["PutSecretValue", "DeleteSecret", "PutResourcePolicy"].map((a) => `secretsmanager:${a}`),
    );
  });

  it("contain the version stage of a secret reference, and China's name of the service", async () => {
    const { client, calls } = simulatorClient(() => ({ EvalDecision: "allowed" }));
    const china = [SECRET, KEY].map((arn) => arn.replace("arn:aws:", "arn:aws-cn:"));
    const [arn = "", keyArn = ""] = china.map((each) => each.replace("eu-north-1", "cn-north-1"));
    const staged = secret({ arn, keyArn, versionId: undefined, versionStage: "AWSPREVIOUS" });
    await simulate(client, "execution role", ROLE, [staged]);
    const [read, decrypt] = calls;
    assert.ok(read !== undefined && decrypt !== undefined);
    assert.deepEqual(contextOf(read)["secretsmanager:VersionStage"], ["AWSPREVIOUS"]);
    assert.deepEqual(contextOf(decrypt)["kms:ViaService"], [
      "secretsmanager.cn-north-1.amazonaws.com.cn",
    ]);
  });

  it("contain each partition's name of Secrets Manager", async () => {
    for (const [partition, region, suffix] of [
      ["aws-us-gov", "us-gov-west-1", "amazonaws.com"],
      ["aws-iso", "us-iso-east-1", "c2s.ic.gov"],
      ["aws-eusc", "eusc-de-east-1", "amazonaws.eu"],
    ] as const) {
      const { client, calls } = simulatorClient(() => ({ EvalDecision: "allowed" }));
      const [arn = "", keyArn = ""] = [SECRET, KEY].map((each) =>
        each.replace("arn:aws:", `arn:${partition}:`).replace("eu-north-1", region),
      );
      await simulate(client, "execution role", ROLE, [secret({ arn, keyArn })]);
      assert.ok(calls[1] !== undefined);
      assert.deepEqual(contextOf(calls[1])["kms:ViaService"], [
        `secretsmanager.${region}.${suffix}`,
      ]);
    }
  });

  it("contain no KMS action for the key that AWS manages", async () => {
    const { client, calls } = simulatorClient(() => ({ EvalDecision: "allowed" }));
    await simulate(client, "execution role", ROLE, [
      secret({ keyArn: undefined, keyPolicy: undefined }),
    ]);
    assert.ok(calls.every(({ input }) => input.ActionNames?.[0] !== "kms:Decrypt"));
  });

  it("lead to faults: a role that reads unrelated secrets or changes its own, a boundary, and unmet conditions", async () => {
    const wide = simulatorClient(() => ({ EvalDecision: "allowed" }));
    const found = await simulate(wide.client, "task role", ROLE, [secret()]);
    const failed = found.filter(({ result }) => result === "fail").map(({ detail }) => detail);
    assert.equal(failed.length, 3);
    assert.match(
      failed[0] ?? "",
      /^changes of pipecat\/twilio-AbCdEf: .*PutSecretValue, .* allowed/,
    );

    const boundary = simulatorClient(() => ({
      EvalDecision: "implicitDeny",
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    }));
    const [bounded] = await simulate(boundary.client, "execution role", ROLE, [secret()]);
    assert.equal(bounded?.result, "fail");
    assert.match(bounded.detail, /denied, its permissions boundary does not allow it$/);

    const condition = simulatorClient(() => ({
      EvalDecision: "implicitDeny",
      MissingContextValues: ["aws:SourceVpce"],
    }));
    const [missing] = await simulate(condition.client, "execution role", ROLE, [secret()]);
    assert.match(missing?.detail ?? "", /\(conditions on aws:SourceVpce are not met\)$/);
  });
});

describe("A deleted role", () => {
  it("is named, with the command that creates it", async () => {
    const { client } = simulatorClient(() => {
      throw new NoSuchEntityException({ message: "cannot be found", $metadata: {} });
    });
    const session = {
      region: "eu-north-1",
      accountId: "123456789012",
      callerArn: ROOT,
      clientConfig: { ...clientConfig(), region: "eu-north-1" },
      failed: (error: unknown, action: string) => awsError(error, { action }),
    };
    await assert.rejects(roleChecks(session, client, "execution role", ROLE, [secret()]), {
      message: `the role ${ROLE} does not exist`,
      fix: "npm run up",
    });
  });
});
