import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { UNKNOWN_ON_WIRE, type WireObject } from "../../../../offline/engine/wire";
import { resource, startPack } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import { allow, CONFIG, policy, SECRET_ARN, type Changes } from "../validPlan";
import { toVerdicts } from "../verdicts";

const READ = "secretsmanager:GetSecretValue";

/** A policy of the execution role with the given statements. */
function granting(...statements: WireObject[]): Changes {
  return { change: { executionPolicy: { policy: policy(...statements) } } };
}

// Tests policy documents. Does not prove how IAM evaluates them.
describe("no-broad-secret-access", () => {
  const pack = RulePack.ofSuite();

  const faults = (changes: Changes) => pack.faultsOf("no-broad-secret-access", changes);

  const BROAD: readonly (readonly [what: string, statement: WireObject, fault: string])[] = [
    ["*", allow(READ, "*"), `${READ} on resources that it names by a wildcard`],
    ["every secret", allow(READ, ["arn:aws:secretsmanager:*:*:secret:*"]), `${READ} on resources`],
    ["a name wildcard", allow(READ, SECRET_ARN.replace(/-AbCdEf$/, "-*")), `${READ} on resources`],
    [
      "a prefix",
      allow([READ], SECRET_ARN.replace(/twilio.*/, "*")),
      `${READ} on resources that it names`,
    ],
    ["Get*", allow("secretsmanager:Get*", "*"), `${READ} on resources that it names by a wildcard`],
    ["any case", allow("SecretsManager:getsecretvalue", "*"), `${READ} on resources`],
    ["one of two", allow(READ, [SECRET_ARN, "*"]), `${READ} on resources`],
    [
      "decryption by *",
      allow("kms:Decrypt", "*"),
      "kms:Decrypt on resources that it names by a wildcard",
    ],
    [
      "decryption by any key, under conditions",
      allow("kms:*", "arn:aws:kms:eu-north-1:123456789012:key/*", {
        Condition: {
          StringEquals: { "kms:ViaService": "secretsmanager.eu-north-1.amazonaws.com" },
        },
      }),
      "kms:Decrypt on resources that it names by a wildcard",
    ],
    [
      "NotResource",
      { Effect: "Allow", Action: READ, NotResource: "arn:aws:secretsmanager:*:*:secret:other-*" },
      `${READ} on resources that it names by NotResource`,
    ],
  ];
  for (const [what, statement, fault] of BROAD) {
    it(`refuses ${what}`, async () => {
      const [found, ...others] = await faults(granting(allow("s3:GetObject", "*"), statement));
      assert.deepEqual(others, []);
      assert.ok(found?.startsWith(`executionPolicy: policy.Statement[1] allows ${fault}`), found);
    });
  }

  it("refuses all actions, and all but some", async () => {
    assert.equal((await faults(granting(allow("*", "*")))).length, 2);
    const notAction = { Effect: "Allow", NotAction: "iam:*", Resource: "*" };
    assert.deepEqual(await faults(granting(notAction)), [
      `executionPolicy: policy.Statement[0] allows ${READ} by NotAction on resources that it names by a wildcard`,
      "executionPolicy: policy.Statement[0] allows kms:Decrypt by NotAction on resources that it names by a wildcard",
    ]);
  });

  const NARROW: readonly (readonly [what: string, statement: WireObject])[] = [
    ["the secret's ARN", allow(READ, SECRET_ARN)],
    ["the name and six unknown characters", allow(READ, SECRET_ARN.replace(/AbCdEf$/, "??????"))],
    ["the name in any region", allow(READ, SECRET_ARN.replace("eu-north-1", "*"))],
    ["a wildcard of another service", allow(["s3:*", READ], "arn:aws:s3:::bucket/*")],
    ["other actions on *", allow(["secretsmanager:ListSecrets", "kms:GenerateDataKey"], "*")],
    [
      "a batch, which needs the right to each secret",
      allow("secretsmanager:BatchGetSecretValue", "*"),
    ],
    [
      "all but what reads",
      { Effect: "Allow", NotAction: ["secretsmanager:*", "kms:*"], Resource: "*" },
    ],
    ["a refusal", { Effect: "Deny", Action: READ, Resource: "*" }],
    ["a resource yet unknown", allow(READ, UNKNOWN_ON_WIRE)],
  ];
  for (const [what, statement] of NARROW) {
    it(`accepts ${what}`, async () => {
      const document = { Version: "2012-10-17", Statement: statement };
      assert.deepEqual(await faults({ change: { executionPolicy: { policy: document } } }), []);
    });
  }

  it("checks every kind of policy", async () => {
    const document = policy(allow(READ, "*"));
    const held: readonly (readonly [type: string, properties: WireObject, path: string])[] = [
      ["aws:iam/policy:Policy", { policy: document }, "policy.Statement[0]"],
      ["aws:iam/userPolicy:UserPolicy", { policy: document }, "policy.Statement[0]"],
      ["aws:iam/groupPolicy:GroupPolicy", { policy: document }, "policy.Statement[0]"],
      [
        "aws:iam/role:Role",
        { inlinePolicies: [{}, { policy: document }] },
        "inlinePolicies[1].policy.Statement[0]",
      ],
      [
        "aws-native:iam:Role",
        { policies: [{ policyDocument: { Statement: [allow(READ, "*")] } }] },
        "policies[0].policyDocument.Statement[0]",
      ],
    ];
    for (const [type, properties, path] of held) {
      const [found] = await faults({ add: [resource(type, properties)] });
      assert.ok(found?.startsWith(`thing: ${path} allows ${READ}`), `${type}: ${found ?? ""}`);
    }
  });

  it("refuses AWS's own broad policies, and no others", async () => {
    const attach = (name: string) =>
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        role: "ci",
        policyArn: `arn:aws:iam::aws:policy/${name}`,
      });
    for (const name of ["AdministratorAccess", "PowerUserAccess", "SecretsManagerReadWrite"]) {
      assert.deepEqual(await faults({ add: [attach(name)] }), [
        `thing: The AWS managed policy ${name} allows reading every secret of the account`,
      ]);
    }
    const own = "service-role/AmazonECSTaskExecutionRolePolicy";
    assert.deepEqual(await faults({ add: [attach(own)] }), []);
    const role = { managedPolicyArns: ["arn:aws-cn:iam::aws:policy/PowerUserAccess"] };
    assert.equal((await faults({ add: [resource("aws:iam/role:Role", role)] })).length, 1);
  });

  it("reports nothing in a stack that does not use Twilio", async () => {
    const plan = [resource("aws:iam/policy:Policy", { policy: policy(allow("*", "*")) })];
    assert.deepEqual(await pack.verdicts(plan), []);
  });

  it("recognises a Twilio stack by its config, and checks a policy before an update creates it", async () => {
    const update = await startPack(
      { ...CONFIG, twilioAuthToken: randomBytes(16).toString("hex") },
      { dryRun: false },
    );
    try {
      const broad = resource("aws:iam/policy:Policy", { policy: policy(allow(READ, "*")) });
      assert.equal(toVerdicts(await update.analyze(broad)).length, 1);
      assert.deepEqual(toVerdicts(await update.analyzeStack([broad])), []);
      assert.equal(toVerdicts(await update.analyzeStack([broad])).length, 1);
    } finally {
      update.stop();
    }
  });
});
