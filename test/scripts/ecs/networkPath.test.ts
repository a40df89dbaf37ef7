import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import assert from "node:assert/strict";
import { judgeNetwork, type TaskNetwork } from "../../../scripts/ecs/networkPath";

const REGION = "eu-north-1";
const HTTPS_OUT = { IpPermissionsEgress: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443 }] };

function network(change: Partial<TaskNetwork> = {}): TaskNetwork {
  return {
    subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", AvailabilityZone: "eu-north-1a" }],
    routeTables: [
      { RouteTableId: "rtb-main", VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [] },
    ],
    endpoints: [],
    securityGroups: [HTTPS_OUT],
    publicIp: false,
    ...change,
  };
}

function routed(route: object, publicIp = false): TaskNetwork {
  const main = { VpcId: "vpc-1", Associations: [{ Main: true }] };
  const Routes = [{ DestinationCidrBlock: "0.0.0.0/0", ...route }];
  return network({ routeTables: [{ ...main, Routes }], publicIp });
}

function endpoint(service: string): VpcEndpoint {
  return {
    ServiceName: `com.amazonaws.${REGION}.${service}`,
    State: "Available",
    PrivateDnsEnabled: true,
    VpcEndpointType: "Interface",
  };
}

const S3: VpcEndpoint = {
  ...endpoint("s3"),
  VpcEndpointType: "Gateway",
  RouteTableIds: ["rtb-main"],
};
const ALL = [...["secretsmanager", "ecr.api", "ecr.dkr", "logs"].map(endpoint), S3];

function subnetResult(of: TaskNetwork): string {
  const [check] = judgeNetwork(of, REGION);
  return `${check?.result ?? ""} ${check?.detail ?? ""}`;
}

// Routes, endpoints and security groups only: network ACLs, DNS and what stands behind a transit gateway are not judged.
describe("judgeNetwork", () => {
  it("takes a NAT gateway, a transit gateway, and an internet gateway with a public address", () => {
    assert.match(subnetResult(routed({ NatGatewayId: "nat-1" })), /^ok .*out through nat-1$/);
    assert.match(subnetResult(routed({ TransitGatewayId: "tgw-1" })), /^ok .*out through tgw-1$/);
    assert.match(subnetResult(routed({ GatewayId: "igw-1" }, true)), /^ok .*out through igw-1$/);
    assert.match(
      subnetResult(routed({ GatewayId: "igw-1" })),
      /^fail .*through igw-1 without a public address/,
    );
  });

  it("takes no route to a gateway that is gone", () => {
    const gone = routed({ NatGatewayId: "nat-1", State: "blackhole" });
    assert.match(subnetResult(gone), /^fail .*no way out through nat-1, which is gone/);
  });

  it("prefers the subnet's own route table to the main one", () => {
    const own = { RouteTableId: "rtb-own", Associations: [{ SubnetId: "subnet-1" }], Routes: [] };
    const { routeTables } = routed({ NatGatewayId: "nat-1" });
    assert.match(
      subnetResult(network({ routeTables: [...routeTables, own] })),
      /^fail .*no route out/,
    );
  });

  it("takes all endpoints together, and names each that is missing or of no use", () => {
    assert.match(subnetResult(network({ endpoints: ALL })), /^ok .*by VPC endpoints$/);
    for (const [index, missing] of [
      "secretsmanager",
      "ecr.api",
      "ecr.dkr",
      "logs",
      "s3",
    ].entries()) {
      const endpoints = ALL.filter((_, position) => position !== index);
      assert.ok(subnetResult(network({ endpoints })).endsWith(`no endpoint for ${missing}`));
    }
    const noDns = [{ ...endpoint("secretsmanager"), PrivateDnsEnabled: false }, ...ALL.slice(1)];
    assert.match(subnetResult(network({ endpoints: noDns })), /no endpoint for secretsmanager$/);
    const pending = [{ ...endpoint("secretsmanager"), State: "Pending" as const }, ...ALL.slice(1)];
    assert.match(subnetResult(network({ endpoints: pending })), /no endpoint for secretsmanager$/);
    const otherTable = [...ALL.slice(0, 4), { ...S3, RouteTableIds: ["rtb-other"] }];
    assert.match(subnetResult(network({ endpoints: otherTable })), /no endpoint for s3$/);
  });

  it("wants a security group that lets port 443 out", () => {
    const shut = { IpPermissionsEgress: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80 }] };
    assert.equal(judgeNetwork(network({ securityGroups: [shut] }), REGION).at(-1)?.result, "fail");
    const open = { IpPermissionsEgress: [{ IpProtocol: "-1" }] };
    assert.equal(
      judgeNetwork(network({ securityGroups: [shut, open] }), REGION).at(-1)?.result,
      "ok",
    );
  });
});
