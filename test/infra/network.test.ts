import assert from "node:assert/strict";
import { countOf, inputsOf, registrationOf, runProgram } from "../support/program";
import { arnOf, outputOf, TAGS } from "../support/wellKnown";

// What awsx makes of its inputs (subnets, routes, NAT gateways) is awsx's to prove.

const VPC = "awsx:ec2:Vpc";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

describe("Network", () => {
  for (const [egress, strategy, type] of [
    ["nat", "Single", "Private"],
    ["nat-per-zone", "OnePerAz", "Private"],
    ["endpoints", "None", "Isolated"],
  ] as const) {
    it(`makes a VPC over two zones, egress ${egress}`, async () => {
      const run = await runProgram({ overrides: { egress } });
      assert.deepEqual(inputsOf(run, VPC), {
        enableDnsHostnames: true,
        natGateways: { strategy },
        numberOfAvailabilityZones: 2,
        subnetSpecs: [{ type: "Public" }, { type }],
        subnetStrategy: "Auto",
        tags: TAGS,
      });
      assert.equal(countOf(run, ENDPOINT), egress === "endpoints" ? 5 : 0);
      assert.equal(countOf(run, "aws:ec2/flowLog:FlowLog"), 0);
    });
  }

  it("opens only Twilio's secret to the VPC's endpoint for Secrets Manager", async () => {
    const run = await runProgram({ overrides: { egress: "endpoints" } });
    const { policy, serviceName } = inputsOf(run, ENDPOINT, "network-secretsmanager");
    assert.equal(serviceName, "com.amazonaws.eu-north-1.secretsmanager");
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "secretsmanager:GetSecretValue",
          Resource: [outputOf(run, "secretArn")],
        },
      ],
    });
  });

  it("logs flows only on demand, to a log group that only the flow logs' service writes", async () => {
    const run = await runProgram({ overrides: { flowLogs: "true" } });
    const { assumeRolePolicy } = inputsOf(run, "aws:iam/role:Role", "network-flows-role");
    assert.deepEqual(assumeRolePolicy, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": `${arnOf("ec2")}:vpc-flow-log/*` },
          },
        },
      ],
    });
    const { trafficType } = inputsOf(run, "aws:ec2/flowLog:FlowLog");
    assert.equal(trafficType, "ALL");
  });

  it("takes the caller's own VPC and subnets, and makes none", async () => {
    const run = await runProgram({
      overrides: {
        vpcId: "vpc-0a",
        publicSubnetIds: '["subnet-0a","subnet-0b"]',
        privateSubnetIds: '["subnet-0c"]',
      },
    });
    assert.equal(countOf(run, VPC), 0);
    assert.deepEqual(inputsOf(run, "aws:lb/loadBalancer:LoadBalancer")["subnets"], [
      "subnet-0a",
      "subnet-0b",
    ]);
    const { networkConfiguration } = inputsOf(run, "aws:ecs/service:Service");
    const { id } = { id: securityGroupOf(networkConfiguration) };
    assert.deepEqual(networkConfiguration, {
      assignPublicIp: false,
      securityGroups: [id],
      subnets: ["subnet-0c"],
    });
    for (const name of ["endpoint-alb-sg", "phone-sg"]) {
      const { inputs } = registrationOf(run, "aws:ec2/securityGroup:SecurityGroup", name);
      assert.equal(inputs["vpcId"], "vpc-0a");
    }
  });
});

function securityGroupOf(configuration: unknown): unknown {
  assert.ok(typeof configuration === "object" && configuration !== null);
  assert.ok("securityGroups" in configuration && Array.isArray(configuration.securityGroups));
  assert.match(String(configuration.securityGroups[0]), /^sg-[0-9a-f]{17}$/);
  return configuration.securityGroups[0];
}
