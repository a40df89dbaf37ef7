import { dnsSuffix } from "../account";
import type { Context, ServiceModel } from "../context";

/** EC2: networks, security groups, endpoints and flow logs. */
export const ec2: ServiceModel = {
  "aws:ec2/vpc:Vpc": {
    compute: (c) =>
      numbered(c, "vpc", "vpc", {
        defaultNetworkAclId: `acl-0${c.hex(16, "acl")}`,
        defaultRouteTableId: `rtb-0${c.hex(16, "rtb")}`,
        defaultSecurityGroupId: `sg-0${c.hex(16, "sg")}`,
        mainRouteTableId: `rtb-0${c.hex(16, "rtb")}`,
        ownerId: c.account.accountId,
      }),
  },
  "aws:ec2/subnet:Subnet": {
    compute: (c) => numbered(c, "subnet", "subnet", { ownerId: c.account.accountId }),
  },
  "aws:ec2/internetGateway:InternetGateway": {
    compute: (c) => numbered(c, "igw", "internet-gateway", { ownerId: c.account.accountId }),
  },
  "aws:ec2/eip:Eip": {
    compute: (c) => {
      const id = `eipalloc-0${c.hex(16)}`;
      const arn = c.arn("ec2", `elastic-ip/${id}`);
      return { id, outputs: { arn, allocationId: id, publicIp: address(c, "198.51.100") } };
    },
  },
  "aws:ec2/natGateway:NatGateway": {
    compute: (c) => {
      const publicIp = address(c, "198.51.100");
      const networkInterfaceId = `eni-0${c.hex(16, "eni")}`;
      return { id: `nat-0${c.hex(16)}`, outputs: { publicIp, networkInterfaceId } };
    },
  },
  "aws:ec2/routeTable:RouteTable": {
    compute: (c) => numbered(c, "rtb", "route-table", { ownerId: c.account.accountId }),
  },
  "aws:ec2/route:Route": {
    compute: (c) => ({
      id: `r-${c.text("routeTableId")}${c.hex(10)}`,
      outputs: { origin: "CreateRoute", state: "active" },
    }),
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    compute: (c) => ({ id: `rtbassoc-0${c.hex(16)}`, outputs: {} }),
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => numbered(c, "sg", "security-group", { ownerId: c.account.accountId }),
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    compute: (c) => ({
      id: `sgrule-${c.letters(10, "0123456789")}`,
      outputs: { securityGroupRuleId: `sgr-0${c.hex(16)}` },
    }),
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { compute: securityGroupRule },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": { compute: securityGroupRule },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    compute: (c) =>
      numbered(c, "sg", "security-group", { name: "default", ownerId: c.account.accountId }),
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { compute: vpcEndpoint },
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": {
    compute: (c) => ({ id: `a-${c.text("vpcEndpointId")}${c.hex(10)}`, outputs: {} }),
  },
  "aws:ec2/flowLog:FlowLog": { compute: (c) => numbered(c, "fl", "vpc-flow-log", {}) },
};

function numbered(
  c: Context,
  prefix: string,
  kind: string,
  outputs: Record<string, unknown>,
): { id: string; outputs: Record<string, unknown> } {
  const id = `${prefix}-0${c.hex(16)}`;
  return { id, outputs: { arn: c.arn("ec2", `${kind}/${id}`), ...outputs } };
}

function securityGroupRule(c: Context): { id: string; outputs: Record<string, unknown> } {
  const id = `sgr-0${c.hex(16)}`;
  const arn = c.arn("ec2", `security-group-rule/${id}`);
  return { id, outputs: { arn, securityGroupRuleId: id } };
}

function vpcEndpoint(c: Context): { id: string; outputs: Record<string, unknown> } {
  const service = c.text("serviceName").split(".").pop() ?? "service";
  const id = `vpce-0${c.hex(16)}`;
  const { region } = c.account;
  const dnsName = `${id}-${c.hex(8, "dns")}.${service}.${region}.vpce.${dnsSuffix(c.account)}`;
  return numbered(c, "vpce", "vpc-endpoint", {
    dnsEntries: [{ dnsName, hostedZoneId: `Z${c.hex(13, "zone").toUpperCase()}` }],
    ownerId: c.account.accountId,
    prefixListId: `pl-${c.hex(8, "prefix list")}`,
    requesterManaged: false,
    state: "available",
  });
}

/** An address in one of the networks that RFC 5737 keeps for documentation. */
function address(c: Context, network: string): string {
  return `${network}.${Number.parseInt(c.hex(2, "address"), 16)}`;
}
