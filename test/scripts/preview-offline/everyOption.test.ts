import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../../scripts/simulation/wire";
import { projectFolder, removeFolders, ROOT, runHere, type Run } from "./support";

const DOMAIN = ["domainName=phone.example.com", "hostedZoneId=Z0123456789EXAMPLE00"];
const ECR_IMAGE = "image=123456789012.dkr.ecr.eu-north-1.amazonaws.com/phone:1.2";
const SECRET = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:other-AbCdEf";

/** Settings over the dev stack's that together turn every option, and a resource that only they bring. */
const OPTIONS: readonly (readonly [title: string, settings: readonly string[], type: string])[] = [
  [
    "blue/green behind CloudFront, with WAF and access logs",
    ["deployment=blue-green", "maxCallMinutes=1440", "waf=true", "accessLogs=true"],
    "aws:wafv2/webAclAssociation:WebAclAssociation",
  ],
  [
    "blue/green with a domain, protected from deletion",
    [...DOMAIN, "deployment=blue-green", "deletionProtection=true", "waf=true"],
    "aws:acm/certificateValidation:CertificateValidation",
  ],
  [
    "endpoints as the only way out, with further secrets and Bedrock",
    [
      "egress=endpoints",
      ECR_IMAGE,
      "flowLogs=true",
      "bedrockModels[0]=amazon.nova-micro-v1:0",
      `additionalSecrets.OTHER.secretArn=${SECRET}`,
      "additionalSecrets.OTHER.key=k",
    ],
    "aws:ec2/vpcEndpoint:VpcEndpoint",
  ],
  [
    "a NAT gateway a zone, scaling on calls, few readers, an owner",
    [
      "egress=nat-per-zone",
      "callsPerTask=10",
      "deployment=blue-green",
      "availabilityZoneRebalancing=true",
      "taskRoleReadsSecret=false",
      "secretReaders[0]=arn:aws:iam::123456789012:role/break-glass",
      "owner=telephony",
    ],
    "aws:ec2/natGateway:NatGateway",
  ],
  [
    "alarms, mails and the dashboard",
    ["alarms=true", "alarmEmail=team@example.com", "dashboard=true", "containerInsights=enhanced"],
    "aws:sns/topicSubscription:TopicSubscription",
  ],
  ["an audit trail", ["auditTrail=true"], "aws:cloudtrail/trail:Trail"],
  [
    "the caller's own VPC and certificate, an image that is built, other folders",
    [
      "image=",
      "buildContext=.",
      "vpcId=vpc-0a",
      "publicSubnetIds[0]=subnet-0a",
      "publicSubnetIds[1]=subnet-0b",
      "privateSubnetIds[0]=subnet-0c",
      "domainName=phone.example.com",
      "certificateArn=arn:aws:acm:eu-north-1:123456789012:certificate/00000000-0000-4000-8000-000000000000",
      "writablePaths[0]=/var/cache",
      "environment.STT_MODEL=nova-3",
    ],
    "awsx:ecr:Image",
  ],
];

// The real program and the real pack. That AWS accepts the plans was not run against AWS.
describe("offline preview: every option passes the pack", function () {
  this.timeout(240_000);
  let folder: string;

  before(() => {
    folder = projectFolder({});
    symlinkSync(join(ROOT, "Pulumi.prod.yaml"), join(folder, "Pulumi.prod.yaml"));
  });
  after(removeFolders);

  it("the prod stack", async () => {
    const plan = judged(await runHere(["--json", "--stack", "prod"], folder));
    assert.ok(plan.includes("aws:cloudwatch/dashboard:Dashboard"));
    assert.ok(plan.includes("aws:wafv2/webAcl:WebAcl"));
  });

  for (const [title, settings, type] of OPTIONS) {
    it(title, async () => {
      const args = settings.flatMap((setting) => ["--config", setting]);
      assert.ok(judged(await runHere(["--json", ...args], folder)).includes(type), type);
    });
  }
});

/** The types of the planned resources, once the run has passed the pack without a word, on a first preview and an update. */
function judged({ code, stdout, stderr }: Run): unknown[] {
  assert.equal(stderr, "");
  const report: unknown = JSON.parse(stdout);
  assert.ok(isRecord(report) && Array.isArray(report["passes"]));
  const passes = report["passes"].filter(isRecord);
  assert.deepEqual(
    passes.map(({ name, violations }) => [name, violations]),
    [
      ["first-preview", []],
      ["update", []],
    ],
  );
  assert.equal(code, 0);
  return passes
    .flatMap(({ resources }) => (Array.isArray(resources) ? resources.filter(isRecord) : []))
    .map(({ type }) => type);
}
