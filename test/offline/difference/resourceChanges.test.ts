import assert from "node:assert/strict";
import { resourceDifference } from "../../../offline/difference/resourceChanges";
import { markSecret } from "../../../offline/engine/wire";
import type { PlannedResource } from "../../../offline/engine/goal";
import { resource } from "../cost/resources";

const TASKS = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";

const tasks = (cpu: string): PlannedResource => resource(TASKS, "tasks", { cpu });
const service = (inputs = {}): PlannedResource => ({
  ...resource(SERVICE, "service", { taskDefinition: "arn", ...inputs }),
  propertyDependencies: { taskDefinition: [tasks("").urn] },
});

// Shows how two plans are compared. Does not compare the table of replacements with AWS's provider, which is not installed here.
describe("offline difference: resources", () => {
  it("finds what is created, changed, replaced, deleted and unchanged", () => {
    const before = [
      resource("aws:s3/bucket:Bucket", "gone"),
      resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "a", tags: { a: "1" } }),
      resource("aws:ec2/eip:Eip", "same", { domain: "vpc" }),
    ];
    const after = [
      resource("aws:sns/topic:Topic", "new"),
      resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "b", tags: { a: "2" } }),
      resource("aws:ec2/eip:Eip", "same", { domain: "vpc" }),
    ];
    const { changes, unchanged } = resourceDifference(before, after);
    assert.deepEqual(
      changes.map(({ name, operation }) => [name, operation]),
      [
        ["new", "create"],
        ["vpc", "replace"],
        ["gone", "delete"],
      ],
    );
    assert.equal(unchanged, 1);
    assert.deepEqual(changes[1]?.properties, [
      { path: "cidrBlock", before: "a", after: "b", ignored: false, replaces: true },
      { path: "tags.a", before: "1", after: "2", ignored: false, replaces: false },
    ]);
  });

  it("finds the resources that refer to a replaced resource, and those that refer to them", () => {
    const rule: PlannedResource = {
      ...resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
        securityGroupId: "sg",
      }),
      propertyDependencies: {
        securityGroupId: [resource("aws:ec2/securityGroup:SecurityGroup", "group").urn],
      },
    };
    const group = (vpcId: string): PlannedResource =>
      resource("aws:ec2/securityGroup:SecurityGroup", "group", { vpcId });
    const { changes } = resourceDifference(
      [tasks("1"), service(), group("a"), rule],
      [tasks("2"), service(), group("b"), rule],
    );
    assert.deepEqual(
      changes.map(({ follows, name, operation }) => [name, operation, follows]),
      [
        ["tasks", "replace", []],
        ["service", "update", [{ property: "taskDefinition", of: "tasks", replaces: false }]],
        ["group", "replace", []],
        ["rule", "replace", [{ property: "securityGroupId", of: "group", replaces: true }]],
      ],
    );
  });

  it("marks a change that a running resource ignores", () => {
    const after = { ...service({ desiredCount: 2 }), ignoreChanges: ["desiredCount"] };
    const [change] = resourceDifference([service({ desiredCount: 1 })], [after]).changes;
    assert.deepEqual(
      change?.properties.map(({ ignored, replaces }) => [ignored, replaces]),
      [[true, false]],
    );
  });

  it("finds a renamed resource by its former URN, if it has an alias", () => {
    const old = resource("aws:s3/bucket:Bucket", "old");
    const moved = { ...resource("aws:s3/bucket:Bucket", "moved"), formerUrns: [old.urn] };
    const { changes } = resourceDifference([old], [moved]);
    assert.deepEqual(
      changes.map(({ formerName, name, operation }) => [name, formerName, operation]),
      [["moved", "old", "update"]],
    );
  });

  it("says that a secret changed, but does not show its value", () => {
    const version = (value: string): PlannedResource =>
      resource("aws:secretsmanager/secretVersion:SecretVersion", "version", {
        secretString: markSecret(value),
      });
    assert.equal(resourceDifference([version("one")], [version("one")]).unchanged, 1);
    const [change] = resourceDifference([version("one")], [version("two")]).changes;
    assert.equal(change?.operation, "replace");
    assert.deepEqual(
      change.properties.map(({ after, before }) => [typeof before, typeof after]),
      [["symbol", "symbol"]],
    );
  });

  it("compares JSON texts part by part", () => {
    const role = (action: string): PlannedResource =>
      resource("aws:iam/rolePolicy:RolePolicy", "policy", {
        policy: JSON.stringify({ Statement: [{ Action: action }] }),
      });
    const [change] = resourceDifference([role("a:b")], [role("a:c")]).changes;
    assert.deepEqual(
      change?.properties.map(({ path }) => path),
      ["policy.Statement[0].Action"],
    );
  });
});
