import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import { allow, KEY_ARN, planWith, policy, SECRET_ARN, type Changes } from "../validPlan";

// Does not prove that AWS applies the settings.
describe("the rules about the Twilio secret", () => {
  const pack = RulePack.ofSuite();

  async function brokenBy(change: Readonly<Record<string, WireValue | undefined>>) {
    return pack.broken({ change: { secret: change } });
  }

  it("require a customer-managed key", async () => {
    const fault = [
      "twilio-secret-customer-managed-key secret: kmsKeyId names no customer-managed key",
    ];
    const aws = [
      "alias/aws/secretsmanager",
      "arn:aws:kms:eu-north-1:1:alias/aws/secretsmanager",
      "",
    ];
    for (const kmsKeyId of [undefined, null, ...aws]) {
      assert.deepEqual(await brokenBy({ kmsKeyId }), fault);
    }
    for (const kmsKeyId of [KEY_ARN, "alias/twilio", UNKNOWN_ON_WIRE]) {
      assert.deepEqual(await brokenBy({ kmsKeyId }), []);
    }
  });

  it("require a recovery window of a week outside development", async () => {
    const fault = ["twilio-secret-recovery-window secret: recoveryWindowInDays is less than 7"];
    assert.deepEqual(await brokenBy({ recoveryWindowInDays: 0 }), fault);
    for (const recoveryWindowInDays of [undefined, 7, 30, UNKNOWN_ON_WIRE]) {
      assert.deepEqual(await brokenBy({ recoveryWindowInDays }), []);
    }
  });

  it("read the window and the development stacks from the policy config", async () => {
    const rule = "twilio-secret-recovery-window";
    await pack.configured(rule, { minimumRecoveryWindowDays: 14 }, async () => {
      assert.deepEqual(await brokenBy({ recoveryWindowInDays: 7 }), [
        `${rule} secret: recoveryWindowInDays is less than 14`,
      ]);
    });
    await pack.inDevelopment(rule, async () => {
      assert.deepEqual(await brokenBy({ recoveryWindowInDays: 0 }), []);
    });
  });

  it("refuse an invalid policy config, with a list of all faults", async () => {
    const wrong = { minimumRecoveryWindowDays: 3, developmentStack: "test" };
    await pack.configured("twilio-secret-recovery-window", wrong, async () => {
      await assert.rejects(pack.verdicts(planWith({})), (error: Error) => {
        assert.match(error.message, /"twilio-secret-recovery-window"/);
        assert.match(
          error.message,
          /has a key that the rule does not know \(it knows minimumRecoveryWindowDays, developmentStacks\)/,
        );
        assert.match(
          error.message,
          /must have a whole number from 7 to 30 as minimumRecoveryWindowDays/,
        );
        return true;
      });
    });
  });

  it("refuse a resource policy for everybody, of the secret or of its key", async () => {
    const everybody = policy(allow("*", "*", { Principal: "*" }));
    const withPolicy = (type: string, properties: WireObject): Changes => ({
      add: [resource(type, { policy: everybody, ...properties })],
    });
    const secretFault = "policy.Statement[0] allows secretsmanager:GetSecretValue to everybody";
    const keyFault = "policy.Statement[0] allows kms:Decrypt to everybody";
    const rule = "twilio-secret-not-public";
    const secretPolicy = "aws:secretsmanager/secretPolicy:SecretPolicy";
    assert.deepEqual(await pack.broken(withPolicy(secretPolicy, { secretArn: SECRET_ARN })), [
      `${rule} thing: ${secretFault}`,
    ]);
    assert.deepEqual(await brokenBy({ policy: everybody }), [`${rule} secret: ${secretFault}`]);
    assert.deepEqual(
      await pack.broken(withPolicy("aws:kms/keyPolicy:KeyPolicy", { keyId: KEY_ARN })),
      [`${rule} thing: ${keyFault}`],
    );
    assert.deepEqual(await pack.broken({ change: { key: { policy: everybody } } }), [
      `${rule} key: ${keyFault}`,
    ]);
    const other = SECRET_ARN.replace("twilio-credentials", "other");
    assert.deepEqual(await pack.broken(withPolicy(secretPolicy, { secretArn: other })), []);
  });

  it("accept a condition that limits the callers, and no other condition", async () => {
    const key = (condition: WireObject): Changes => ({
      change: {
        key: {
          policy: policy(allow("kms:Decrypt", "*", { Principal: "*", Condition: condition })),
        },
      },
    });
    const account = { "kms:CallerAccount": "123456789012" };
    assert.deepEqual(await pack.broken(key({ StringEquals: account })), []);
    for (const condition of [
      { StringNotEquals: account },
      { StringEqualsIfExists: account },
      { StringLike: { "aws:PrincipalArn": "*" } },
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:*" } },
      { StringLike: { "aws:PrincipalAccount": "?*" } },
      { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-1234567890/" } },
      { Bool: { "aws:SecureTransport": "true" } },
    ]) {
      assert.equal((await pack.broken(key(condition))).length, 1, JSON.stringify(condition));
    }
    const notPrincipal = { Effect: "Allow", Action: "kms:*", Resource: "*", NotPrincipal: "*" };
    assert.equal(
      (await pack.broken({ change: { key: { policy: policy(notPrincipal) } } })).length,
      1,
    );
  });

  it("accept a policy that only denies, as the project's own does", async () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "secretsmanager:*", Resource: "*" };
    assert.deepEqual(await brokenBy({ policy: policy(deny) }), []);
  });

  it("find the secret by its name if no version can be read", async () => {
    const change = {
      secret: { recoveryWindowInDays: 0 },
      version: { secretString: UNKNOWN_ON_WIRE },
    };
    assert.equal((await pack.broken({ change })).length, 1);
    assert.equal((await pack.broken({ change, without: ["version"] })).length, 1);
  });

  it("ignore other secrets", async () => {
    const bare = {
      arn: SECRET_ARN.replace("twilio-credentials", "daily"),
      recoveryWindowInDays: 0,
    };
    const other = resource("aws:secretsmanager/secret:Secret", { name: "daily", ...bare });
    assert.deepEqual(await pack.broken({ add: [other] }), []);
    assert.deepEqual(await pack.verdicts([other]), []);
  });

  it("report several faults at once", async () => {
    assert.equal((await brokenBy({ kmsKeyId: undefined, recoveryWindowInDays: 0 })).length, 2);
  });
});
