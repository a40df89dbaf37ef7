import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireObject } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import {
  allow,
  EXECUTION_ROLE_ARN,
  KEY_ARN,
  planWith,
  policy,
  SECRET_ARN,
  urnOf,
  type Changes,
} from "../validPlan";
import { faultsIn } from "../verdicts";

const READ = "secretsmanager:GetSecretValue";
const READS = "lets others than the service's two roles read the Twilio secret";

/** Another role, with its own policy. */
function stranger(document: string, properties: WireObject = {}): Changes {
  const role = { arn: "arn:aws:iam::123456789012:role/ops/reporting", name: "reporting" };
  return {
    add: [
      resource("aws:iam/role:Role", { ...role, ...properties }, { name: "reporting" }),
      resource("aws:iam/rolePolicy:RolePolicy", { role: "reporting", policy: document }),
    ],
  };
}

// Does not test rights from outside the stack.
describe("twilio-secret-readers", () => {
  const pack = RulePack.ofSuite();
  const reading = policy(allow("s3:ListBucket", "*"), allow(READ, SECRET_ARN));

  async function faults(changes: Changes): Promise<string[]> {
    const found = await pack.verdicts(planWith(changes));
    assert.deepEqual([...new Set(found.map((each) => each.policy))].slice(1), []);
    return faultsIn(found);
  }

  it("accepts both roles", async () => {
    const both = resource("aws:iam/rolePolicy:RolePolicy", { role: "phone-task", policy: reading });
    assert.deepEqual(await faults({ add: [both] }), []);
  });

  it("refuses another role, and accepts it when the config lists it", async () => {
    assert.deepEqual(await faults(stranger(reading)), [`thing: policy.Statement[1] ${READS}`]);
    const listed = { additionalReaders: ["arn:aws:iam::123456789012:role/ops/*"] };
    await pack.configured("twilio-secret-readers", listed, async () => {
      assert.deepEqual(await faults(stranger(reading)), []);
    });
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

  it("refuses other principals in the secret's resource policy, but accepts the account", async () => {
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
    assert.deepEqual(await pack.verdicts(plan(urnOf("taskRole"))), []);
    const found = await pack.verdicts(plan(role.urn));
    assert.deepEqual(faultsIn(found), [`thing: policy.Statement[1] ${READS}`]);
  });

  it("accepts a policy that a first preview cannot know, until the update", async () => {
    assert.deepEqual(await faults(stranger(UNKNOWN_ON_WIRE)), []);
    const arn = { secret: { arn: UNKNOWN_ON_WIRE, id: UNKNOWN_ON_WIRE } };
    assert.deepEqual(await faults({ ...stranger(reading), change: arn }), []);
  });

  it("reports nothing if no task takes the credentials", async () => {
    const plan = planWith({ ...stranger(reading), without: ["task", "service"] });
    assert.deepEqual(await pack.verdicts(plan), []);
  });

  it("accepts a key policy for the account, which is AWS's default", async () => {
    const root = { Principal: { AWS: "arn:aws:iam::123456789012:root" } };
    const change = { key: { policy: policy(allow("kms:*", "*", root)), arn: KEY_ARN } };
    assert.deepEqual(await faults({ change }), []);
  });
});
