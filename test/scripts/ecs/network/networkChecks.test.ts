import type { IpPermission } from "@aws-sdk/client-ec2";
import assert from "node:assert/strict";
import { judgeNetwork } from "../../../../scripts/ecs/network/networkChecks";
import { ANYWHERE, HTTPS, REGION, routed, tasksOut } from "./taskNetworks";

// Checks routes, endpoints, security groups and DNS settings. Network ACLs, DNS answers and networks behind a transit gateway are not
// judged. How AWS's networks behave is taken from its documentation.
describe("judgeNetwork", () => {
  it("requires a security group that allows port 443 to the internet, if requests use this route", () => {
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

  it("fails a VPC whose DNS support is off", () => {
    const [first] = judgeNetwork(
      { ...routed({ NatGatewayId: "nat-1" }), dnsSupport: false },
      REGION,
    );
    assert.equal(first?.result, "fail");
    assert.match(first.detail, /enableDnsSupport is off/);
  });
});
