import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRecord } from "../../../offline/engine/wire";
import { deployerPolicy } from "../../../scripts/deployer/command";
import { documents, MANAGED_POLICY_SIZE, sizeOf } from "../../../scripts/deployer/documents";
import { statementsFor, type Planned, unknownTypes } from "../../../scripts/deployer/statements";
import { ROOT } from "../../support/program/devStack";

const PLACE = { partition: "aws", region: "eu-north-1", account: "*" };

function planned(type: string, name: string, inputs: Planned["inputs"] = {}): Planned {
  return { type, name, inputs };
}

/** The statement that allows an action; undefined if none does. */
function statementOf(action: string, ...resources: readonly Planned[]) {
  return statementsFor(resources, PLACE).find(({ Action }) => Action.includes(action));
}

// Checks the statements and the files of the policy. test/aws-rules compares the permissions with AWS's lists. Not run against AWS:
// no test shows that a deployer can deploy with these permissions.
describe("A deployer's statements", () => {
  it("are limited to the resource's own name, with a * for the suffix that Pulumi appends", () => {
    const cluster = statementOf("ecs:DeleteCluster", planned("aws:ecs/cluster:Cluster", "lines"));
    assert.deepEqual(cluster?.Resource, ["arn:aws:ecs:eu-north-1:*:cluster/lines-*"]);
    const secret = planned("aws:secretsmanager/secret:Secret", "s", { name: "pipecat/lab" });
    assert.deepEqual(statementOf("secretsmanager:CreateSecret", secret)?.Resource, [
      "arn:aws:secretsmanager:eu-north-1:*:secret:pipecat/lab-??????",
    ]);
  });

  it("take a resource's name from an ARN in the plan", () => {
    const version = planned("aws:secretsmanager/secretVersion:SecretVersion", "v", {
      secretId: "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/lab-a1B2c3",
    });
    assert.deepEqual(statementOf("secretsmanager:PutSecretValue", version)?.Resource, [
      "arn:aws:secretsmanager:eu-north-1:*:secret:pipecat/lab-??????",
    ]);
    const listener = planned("aws:lb/listener:Listener", "l", {
      loadBalancerArn:
        "arn:aws:elasticloadbalancing:eu-north-1:123456789012:loadbalancer/app/front-1a2b3c4/0123456789abcdef",
    });
    assert.deepEqual(statementOf("elasticloadbalancing:CreateListener", listener)?.Resource, [
      "arn:aws:elasticloadbalancing:eu-north-1:*:loadbalancer/app/front-*/*",
    ]);
  });

  it("allow a role to be passed only to the services of its trust policy", () => {
    const assumeRolePolicy = JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" } }],
    });
    const role = planned("aws:iam/role:Role", "runner", { assumeRolePolicy });
    assert.deepEqual(statementOf("iam:PassRole", role), {
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ["arn:aws:iam::*:role/runner-*"],
      Condition: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
    });
  });

  it("allow no deletion of objects, unless the bucket is deleted with its objects", () => {
    const bucket = (forceDestroy: boolean) =>
      planned("aws:s3/bucket:Bucket", "logs", { forceDestroy });
    assert.equal(statementOf("s3:DeleteObject", bucket(false)), undefined);
    assert.deepEqual(statementOf("s3:DeleteObject", bucket(true))?.Resource, [
      "arn:aws:s3:::logs-*/*",
    ]);
  });

  it("limit a record to its name in the zone", () => {
    const record = planned("aws:route53/record:Record", "alias", {
      name: "Phone.Lab.internal.",
      zoneId: "Z0LAB1LAB2LAB3",
    });
    const statement = statementOf("route53:ChangeResourceRecordSets", record);
    assert.deepEqual(statement?.Resource, ["arn:aws:route53:::hostedzone/Z0LAB1LAB2LAB3"]);
    assert.deepEqual(statement.Condition, {
      "ForAllValues:StringLike": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": "phone.lab.internal",
      },
    });
  });

  it("are merged if they are alike, and do not depend on the order of the plan", () => {
    const alarms = ["a", "b"].map((name) =>
      planned("aws:cloudwatch/metricAlarm:MetricAlarm", name),
    );
    const forward = statementsFor(alarms, PLACE);
    assert.deepEqual(forward, statementsFor(alarms.toReversed(), PLACE));
    const [one, ...more] = forward.filter(({ Action }) =>
      Action.includes("cloudwatch:PutMetricAlarm"),
    );
    assert.equal(more.length, 0);
    assert.equal(one?.Resource.length, 2);
  });

  it("exist for one of AWS's types only if a table lists the type", () => {
    const unknown = ["aws:lambda/function:Function", "random:index:Id", "aws:ecs/cluster:Cluster"];
    assert.deepEqual(unknownTypes(unknown.map((type) => planned(type, "x"))), [
      "aws:lambda/function:Function",
    ]);
  });

  it("are split into several policies where one would exceed AWS's size limit", () => {
    const alarms = Array.from({ length: 200 }, (_, index) =>
      planned("aws:cloudwatch/dashboard:Dashboard", `d${index}`, { dashboardName: `d${index}` }),
    );
    assert.throws(() => documents(statementsFor(alarms, PLACE)), /larger than a managed policy/);
    const made = documents(
      Array.from({ length: 90 }, (_, index) => ({
        Effect: "Allow" as const,
        Action: ["s3:GetObject"],
        Resource: [`arn:aws:s3:::bucket-with-a-name-of-some-length-${index}/*`],
      })),
    );
    assert.equal(made.flatMap(({ Statement }) => Statement).length, 90);
    assert.ok(made.length > 1);
    assert.ok(made.every((one) => sizeOf(one) <= MANAGED_POLICY_SIZE));
  });
});

describe("npm run deployer-policy", function () {
  this.timeout(120_000);

  async function run(...args: readonly string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const code = await deployerPolicy(args, ROOT, AbortSignal.timeout(110_000), {
      stdout: { write: (text) => stdout.push(text) },
      stderr: { write: (text) => stderr.push(text) },
      env: {},
    });
    return { code, stdout: stdout.join(""), stderr: stderr.join("") };
  }

  it("writes one file for each policy, for the real program's plan", async () => {
    const folder = mkdtempSync(join(tmpdir(), "deployer-"));
    try {
      const { code, stderr } = await run("--account", "123456789012", "--write", folder);
      assert.equal(code, 0, stderr);
      const policy: unknown = JSON.parse(readFileSync(join(folder, "deployer-1.json"), "utf8"));
      assert.ok(isRecord(policy) && Array.isArray(policy["Statement"]));
      assert.ok(JSON.stringify(policy).includes("eu-north-1:123456789012:"));
      assert.ok(existsSync(join(folder, "deployer-2.json")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("names the fault of a wrong account, a wrong stack and a wrong folder", async () => {
    const account = await run("--account", "12345");
    assert.equal(account.code, 2);
    assert.match(account.stderr, /^error: --account needs the twelve digits/);
    const stack = await run("--stack", "no-such-stack");
    assert.equal(stack.code, 2);
    assert.match(stack.stderr, /^error: there is no such stack; stacks: dev, prod/);
    const folder = await run("--write", join(ROOT, "package.json", "below"));
    assert.equal(folder.code, 2);
    assert.match(folder.stderr, /^error: .*package\.json/);
  });
});
