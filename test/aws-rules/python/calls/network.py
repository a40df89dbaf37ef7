"""The API calls of the VPC: subnets, routes, gateways, endpoints and security groups."""

from calls.shapes import Call, Properties, alike, document, properties_of, without
from naming import pick


def endpoint(resource: Properties) -> list[Call]:
    properties = without(properties_of(resource), "PolicyDocument", "Tags")
    if "policy" in resource["inputs"]:
        properties["PolicyDocument"] = document(resource["inputs"]["policy"])
    return [("ec2", "CreateVpcEndpoint", properties)]


def security_group_rule(operation: str):
    def translate(resource: Properties) -> list[Call]:
        inputs = resource["inputs"]
        permission = pick(inputs, "fromPort", "toPort", "ipProtocol")
        if "cidrIpv4" in inputs:
            permission["IpRanges"] = [{"CidrIp": inputs["cidrIpv4"], "Description": inputs["description"]}]
        if "referencedSecurityGroupId" in inputs:
            pair = {"GroupId": inputs["referencedSecurityGroupId"], "Description": inputs["description"]}
            permission["UserIdGroupPairs"] = [pair]
        if "prefixListId" in inputs:
            prefix = {"PrefixListId": inputs["prefixListId"], "Description": inputs["description"]}
            permission["PrefixListIds"] = [prefix]
        return [("ec2", operation, {"GroupId": inputs["securityGroupId"], "IpPermissions": [permission]})]

    return translate


def route_table(resource: Properties) -> list[Call]:
    made = [("ec2", "CreateRouteTable", {"VpcId": resource["inputs"]["vpcId"]})]
    for route in resource["inputs"]["routes"]:
        target = pick(route, "gatewayId", "natGatewayId", DestinationCidrBlock="cidrBlock")
        made.append(("ec2", "CreateRoute", target | {"RouteTableId": "rtb-0a1b2c3d4e5f60718"}))
    return made


CALLS = {
    "aws:ec2/eip:Eip": alike("ec2", "AllocateAddress", "Tags"),
    "aws:ec2/flowLog:FlowLog": lambda resource: [
        (
            "ec2",
            "CreateFlowLogs",
            without(properties_of(resource), "ResourceId", "Tags") | {"ResourceIds": [resource["inputs"]["vpcId"]]},
        )
    ],
    "aws:ec2/internetGateway:InternetGateway": lambda resource: [
        ("ec2", "CreateInternetGateway", {}),
        (
            "ec2",
            "AttachInternetGateway",
            {"InternetGatewayId": "igw-0a1b2c3d4e5f60718", "VpcId": resource["inputs"]["vpcId"]},
        ),
    ],
    "aws:ec2/natGateway:NatGateway": alike("ec2", "CreateNatGateway", "Tags"),
    "aws:ec2/routeTable:RouteTable": route_table,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": alike("ec2", "AssociateRouteTable"),
    "aws:ec2/securityGroup:SecurityGroup": lambda resource: [
        (
            "ec2",
            "CreateSecurityGroup",
            pick(resource["inputs"], "vpcId", "description") | {"GroupName": resource["name"]},
        )
    ],
    "aws:ec2/subnet:Subnet": alike("ec2", "CreateSubnet", "Tags"),
    "aws:ec2/vpc:Vpc": alike("ec2", "CreateVpc", "Tags", "EnableDnsHostnames"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": security_group_rule("AuthorizeSecurityGroupEgress"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": security_group_rule("AuthorizeSecurityGroupIngress"),
}
