import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { PolicyPackClient } from "../../../scripts/analyzer/client";
import { UNKNOWN_ON_WIRE, type WireObject } from "../../../scripts/analyzer/wire";
import { resource, startPack } from "../../support/policyPack";
import {
  allow,
  CONFIG,
  EXECUTION_ROLE_ARN,
  faultsIn,
  KEY_ARN,
  planWith,
  policy,
  SECRET_ARN,
  toVerdicts,
  urnOf,
  verdicts,
  type Changes,
} from "./soundPlan";

const READ = "secretsmanager:GetSecretValue";
const READS = "lets somebody else than the service's two roles read the Twilio secret";

/** A policy of the execution role with the given statements. */
function granting(...statements: WireObject[]): Changes {
  return { change: { executionPolicy: { policy: policy(...statements) } } };
}

/** A role of somebody else's with a policy of its own. */
function stranger(document: string, properties: WireObject = {}): Changes {
  const role = { arn: "arn:aws:iam::123456789012:role/ops/reporting", name: "reporting" };
  return {
    add: [
      resource("aws:iam/role:Role", { ...role, ...properties }, { name: "reporting" }),
      resource("aws:iam/rolePolicy:RolePolicy", { role: "reporting", policy: document }),
    ],
  };
}

// Proves what the rules say about policy documents, not how IAM evaluates them.
describe("no-broad-secret-access", () => {
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(CONFIG);
  });

  after(() => {
    pack.stop();
  });

  async function faults(changes: Changes): Promise<string[]> {
    const found = await verdicts(pack, planWith(changes));
    assert.deepEqual(
      found.filter(({ policy: rule }) => rule !== "no-broad-secret-access"),
      [],
    );
    return faultsIn(found);
  }

  const BROAD: readonly (readonly [what: string, statement: WireObject, fault: string])[] = [
    ["*", allow(READ, "*"), `${READ} on what it names by a wildcard`],
    ["every secret", allow(READ, ["arn:aws:secretsmanager:*:*:secret:*"]), `${READ} on what`],
    ["a name wildcard", allow(READ, SECRET_ARN.replace(/-AbCdEf$/, "-*")), `${READ} on what`],
    ["a prefix", allow([READ], SECRET_ARN.replace(/twilio.*/, "*")), `${READ} on what it names`],
    ["Get*", allow("secretsmanager:Get*", "*"), `${READ} on what it names by a wildcard`],
    ["any case", allow("SecretsManager:getsecretvalue", "*"), `${READ} on what`],
    ["one of two", allow(READ, [SECRET_ARN, "*"]), `${READ} on what`],
    ["decryption by *", allow("kms:Decrypt", "*"), "kms:Decrypt on what it names by a wildcard"],
    [
      "decryption by any key, under conditions",
      allow("kms:*", "arn:aws:kms:eu-north-1:123456789012:key/*", {
        Condition: {
          StringEquals: { "kms:ViaService": "secretsmanager.eu-north-1.amazonaws.com" },
        },
      }),
      "kms:Decrypt on what it names by a wildcard",
    ],
    [
      "NotResource",
      { Effect: "Allow", Action: READ, NotResource: "arn:aws:secretsmanager:*:*:secret:other-*" },
      `${READ} on what it names by NotResource`,
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
      `executionPolicy: policy.Statement[0] allows ${READ} by NotAction on what it names by a wildcard`,
      "executionPolicy: policy.Statement[0] allows kms:Decrypt by NotAction on what it names by a wildcard",
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

  it("looks into every kind of policy", async () => {
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

  it("says nothing about a stack that has nothing to do with Twilio", async () => {
    const plan = [resource("aws:iam/policy:Policy", { policy: policy(allow("*", "*")) })];
    assert.deepEqual(await verdicts(pack, plan), []);
  });

  it("knows a Twilio stack by its config, and judges a policy before an update creates it", async () => {
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

// Proves nothing about rights that come from outside the stack.
describe("twilio-secret-readers", () => {
  let pack: PolicyPackClient;
  const reading = policy(allow("s3:ListBucket", "*"), allow(READ, SECRET_ARN));

  before(async () => {
    pack = await startPack(CONFIG);
  });

  after(() => {
    pack.stop();
  });

  async function faults(changes: Changes): Promise<string[]> {
    const found = await verdicts(pack, planWith(changes));
    assert.deepEqual([...new Set(found.map((each) => each.policy))].slice(1), []);
    return faultsIn(found);
  }

  it("accepts both roles", async () => {
    const both = resource("aws:iam/rolePolicy:RolePolicy", { role: "phone-task", policy: reading });
    assert.deepEqual(await faults({ add: [both] }), []);
  });

  it("refuses another role, and accepts it when the config lists it", async () => {
    assert.deepEqual(await faults(stranger(reading)), [`thing: policy.Statement[1] ${READS}`]);
    await pack.configure({
      "twilio-secret-readers": {
        enforcementLevel: "mandatory",
        properties: { additionalReaders: ["arn:aws:iam::123456789012:role/ops/*"] },
      },
    });
    assert.deepEqual(await faults(stranger(reading)), []);
    await pack.configure({});
  });

  it("accepts another role that reads another secret", async () => {
    const other = SECRET_ARN.replace("twilio-credentials", "daily-key");
    assert.deepEqual(await faults(stranger(policy(allow(READ, other)))), []);
  });

  it("refuses users, groups and roles of a managed policy of the stack", async () => {
    const managed = resource(
      "aws:iam/policy:Policy",
      { arn: "arn:aws:iam::123456789012:policy/reader", policy: reading },
      { name: "managed" },
    );
    const attach = (type: string, to: WireObject) =>
      resource(
        type,
        { policyArn: "arn:aws:iam::123456789012:policy/reader", ...to },
        { name: "attachment" },
      );
    const role = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    const fault = [`managed: policy.Statement[1] ${READS}`];
    assert.deepEqual(await faults({ add: [managed] }), []);
    assert.deepEqual(await faults({ add: [managed, attach(role, { role: "phone-task" })] }), []);
    assert.deepEqual(await faults({ add: [managed, attach(role, { role: "ci" })] }), fault);
    const user = "aws:iam/userPolicyAttachment:UserPolicyAttachment";
    assert.deepEqual(await faults({ add: [managed, attach(user, { user: "jo" })] }), fault);
    const all = "aws:iam/policyAttachment:PolicyAttachment";
    const mixed = { roles: ["phone-task"], groups: ["developers"] };
    assert.deepEqual(await faults({ add: [managed, attach(all, mixed)] }), fault);
  });

  it("refuses strangers in the secret's own policy, and lets the account's IAM decide", async () => {
    const admits = (principal: WireObject, more: WireObject = {}): Changes => ({
      add: [
        resource("aws:secretsmanager/secretPolicy:SecretPolicy", {
          secretArn: SECRET_ARN,
          policy: policy(allow(READ, "*", { Principal: principal, ...more })),
        }),
      ],
    });
    assert.deepEqual(await faults(admits({ AWS: EXECUTION_ROLE_ARN })), []);
    assert.deepEqual(await faults(admits({ AWS: "arn:aws:iam::123456789012:root" })), []);
    const onlyRoles = { ArnEquals: { "aws:PrincipalArn": [EXECUTION_ROLE_ARN] } };
    assert.deepEqual(await faults(admits({ AWS: "*" }, { Condition: onlyRoles })), []);
    const fault = [`thing: policy.Statement[0] ${READS}`];
    assert.deepEqual(await faults(admits({ AWS: "arn:aws:iam::210987654321:root" })), fault);
    assert.deepEqual(await faults(admits({ AWS: ["arn:aws:iam::123456789012:user/jo"] })), fault);
    assert.deepEqual(await faults(admits({ Service: "lambda.amazonaws.com" })), fault);
    const anOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } };
    assert.deepEqual(await faults(admits({ AWS: "*" }, { Condition: anOrganization })), fault);
  });

  it("follows dependencies while a first preview knows no names", async () => {
    const [role, document] =
      stranger(reading, { name: UNKNOWN_ON_WIRE, arn: UNKNOWN_ON_WIRE }).add ?? [];
    assert.ok(role && document);
    const unnamed = (urn: string) => ({
      ...document,
      properties: { ...document.properties, role: UNKNOWN_ON_WIRE },
      propertyDependencies: { role: [urn] },
    });
    const unknownRoles = { executionRoleArn: UNKNOWN_ON_WIRE, taskRoleArn: UNKNOWN_ON_WIRE };
    const plan = (holder: string) =>
      planWith({ change: { task: unknownRoles }, add: [role, unnamed(holder)] }).map((each) =>
        each.name === "task"
          ? {
              ...each,
              propertyDependencies: {
                executionRoleArn: [urnOf("executionRole")],
                taskRoleArn: [urnOf("taskRole")],
              },
            }
          : each,
      );
    assert.deepEqual(await verdicts(pack, plan(urnOf("taskRole"))), []);
    const found = await verdicts(pack, plan(role.urn));
    assert.deepEqual(faultsIn(found), [`thing: policy.Statement[1] ${READS}`]);
  });

  it("leaves a policy that a first preview cannot know to the update", async () => {
    assert.deepEqual(await faults(stranger(UNKNOWN_ON_WIRE)), []);
    const arn = { secret: { arn: UNKNOWN_ON_WIRE, id: UNKNOWN_ON_WIRE } };
    assert.deepEqual(await faults({ ...stranger(reading), change: arn }), []);
  });

  it("says nothing where no task takes the credentials", async () => {
    const plan = planWith({ ...stranger(reading), without: ["task", "service"] });
    assert.deepEqual(await verdicts(pack, plan), []);
  });

  it("decrypts nothing: a key's own policy for the account is AWS's default", async () => {
    const root = { Principal: { AWS: "arn:aws:iam::123456789012:root" } };
    const change = { key: { policy: policy(allow("kms:*", "*", root)), arn: KEY_ARN } };
    assert.deepEqual(await faults({ change }), []);
  });
});
