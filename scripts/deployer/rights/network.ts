import type { Right, RightsByType } from "./right";

// An id is not known before the resource exists, so these rights are for every resource of a kind. They have no condition on the
// stack's tags, because the VPC's default security group has none: AWS makes it.
const of = (...kinds: readonly string[]) => kinds.map((kind) => `ec2:{region}:{account}:${kind}/*`);

/** EC2's read actions cannot be limited to a resource. None of them shows a secret. */
const READ: Right = { actions: ["ec2:Describe*"], on: ["*"] };

/** The rights to tag and to read one kind of resource. */
function taggable(kind: string): readonly Right[] {
  return [READ, { actions: ["ec2:CreateTags", "ec2:DeleteTags"], on: of(kind) }];
}

const RULES = [
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:ModifySecurityGroupRules",
  "ec2:RevokeSecurityGroupEgress",
  "ec2:RevokeSecurityGroupIngress",
];

const RULE_RIGHTS: readonly Right[] = [
  ...taggable("security-group-rule"),
  { actions: RULES, on: of("security-group", "security-group-rule") },
  // The prefix lists of CloudFront, S3 and AWS's other services.
  { actions: ["ec2:GetManagedPrefixListEntries"], on: ["ec2:{region}:*:prefix-list/*"] },
];

/** The VPC and what is in it. */
export const NETWORK_RIGHTS: RightsByType = {
  "aws:ec2/vpc:Vpc": {
    rights: [
      ...taggable("vpc"),
      { actions: ["ec2:CreateVpc", "ec2:DeleteVpc", "ec2:ModifyVpcAttribute"], on: of("vpc") },
    ],
  },
  "aws:ec2/subnet:Subnet": {
    rights: [
      ...taggable("subnet"),
      { actions: ["ec2:CreateSubnet"], on: of("subnet", "vpc") },
      { actions: ["ec2:DeleteSubnet", "ec2:ModifySubnetAttribute"], on: of("subnet") },
    ],
  },
  "aws:ec2/internetGateway:InternetGateway": {
    rights: [
      ...taggable("internet-gateway"),
      {
        actions: ["ec2:CreateInternetGateway", "ec2:DeleteInternetGateway"],
        on: of("internet-gateway"),
      },
      {
        actions: ["ec2:AttachInternetGateway", "ec2:DetachInternetGateway"],
        on: of("internet-gateway", "vpc"),
      },
    ],
  },
  "aws:ec2/eip:Eip": {
    rights: [
      ...taggable("elastic-ip"),
      { actions: ["ec2:AllocateAddress", "ec2:ReleaseAddress"], on: of("elastic-ip") },
      { actions: ["ec2:DisassociateAddress"], on: of("elastic-ip", "network-interface") },
    ],
  },
  "aws:ec2/natGateway:NatGateway": {
    rights: [
      ...taggable("natgateway"),
      { actions: ["ec2:CreateNatGateway"], on: of("natgateway", "subnet", "elastic-ip") },
      { actions: ["ec2:DeleteNatGateway"], on: of("natgateway") },
    ],
  },
  "aws:ec2/routeTable:RouteTable": {
    rights: [
      ...taggable("route-table"),
      { actions: ["ec2:CreateRouteTable"], on: of("route-table", "vpc") },
      {
        actions: ["ec2:CreateRoute", "ec2:DeleteRoute", "ec2:DeleteRouteTable", "ec2:ReplaceRoute"],
        on: of("route-table"),
      },
    ],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    rights: [
      READ,
      {
        actions: [
          "ec2:AssociateRouteTable",
          "ec2:DisassociateRouteTable",
          "ec2:ReplaceRouteTableAssociation",
        ],
        on: of("route-table", "subnet"),
      },
    ],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    rights: [
      ...taggable("security-group"),
      { actions: ["ec2:CreateSecurityGroup"], on: of("security-group", "vpc") },
      { actions: ["ec2:DeleteSecurityGroup"], on: of("security-group") },
      ...RULE_RIGHTS,
    ],
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    rights: [...taggable("security-group"), ...RULE_RIGHTS],
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": { rights: RULE_RIGHTS },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { rights: RULE_RIGHTS },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    rights: [
      ...taggable("vpc-endpoint"),
      {
        actions: ["ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint"],
        on: of("vpc-endpoint", "vpc", "subnet", "security-group", "route-table"),
      },
      { actions: ["ec2:DeleteVpcEndpoints"], on: of("vpc-endpoint") },
    ],
  },
  "aws:ec2/flowLog:FlowLog": {
    rights: [
      ...taggable("vpc-flow-log"),
      { actions: ["ec2:CreateFlowLogs"], on: of("vpc-flow-log", "vpc") },
      { actions: ["ec2:DeleteFlowLogs"], on: of("vpc-flow-log") },
    ],
  },
};
