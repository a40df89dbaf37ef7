"""CloudFormation's resources of the VPC: subnets, routes, gateways, endpoints and security groups."""

from cloudformation.shapes import Properties, Translation, one, with_document
from naming import pick

RULE_KEYS = ("description", "fromPort", "toPort", "ipProtocol")


def route_table(inputs: Properties) -> list[tuple[str, Properties]]:
    made = one("AWS::EC2::RouteTable", "vpcId")(inputs)
    for route in inputs["routes"]:
        properties = pick(route, "gatewayId", "natGatewayId", DestinationCidrBlock="cidrBlock")
        made.append(("AWS::EC2::Route", properties | {"RouteTableId": "rtb-0a1b2c3d4e5f60718"}))
    return made


TRANSLATIONS: dict[str, Translation] = {
    "aws:ec2/eip:Eip": one("AWS::EC2::EIP", "domain"),
    "aws:ec2/flowLog:FlowLog": one(
        "AWS::EC2::FlowLog",
        "logDestination",
        "trafficType",
        fixed={"ResourceType": "VPC"},
        ResourceId="vpcId",
        DeliverLogsPermissionArn="iamRoleArn",
    ),
    "aws:ec2/internetGateway:InternetGateway": one("AWS::EC2::InternetGateway"),
    "aws:ec2/natGateway:NatGateway": one("AWS::EC2::NatGateway", "allocationId", "subnetId"),
    "aws:ec2/routeTable:RouteTable": route_table,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": one(
        "AWS::EC2::SubnetRouteTableAssociation", "routeTableId", "subnetId", tags=False
    ),
    "aws:ec2/securityGroup:SecurityGroup": one("AWS::EC2::SecurityGroup", "vpcId", GroupDescription="description"),
    "aws:ec2/subnet:Subnet": one("AWS::EC2::Subnet", "availabilityZone", "cidrBlock", "vpcId"),
    "aws:ec2/vpc:Vpc": one("AWS::EC2::VPC", "cidrBlock", "enableDnsHostnames"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": with_document(
        "AWS::EC2::VPCEndpoint",
        "policy",
        "PolicyDocument",
        "privateDnsEnabled",
        "routeTableIds",
        "securityGroupIds",
        "serviceName",
        "subnetIds",
        "vpcEndpointType",
        "vpcId",
    ),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": one(
        "AWS::EC2::SecurityGroupEgress",
        *RULE_KEYS,
        tags=False,
        GroupId="securityGroupId",
        CidrIp="cidrIpv4",
        DestinationSecurityGroupId="referencedSecurityGroupId",
        DestinationPrefixListId="prefixListId",
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": one(
        "AWS::EC2::SecurityGroupIngress",
        *RULE_KEYS,
        tags=False,
        GroupId="securityGroupId",
        CidrIp="cidrIpv4",
        SourceSecurityGroupId="referencedSecurityGroupId",
        SourcePrefixListId="prefixListId",
    ),
}
