import assert from "node:assert/strict";
import { countOf, inputsOf, type ProgramRun, runProgram } from "../../support/program/program";
import { DOMAIN } from "../../support/program/devStack";
import { idOf } from "../../support/program/references";
import { ECR_IMAGE, outputOf, TAGS, ownArnOf } from "../../support/program/wellKnown";

// Shows the inputs. Does not show that a task starts with only these endpoints: nothing runs against AWS.

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const WITHOUT_WAY_OUT = { egress: "endpoints", image: ECR_IMAGE } as const;

/** The AWS service of each interface endpoint, by the endpoint's name. */
const INTERFACES = {
  "network-ecr-api": "ecr.api",
  "network-ecr-dkr": "ecr.dkr",
  "network-logs": "logs",
  "network-monitoring": "monitoring",
  "network-secretsmanager": "secretsmanager",
} as const;

describe("VPC endpoints", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram({ overrides: WITHOUT_WAY_OUT });
  });

  it("reach the services that a task needs, from the private subnets, under AWS's own names", () => {
    assert.equal(countOf(run, ENDPOINT), Object.keys(INTERFACES).length + 1);
    for (const [name, service] of Object.entries(INTERFACES)) {
      const { policy, ...rest } = inputsOf(run, ENDPOINT, name);
      assert.deepEqual(rest, interfaceOf(run, service));
      assert.equal(policy !== undefined, service === "secretsmanager", name);
    }
  });

  it("reach S3, where Amazon ECR keeps an image's layers, through the private subnets' routes", () => {
    assert.deepEqual(inputsOf(run, ENDPOINT, "network-s3"), {
      vpcId: idOf(run, "aws:ec2/vpc:Vpc"),
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-north-1.s3",
      routeTableIds: [1, 2].map((zone) =>
        idOf(run, "aws:ec2/routeTable:RouteTable", `network-vpc-private-${zone}`),
      ),
      tags: TAGS,
    });
  });

  it("accept HTTPS only from inside the VPC", () => {
    assert.deepEqual(inputsOf(run, GROUP, "network-endpoints-sg"), {
      description: "AWS services, from inside the VPC",
      vpcId: idOf(run, "aws:ec2/vpc:Vpc"),
      tags: TAGS,
    });
    assert.deepEqual(inputsOf(run, INGRESS, "network-endpoints-https"), {
      securityGroupId: idOf(run, GROUP, "network-endpoints-sg"),
      description: "HTTPS from the VPC",
      cidrIpv4: "10.0.0.0/16",
      fromPort: 443,
      toPort: 443,
      ipProtocol: "tcp",
      tags: TAGS,
    });
  });

  it("let only Twilio's secret be read", () => {
    assert.deepEqual(secretPolicy(run), readsOf([outputOf(run, "secretArn")]));
  });

  it("let each further secret of the container be read, too, and name it once", async () => {
    const secretArn = `${ownArnOf("secretsmanager")}:secret:other-AbCdEf`;
    const additionalSecrets = JSON.stringify({
      A: { secretArn, key: "a" },
      B: { secretArn, key: "b" },
    });
    const other = await runProgram({ overrides: { ...WITHOUT_WAY_OUT, additionalSecrets } });
    assert.deepEqual(secretPolicy(other), readsOf([secretArn, outputOf(other, "secretArn")]));
  });

  it("reach Bedrock when the service invokes its models", async () => {
    const other = await runProgram({
      overrides: { ...WITHOUT_WAY_OUT, bedrockModels: '["amazon.nova-micro-v1:0"]' },
    });
    assert.equal(countOf(other, ENDPOINT), Object.keys(INTERFACES).length + 2);
    assert.deepEqual(
      inputsOf(other, ENDPOINT, "network-bedrock-runtime"),
      interfaceOf(other, "bedrock-runtime"),
    );
  });

  it("reach ECS Exec's channels when it is on", async () => {
    const exec = { enableExecuteCommand: "true", readonlyRootFilesystem: "false" };
    const other = await runProgram({ overrides: { ...WITHOUT_WAY_OUT, ...exec } });
    assert.equal(countOf(other, ENDPOINT), Object.keys(INTERFACES).length + 2);
    assert.deepEqual(
      inputsOf(other, ENDPOINT, "network-ssmmessages"),
      interfaceOf(other, "ssmmessages"),
    );
  });

  for (const region of ["cn-north-1", "us-gov-west-1"]) {
    it(`have the names that AWS gives them outside the partition aws: ${region}`, async () => {
      const image = ECR_IMAGE.replaceAll("eu-north-1", region);
      const overrides = { ...WITHOUT_WAY_OUT, ...DOMAIN, image, "aws:region": region };
      const { recorded, ...other } = await runProgram({ overrides });
      const program = { recorded, ...other };
      const name = inputsOf(program, ENDPOINT, "network-ecr-api")["serviceName"];
      const prefix = region.startsWith("cn-") ? "cn.com.amazonaws" : "com.amazonaws";
      assert.equal(name, `${prefix}.${region}.ecr.api`);
      const [filter] = [...recorded.questions]
        .filter(([token]) => token.endsWith(":getVpcEndpointService"))
        .map(([, question]) => question["filters"]);
      assert.match(JSON.stringify(filter), new RegExp(`"\\*\\.${region}\\.[a-z0-9.]+"`));
    });
  }

  for (const egress of ["nat", "nat-per-zone"]) {
    it(`do not exist with egress ${egress}, with or without Bedrock`, async () => {
      const other = await runProgram({
        overrides: { egress, bedrockModels: '["amazon.nova-micro-v1:0"]' },
      });
      assert.equal(countOf(other, ENDPOINT), 0);
      const names = other.registrations.map(({ name }) => name);
      assert.ok(!names.some((name) => name.startsWith("network-endpoints")));
    });
  }
});

function interfaceOf(run: ProgramRun, service: string): Record<string, unknown> {
  return {
    vpcId: idOf(run, "aws:ec2/vpc:Vpc"),
    vpcEndpointType: "Interface",
    serviceName: `com.amazonaws.eu-north-1.${service}`,
    privateDnsEnabled: true,
    subnetIds: [1, 2].map((zone) =>
      idOf(run, "aws:ec2/subnet:Subnet", `network-vpc-private-${zone}`),
    ),
    securityGroupIds: [idOf(run, GROUP, "network-endpoints-sg")],
    tags: TAGS,
  };
}

function secretPolicy(run: ProgramRun): unknown {
  return JSON.parse(String(inputsOf(run, ENDPOINT, "network-secretsmanager")["policy"]));
}

function readsOf(Resource: readonly string[]): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource },
    ],
  };
}
