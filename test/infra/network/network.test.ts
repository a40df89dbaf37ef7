import assert from "node:assert/strict";
import { countOf, inputsOf, registrationOf, runProgram } from "../../support/program/program";
import { idOf } from "../../support/program/references";

// Shows that the program uses the caller's network. Does not show that the caller's subnets have the routes that the tasks need.

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

describe("Network", () => {
  it("uses the caller's own VPC and subnets, and makes none", async () => {
    const run = await runProgram({
      overrides: {
        vpcId: "vpc-0a1b2c3d4e5f60718",
        publicSubnetIds: '["subnet-0a1b2c3d4e5f60718","subnet-0a1b2c3d4e5f60719"]',
        privateSubnetIds: '["subnet-0a1b2c3d4e5f6071a"]',
        egress: "endpoints",
        flowLogs: "true",
      },
    });
    const parts = run.registrations.filter(({ parent }) => /::network(-vpc)?$/.test(parent));
    assert.deepEqual(parts, [], "the caller's VPC stays as it is");
    assert.equal(countOf(run, ENDPOINT) + countOf(run, "aws:ec2/flowLog:FlowLog"), 0);
    assert.deepEqual(
      run.recorded.questions.has("aws:index/getAvailabilityZones:getAvailabilityZones"),
      false,
    );
    assert.deepEqual(inputsOf(run, "aws:lb/loadBalancer:LoadBalancer")["subnets"], [
      "subnet-0a1b2c3d4e5f60718",
      "subnet-0a1b2c3d4e5f60719",
    ]);
    const { networkConfiguration } = inputsOf(run, "aws:ecs/service:Service");
    assert.deepEqual(networkConfiguration, {
      assignPublicIp: false,
      securityGroups: [idOf(run, GROUP, "phone-sg")],
      subnets: ["subnet-0a1b2c3d4e5f6071a"],
    });
    for (const name of ["endpoint-alb-sg", "phone-sg"]) {
      const { inputs } = registrationOf(run, GROUP, name);
      assert.equal(inputs["vpcId"], "vpc-0a1b2c3d4e5f60718");
    }
  });
});
