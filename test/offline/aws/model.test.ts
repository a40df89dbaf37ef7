import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exampleAccount } from "../../../offline/aws/account";
import { answerInvoke, checkedInputs, computedOutputs, MODEL } from "../../../offline/aws/model";

const account = exampleAccount("eu-north-1");
const packages = dirname(dirname(require.resolve("@pulumi/aws/package.json")));

// Shows that the model knows real types and real properties, and that ids have the form of AWS's. Does not show that AWS
// computes such values: nothing runs against AWS.
describe("simulation model", () => {
  for (const type of Object.keys(MODEL)) {
    it(`computes only outputs that ${type} has`, () => {
      const declared = declaredOutputs(type);
      const inputs = declared.has("tags") ? { tags: { a: "b" } } : {};
      const { outputs } = computedOutputs({ type, name: "name", inputs }, account);
      assert.deepEqual(
        Object.keys(outputs).filter((key) => !declared.has(key)),
        [],
      );
    });
  }

  const shapes: readonly [string, Record<string, unknown>, string, RegExp][] = [
    [
      "aws:secretsmanager/secret:Secret",
      { name: "a/b" },
      "arn",
      /:secretsmanager:eu-north-1:\d{12}:secret:a\/b-[A-Za-z0-9]{6}$/,
    ],
    [
      "aws:kms/key:Key",
      {},
      "arn",
      /^arn:aws:kms:eu-north-1:\d{12}:key\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ],
    ["aws:lb/targetGroup:TargetGroup", {}, "arn", /:targetgroup\/name-[0-9a-f]{7}\/[0-9a-f]{16}$/],
    [
      "aws:lb/loadBalancer:LoadBalancer",
      {},
      "dnsName",
      /^name-[0-9a-f]{7}-\d+\.eu-north-1\.elb\.amazonaws\.com$/,
    ],
    ["aws:ec2/securityGroup:SecurityGroup", {}, "arn", /:security-group\/sg-0[0-9a-f]{16}$/],
    ["aws:ecs/taskDefinition:TaskDefinition", { family: "f" }, "arn", /:task-definition\/f:1$/],
    [
      "aws:cloudfront/distribution:Distribution",
      {},
      "domainName",
      /^d[a-z0-9]{13}\.cloudfront\.net$/,
    ],
    [
      "aws:acm/certificate:Certificate",
      { domainName: "a.example" },
      "arn",
      /:certificate\/[0-9a-f-]{36}$/,
    ],
    ["aws:iam/role:Role", {}, "arn", /^arn:aws:iam::\d{12}:role\/name-[0-9a-f]{7}$/],
    [
      "aws:secretsmanager/secretVersion:SecretVersion",
      { secretId: "s" },
      "versionId",
      /^[A-Za-z0-9-]{32,64}$/,
    ],
  ];
  for (const [type, inputs, output, shape] of shapes) {
    it(`gives ${type} an ${output} of AWS's form, the same each time`, () => {
      const resource = { type, name: "name", inputs };
      const first = computedOutputs(resource, account);
      assert.match(String(first.outputs[output]), shape);
      assert.deepEqual(computedOutputs(resource, account), first);
      const other = computedOutputs(
        {
          ...resource,
          name: "other",
          inputs: { ...inputs, family: "g", domainName: "b.example", name: "c" },
        },
        account,
      );
      assert.notEqual(other.outputs[output], first.outputs[output]);
    });
  }

  it("gives two validations of certificates different ids", () => {
    const type = "aws:acm/certificateValidation:CertificateValidation";
    const [left, right] = ["left", "right"].map((salt) =>
      computedOutputs({ type, name: "name", inputs: {}, salt }, account),
    );
    assert.match(String(left?.id), /^2026-01-01 00:00:00\.\d{9} \+0000 UTC$/);
    assert.notEqual(left?.id, right?.id);
  });

  it("makes up a name only if the program gives none", () => {
    const type = "aws:ecs/cluster:Cluster";
    assert.deepEqual(checkedInputs({ type, name: "n", inputs: { name: "own" } }, account), {
      name: "own",
    });
    assert.match(
      String(checkedInputs({ type, name: "n", inputs: {} }, account)["name"]),
      /^n-[0-9a-f]{7}$/,
    );
  });

  it("refuses a physical name that is longer than AWS's limit, as the provider does", () => {
    const type = "aws:lb/loadBalancer:LoadBalancer";
    assert.throws(
      () => checkedInputs({ type, name: "a".repeat(25), inputs: {} }, account),
      /longer than 32 characters/,
    );
  });

  it("uses the account's region and partition in ARNs and DNS names", () => {
    const china = exampleAccount("cn-north-1");
    const { outputs } = computedOutputs({ type: "aws:kms/key:Key", name: "n", inputs: {} }, china);
    assert.match(String(outputs["arn"]), /^arn:aws-cn:kms:cn-north-1:/);
    assert.equal(
      answerInvoke("aws:index/getPartition:getPartition", {}, china)["dnsSuffix"],
      "amazonaws.com.cn",
    );
  });

  it("says where to add a type or a function that it does not know", () => {
    assert.throws(
      () => computedOutputs({ type: "aws:x/y:Y", name: "n", inputs: {} }, account),
      /aws:x\/y:Y .*offline\/aws\/services/,
    );
    assert.throws(() => answerInvoke("aws:x:f", {}, account), /aws:x:f.*offline\/aws/);
  });
});

/** The outputs that the SDK's class of the type declares. The class must have the model's type token. */
function declaredOutputs(type: string): Set<string> {
  const [packageName = "", module = "", name = ""] = type.split(":");
  const file = module.includes("/")
    ? module
    : `${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const path = join(packages, packageName, file);
  assert.ok(readFileSync(`${path}.js`, "utf8").includes(`'${type}'`), `no ${type} in the SDK`);
  const declarations = readFileSync(`${path}.d.ts`, "utf8").matchAll(
    /readonly (\w+): pulumi\.Output/g,
  );
  return new Set([...declarations].map(([, property = ""]) => property));
}
