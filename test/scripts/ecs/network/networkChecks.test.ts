import type { IpPermission, Route, SecurityGroup, Subnet, VpcEndpoint } from "@aws-sdk/client-ec2";
import assert from "node:assert/strict";
import { judgeNetwork } from "../../../../scripts/ecs/network/networkChecks";
import type { TaskNetwork } from "../../../../scripts/ecs/network/taskNetwork";

const REGION = "eu-north-1";
const HTTPS = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
const ANYWHERE = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

/** The tasks' security group with one rule out. */
function tasksOut(rule: IpPermission): SecurityGroup {
  return { GroupId: "sg-tasks", IpPermissionsEgress: [rule] };
}

/** The endpoints' security group with one rule in. */
function endpointsIn(rule: IpPermission): SecurityGroup {
  return { GroupId: "sg-endpoints", IpPermissions: [rule] };
}

const SUBNET: Subnet = {
  SubnetId: "subnet-1",
  VpcId: "vpc-1",
  AvailabilityZone: "eu-north-1a",
  CidrBlock: "10.0.1.0/24",
};

function network(change: Partial<TaskNetwork> = {}): TaskNetwork {
  return {
    subnets: [SUBNET],
    routeTables: [
      { RouteTableId: "rtb-main", VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [] },
    ],
    endpoints: [],
    securityGroups: [tasksOut({ ...HTTPS, ...ANYWHERE })],
    endpointGroups: [endpointsIn({ ...HTTPS, IpRanges: [{ CidrIp: "10.0.0.0/16" }] })],
    endpointRanges: { "subnet-1": "10.0.1.0/24" },
    publicIp: false,
    dnsSupport: true,
    dnsHostnames: true,
    ...change,
  };
}

function routed(route: object, publicIp = false): TaskNetwork {
  return withRoutes([{ DestinationCidrBlock: "0.0.0.0/0", ...route }], { publicIp });
}

function withRoutes(Routes: Route[], change: Partial<TaskNetwork> = {}): TaskNetwork {
  const main = { RouteTableId: "rtb-main", VpcId: "vpc-1", Associations: [{ Main: true }] };
  return network({ routeTables: [{ ...main, Routes }], ...change });
}

function endpoint(service: string): VpcEndpoint {
  return {
    VpcEndpointId: `vpce-${service}`,
    ServiceName: `com.amazonaws.${REGION}.${service}`,
    State: "Available",
    PrivateDnsEnabled: true,
    VpcEndpointType: "Interface",
    Groups: [{ GroupId: "sg-endpoints" }],
    SubnetIds: ["subnet-1"],
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

// Routes, endpoints, security groups and DNS settings: network ACLs, the answers of DNS and what is behind a transit gateway
// are not judged. That AWS's own networks behave so is its documentation's word.
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

  it("wants a security group that lets port 443 out to the internet, where requests go there", () => {
    const egress = (rule: IpPermission): string => {
      const ruled = { ...routed({ NatGatewayId: "nat-1" }), securityGroups: [tasksOut(rule)] };
      const check = judgeNetwork(ruled, REGION).at(-1);
      return `${check?.result ?? ""} ${check?.detail ?? ""}`;
    };
    assert.match(egress({ IpProtocol: "tcp", FromPort: 80, ToPort: 80, ...ANYWHERE }), /^fail no/);
    assert.match(egress({ IpProtocol: "-1", ...ANYWHERE }), /^ok the security groups let port 443/);
    const halves = [{ CidrIp: "0.0.0.0/1" }, { CidrIp: "128.0.0.0/1" }];
    assert.match(egress({ ...HTTPS, IpRanges: halves }), /^ok/);
    assert.match(
      egress({ ...HTTPS, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }),
      /^fail .*public addresses, only to 10\.0\.0\.0\/8$/,
    );
    assert.match(
      egress({ ...HTTPS, UserIdGroupPairs: [{ GroupId: "sg-other" }] }),
      /^fail .*public addresses, only to sg-other$/,
    );
    assert.match(egress({ ...HTTPS }), /^fail .*public addresses$/);
    assert.match(
      egress({ ...HTTPS, IpRanges: [{ CidrIp: "52.0.0.0/8" }] }),
      /^note .*to 52\.0\.0\.0\/8 only.*not known$/,
    );
    assert.match(
      egress({ ...HTTPS, PrefixListIds: [{ PrefixListId: "pl-1" }] }),
      /^note .*to pl-1 only/,
    );
    const many = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ CidrIp: `10.${n}.0.0/16` }));
    assert.match(egress({ ...HTTPS, IpRanges: many }), /10\.5\.0\.0\/16 and 2 more$/);
  });

  it("takes two routes to the halves of the internet for one, and both must lead somewhere", () => {
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

  it("follows IPv6 in a subnet that has nothing else", () => {
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

  it("fails endpoints whose security group is shut, also where there is a NAT gateway", () => {
    const shut = [endpointsIn({ IpProtocol: "tcp", FromPort: 80, ToPort: 80, ...ANYWHERE })];
    const alone = network({ endpoints: ALL, endpointGroups: shut });
    assert.match(
      subnetResult(alone),
      /^fail .*secretsmanager goes to its VPC endpoint, but the security groups of vpce-secretsmanager let/,
    );
    const nat = [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }];
    const both = { endpoints: [endpoint("secretsmanager")], endpointGroups: shut };
    assert.match(subnetResult(withRoutes(nat, both)), /^fail .*secretsmanager goes to its VPC/);
    const open = [endpointsIn({ ...HTTPS, UserIdGroupPairs: [{ GroupId: "sg-tasks" }] })];
    assert.match(
      subnetResult(withRoutes(nat, { ...both, endpointGroups: open })),
      /^ok .*out through nat-1, secretsmanager by VPC endpoints$/,
    );
    const noNames = withRoutes(nat, { ...both, dnsHostnames: false });
    assert.match(subnetResult(noNames), /^ok .*out through nat-1$/);
  });

  it("lets tasks that may reach the endpoints alone be, and fails those that may not reach them", () => {
    const pair = { UserIdGroupPairs: [{ GroupId: "sg-endpoints" }] };
    const lists = { PrefixListIds: [{ PrefixListId: "pl-s3" }] };
    const narrow = [tasksOut({ ...HTTPS, ...pair, ...lists })];
    const checks = judgeNetwork(network({ endpoints: ALL, securityGroups: narrow }), REGION);
    assert.deepEqual(
      checks.map(({ result }) => result),
      ["ok"],
    );
    const noS3 = network({ endpoints: ALL, securityGroups: [tasksOut({ ...HTTPS, ...pair })] });
    assert.match(subnetResult(noS3), /^fail .*s3 goes to its VPC endpoint, but .*no prefix list/);
    const away = [tasksOut({ ...HTTPS, IpRanges: [{ CidrIp: "192.168.0.0/16" }] })];
    assert.match(
      subnetResult(network({ endpoints: ALL, securityGroups: away })),
      /^fail .*out to no vpce-secretsmanager$/,
    );
  });

  it("fails a VPC that answers no DNS query", () => {
    const [first] = judgeNetwork(
      { ...routed({ NatGatewayId: "nat-1" }), dnsSupport: false },
      REGION,
    );
    assert.equal(first?.result, "fail");
    assert.match(first.detail, /enableDnsSupport is off/);
  });
});
