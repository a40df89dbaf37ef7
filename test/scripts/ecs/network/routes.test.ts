import type { Route } from "@aws-sdk/client-ec2";
import assert from "node:assert/strict";
import { judgeNetwork } from "../../../../scripts/ecs/network/networkChecks";
import {
  HTTPS,
  network,
  REGION,
  routed,
  SUBNET,
  subnetResult,
  tasksOut,
  withRoutes,
} from "./taskNetworks";

// Checks routes, endpoints, security groups and DNS settings. Network ACLs, DNS answers and networks behind a transit gateway are not
// judged. How AWS's networks behave is taken from its documentation.
describe("judgeNetwork", () => {
  it("accepts a NAT gateway, a transit gateway, and an internet gateway with a public address", () => {
    assert.match(subnetResult(routed({ NatGatewayId: "nat-1" })), /^ok .*out through nat-1$/);
    assert.match(subnetResult(routed({ TransitGatewayId: "tgw-1" })), /^ok .*out through tgw-1$/);
    assert.match(subnetResult(routed({ GatewayId: "igw-1" }, true)), /^ok .*out through igw-1$/);
    assert.match(
      subnetResult(routed({ GatewayId: "igw-1" })),
      /^fail .*through igw-1 without a public address/,
    );
  });

  it("does not accept a route to a deleted gateway", () => {
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

  it("accepts two routes that each cover half of the internet, if both have a working target", () => {
    const half = (
      DestinationCidrBlock: string,
      NatGatewayId: string,
      State?: "blackhole",
    ): Route => ({
      DestinationCidrBlock,
      NatGatewayId,
      ...(State === undefined ? {} : { State }),
    });
    const [low, high] = [half("0.0.0.0/1", "nat-1"), half("128.0.0.0/1", "nat-2")];
    assert.match(subnetResult(withRoutes([low, high])), /^ok .*out through nat-1$/);
    assert.match(subnetResult(withRoutes([low])), /^fail .*no route out/);
    const gone = half("128.0.0.0/1", "nat-2", "blackhole");
    assert.match(subnetResult(withRoutes([low, gone])), /^fail .*through nat-2, which is gone/);
  });

  it("checks the IPv6 routes of an IPv6-only subnet", () => {
    const subnets = [{ ...SUBNET, Ipv6Native: true }];
    const securityGroups = [tasksOut({ ...HTTPS, Ipv6Ranges: [{ CidrIpv6: "::/0" }] })];
    const route = { DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-1" };
    const only = withRoutes([route], { subnets, securityGroups });
    assert.match(subnetResult(only), /^ok .*out through eigw-1$/);
    assert.equal(judgeNetwork(only, REGION).at(-1)?.result, "ok");
    const old = withRoutes([{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }], {
      subnets,
    });
    assert.match(subnetResult(old), /^fail .*no route out/);
  });
});
