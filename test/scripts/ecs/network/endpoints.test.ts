import assert from "node:assert/strict";
import { judgeNetwork } from "../../../../scripts/ecs/network/networkChecks";
import {
  ALL,
  ANYWHERE,
  endpoint,
  endpointsIn,
  HTTPS,
  network,
  REGION,
  S3,
  subnetResult,
  tasksOut,
  withRoutes,
} from "./taskNetworks";

// Checks routes, endpoints, security groups and DNS settings. Network ACLs, DNS answers and networks behind a transit gateway are not
// judged. How AWS's networks behave is taken from its documentation.
describe("judgeNetwork", () => {
  it("accepts a complete set of endpoints, and names each one that is missing or cannot be used", () => {
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

  it("fails endpoints whose security group admits no traffic, also if there is a NAT gateway", () => {
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

  it("passes tasks that may reach only the endpoints, and fails tasks that may not reach them", () => {
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
});
