import assert from "node:assert/strict";
import {
  countOf,
  inputsOf,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../../support/program/program";
import { idOf, waitsFor } from "../../support/program/references";
import { ECR_IMAGE, namedTags } from "../../support/program/wellKnown";

// Shows inputs and their order. Does not show that packets are routed: nothing runs against AWS.

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const INTERNET = "aws:ec2/internetGateway:InternetGateway";
const NAT = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const SERVICE = "aws:ecs/service:Service";

/** For each egress: the numbers of the NAT gateways, and the gateway that each private subnet uses. */
const EGRESSES = {
  nat: { gateways: [1], routes: { 1: 1, 2: 1 } },
  "nat-per-zone": { gateways: [1, 2], routes: { 1: 1, 2: 2 } },
  endpoints: { gateways: [], routes: { 1: undefined, 2: undefined } },
} as const;

const ZONES = [
  { number: 1, name: "eu-north-1a", public: "10.0.0.0/20", private: "10.0.64.0/18" },
  { number: 2, name: "eu-north-1b", public: "10.0.16.0/20", private: "10.0.128.0/18" },
] as const;

for (const [egress, { gateways, routes }] of Object.entries(EGRESSES)) {
  describe(`Vpc, egress ${egress}`, () => {
    let run: ProgramRun;
    let vpcId: string;

    before(async () => {
      run = await runProgram({ overrides: { egress, image: ECR_IMAGE } });
      vpcId = idOf(run, VPC);
    });

    it("is one VPC with an internet gateway and a closed default security group", () => {
      assert.deepEqual(inputsOf(run, VPC, "network-vpc"), {
        cidrBlock: "10.0.0.0/16",
        enableDnsHostnames: true,
        tags: namedTags("network-vpc"),
      });
      assert.deepEqual(inputsOf(run, INTERNET, "network-vpc-internet"), {
        vpcId,
        tags: namedTags("network-vpc-internet"),
      });
      assert.deepEqual(inputsOf(run, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"), {
        vpcId,
        ingress: [],
        egress: [],
        tags: namedTags("network-vpc-default"),
      });
    });

    it("has a public and a private subnet in each of two zones, which AWS cannot move", () => {
      assert.equal(countOf(run, SUBNET), 4);
      for (const { number, name, ...blocks } of ZONES) {
        for (const kind of ["public", "private"] as const) {
          const subnet = `network-vpc-${kind}-${number}`;
          assert.deepEqual(inputsOf(run, SUBNET, subnet), {
            vpcId,
            availabilityZone: name,
            cidrBlock: blocks[kind],
            tags: namedTags(subnet),
          });
          const { ignoreChanges } = registrationOf(run, SUBNET, subnet);
          assert.deepEqual(ignoreChanges, ["availabilityZone"]);
        }
      }
    });

    it("sends public subnets to the internet gateway", () => {
      assert.deepEqual(inputsOf(run, ROUTE_TABLE, "network-vpc-public"), {
        vpcId,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: idOf(run, INTERNET) }],
        tags: namedTags("network-vpc-public"),
      });
    });

    it("sends private subnets to their NAT gateway, if there is one, and nowhere else", () => {
      for (const [zone, gateway] of Object.entries(routes)) {
        const natGatewayId = gateway && idOf(run, NAT, `network-vpc-nat-${gateway}`);
        assert.deepEqual(inputsOf(run, ROUTE_TABLE, `network-vpc-private-${zone}`), {
          vpcId,
          routes: natGatewayId ? [{ cidrBlock: "0.0.0.0/0", natGatewayId }] : [],
          tags: namedTags(`network-vpc-private-${zone}`),
        });
      }
    });

    it("associates each private subnet with its own route table, and the public subnets with one", () => {
      assert.equal(countOf(run, ROUTE_TABLE), 3);
      assert.equal(countOf(run, ASSOCIATION), 4);
      for (const [subnet, table] of [
        ["public-1", "public"],
        ["public-2", "public"],
        ["private-1", "private-1"],
        ["private-2", "private-2"],
      ] as const) {
        assert.deepEqual(inputsOf(run, ASSOCIATION, `network-vpc-${subnet}`), {
          subnetId: idOf(run, SUBNET, `network-vpc-${subnet}`),
          routeTableId: idOf(run, ROUTE_TABLE, `network-vpc-${table}`),
        });
      }
    });

    it(`has ${gateways.length} NAT gateways in public subnets, which wait for the internet gateway`, () => {
      assert.equal(countOf(run, NAT), gateways.length);
      assert.equal(countOf(run, EIP), gateways.length);
      for (const number of gateways) {
        const name = `network-vpc-nat-${number}`;
        assert.deepEqual(inputsOf(run, EIP, name), { domain: "vpc", tags: namedTags(name) });
        assert.deepEqual(inputsOf(run, NAT, name), {
          allocationId: idOf(run, EIP, name),
          subnetId: idOf(run, SUBNET, `network-vpc-public-${number}`),
          tags: namedTags(name),
        });
        for (const type of [NAT, EIP]) {
          assert.ok(waitsFor(run, type, name).has(`${INTERNET} network-vpc-internet`), type);
        }
      }
    });

    it("lets the load balancer wait only for the public subnets' routes, and the service for all routes", () => {
      const early = waitsFor(run, LOAD_BALANCER);
      const late = waitsFor(run, SERVICE);
      for (const subnet of ["public-1", "public-2"]) {
        assert.ok(early.has(`${ASSOCIATION} network-vpc-${subnet}`), "its routes are there");
      }
      assert.ok(early.has(`${INTERNET} network-vpc-internet`));
      for (const key of early) assert.doesNotMatch(key, /NatGateway|Eip|private/);
      for (const subnet of ["private-1", "private-2"]) {
        assert.ok(late.has(`${ASSOCIATION} network-vpc-${subnet}`));
      }
      for (const number of gateways) assert.ok(late.has(`${NAT} network-vpc-nat-${number}`));
    });
  });
}

describe("the VPC's zones", () => {
  it("are zones of the region that take new resources and have Fargate, and no Local Zones", async () => {
    const { recorded } = await runProgram();
    assert.deepEqual(
      recorded.questions.get("aws:index/getAvailabilityZones:getAvailabilityZones"),
      {
        state: "available",
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
        excludeZoneIds: ["apne1-az3", "cnn1-az3", "cnn1-az4", "usw1-az2"],
      },
    );
  });
});
