"""The plan's resources as the API calls that the AWS provider makes for them."""

import json
from typing import Any

import cloudformation
from naming import attributes, pascal, pick, tag_list

Properties = dict[str, Any]
# Service, operation and parameters.
Call = tuple[str, str, Properties]


def camel(value: Any) -> Any:
    """A value with every key in camelCase, as ECS and CloudWatch Logs have them."""
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: camel(part) for key, part in value.items()}
    if isinstance(value, list):
        return [camel(part) for part in value]
    return value


def properties_of(resource: Properties) -> Properties:
    """The resource's properties as CloudFormation has them, which most of its API calls share."""
    ((_, properties), *_) = cloudformation.TRANSLATIONS[resource["type"]](resource["inputs"])
    return properties


def document(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def without(properties: Properties, *keys: str) -> Properties:
    return {key: value for key, value in properties.items() if key not in keys}


def service(resource: Properties) -> list[Call]:
    properties = properties_of(resource)
    tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in properties.pop("Tags", [])]
    return [("ecs", "CreateService", {"serviceName": "phone", "tags": tags} | camel(properties))]


def task_definition(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    keys = ("family", "cpu", "memory", "executionRoleArn", "taskRoleArn", "networkMode")
    rest = ("requiresCompatibilities", "runtimePlatform", "volumes")
    params = {key: inputs[key] for key in keys + rest if key in inputs}
    containers = json.loads(inputs["containerDefinitions"])
    return [("ecs", "RegisterTaskDefinition", params | {"containerDefinitions": containers})]


def load_balancer(resource: Properties) -> list[Call]:
    properties = properties_of(resource)
    pairs = properties.pop("LoadBalancerAttributes")
    arn = {"LoadBalancerArn": "arn:of-the-load-balancer", "Attributes": pairs}
    return [
        ("elbv2", "CreateLoadBalancer", properties | {"Name": resource["name"]}),
        ("elbv2", "ModifyLoadBalancerAttributes", arn),
    ]


def target_group(resource: Properties) -> list[Call]:
    properties = properties_of(resource)
    pairs = properties.pop("TargetGroupAttributes")
    arn = {"TargetGroupArn": "arn:of-the-target-group", "Attributes": pairs}
    return [
        ("elbv2", "CreateTargetGroup", properties | {"Name": resource["name"]}),
        ("elbv2", "ModifyTargetGroupAttributes", arn),
    ]


def metric_alarm(resource: Properties) -> list[Call]:
    inputs, properties = resource["inputs"], properties_of(resource)
    if "warmUpConfiguration" in inputs:
        properties["WarmUpConfiguration"] = pascal(inputs["warmUpConfiguration"])
    return [("cloudwatch", "PutMetricAlarm", properties | {"AlarmName": resource["name"]})]


def distribution(resource: Properties) -> list[Call]:
    config = properties_of(resource)["DistributionConfig"]

    def items(values: list[Any]) -> Properties:
        return {"Quantity": len(values), "Items": values}

    behavior = config["DefaultCacheBehavior"]
    methods = items(behavior.pop("AllowedMethods")) | {"CachedMethods": items(behavior.pop("CachedMethods"))}
    origins = []
    for origin in config["Origins"]:
        protocols = origin["CustomOriginConfig"].pop("OriginSSLProtocols")
        custom = origin["CustomOriginConfig"] | {"OriginSslProtocols": items(protocols)}
        headers = items(origin.pop("OriginCustomHeaders"))
        origins.append(origin | {"CustomOriginConfig": custom, "CustomHeaders": headers})
    restriction = config["Restrictions"]["GeoRestriction"] | {"Quantity": 0}
    params = without(config, "IPV6Enabled") | {
        "CallerReference": "reference",
        "IsIPV6Enabled": config["IPV6Enabled"],
        "DefaultCacheBehavior": behavior | {"AllowedMethods": methods},
        "Origins": items(origins),
        "Restrictions": {"GeoRestriction": restriction},
    }
    return [("cloudfront", "CreateDistribution", {"DistributionConfig": params})]


def event_target(resource: Properties) -> list[Call]:
    (target,) = properties_of(resource)["Targets"]
    return [("events", "PutTargets", {"Rule": resource["inputs"]["rule"], "Targets": [target]})]


def event_rule(resource: Properties) -> list[Call]:
    params = pick(resource["inputs"], "description", "state", "eventPattern") | {"Name": resource["name"]}
    return [("events", "PutRule", params)]


def policy(service_name: str, operation: str, key: str, **params: str):
    """A call that puts a policy document, as a text."""

    def translate(resource: Properties) -> list[Call]:
        inputs = resource["inputs"]
        return [(service_name, operation, pick(inputs, **params) | {key: document(inputs["policy"])})]

    return translate


def role(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = pick(inputs, "description") | {
        "RoleName": resource["name"],
        "AssumeRolePolicyDocument": document(inputs["assumeRolePolicy"]),
        "Tags": tag_list(inputs),
    }
    return [("iam", "CreateRole", params)]


def role_policy(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = {"RoleName": inputs["role"], "PolicyName": "rights", "PolicyDocument": document(inputs["policy"])}
    return [("iam", "PutRolePolicy", params)]


def key(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = pick(inputs, "description")
    if "policy" in inputs:
        params["Policy"] = document(inputs["policy"])
    tags = [{"TagKey": name, "TagValue": value} for name, value in inputs.get("tags", {}).items()]
    return [("kms", "CreateKey", params | {"Tags": tags}), ("kms", "EnableKeyRotation", {"KeyId": "key"})]


def secret(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = pick(inputs, "description", "kmsKeyId", "name") | {"Tags": tag_list(inputs)}
    window = inputs["recoveryWindowInDays"]
    gone = {"ForceDeleteWithoutRecovery": True} if window == 0 else {"RecoveryWindowInDays": window}
    return [
        ("secretsmanager", "CreateSecret", params),
        ("secretsmanager", "DeleteSecret", {"SecretId": inputs["name"]} | gone),
    ]


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


def record(resource: Properties) -> list[Call]:
    properties = properties_of(resource)
    record_set = pick(resource["inputs"], "name", "type")
    if "TTL" in properties:
        record_set["TTL"] = int(properties["TTL"])
        record_set["ResourceRecords"] = [{"Value": value} for value in properties["ResourceRecords"]]
    if "AliasTarget" in properties:
        record_set["AliasTarget"] = properties["AliasTarget"]
    change = {"Action": "UPSERT", "ResourceRecordSet": record_set}
    params = {"HostedZoneId": properties["HostedZoneId"], "ChangeBatch": {"Changes": [change]}}
    return [("route53", "ChangeResourceRecordSets", params)]


def lifecycle(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    # The rule's id is a name, and S3 spells it in capitals.
    rules = [pascal(without(rule, "id")) | {"ID": rule["id"], "Filter": {"Prefix": ""}} for rule in inputs["rules"]]
    params = {"Bucket": inputs["bucket"], "LifecycleConfiguration": {"Rules": rules}}
    return [("s3", "PutBucketLifecycleConfiguration", params)]


def encryption(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    rules = [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"]}}
        for rule in inputs["rules"]
    ]
    params = {"Bucket": inputs["bucket"], "ServerSideEncryptionConfiguration": {"Rules": rules}}
    return [("s3", "PutBucketEncryption", params)]


def access_block(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    block = pick(inputs, "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    params = {"Bucket": inputs["bucket"], "PublicAccessBlockConfiguration": block}
    return [("s3", "PutPublicAccessBlock", params)]


def route_table(resource: Properties) -> list[Call]:
    made = [("ec2", "CreateRouteTable", {"VpcId": resource["inputs"]["vpcId"]})]
    for route in resource["inputs"]["routes"]:
        target = pick(route, "gatewayId", "natGatewayId", DestinationCidrBlock="cidrBlock")
        made.append(("ec2", "CreateRoute", target | {"RouteTableId": "rtb-0a1b2c3d4e5f60718"}))
    return made


def alike(service_name: str, operation: str, *drop: str, lower: bool = False, fixed: Properties | None = None):
    """A call whose parameters are CloudFormation's properties, but for some."""

    def translate(resource: Properties) -> list[Call]:
        properties = without(properties_of(resource), *drop) | (fixed or {})
        return [(service_name, operation, camel(properties) if lower else properties)]

    return translate


def given(service_name: str, operation: str, **params: str):
    """A call whose parameters are some of the inputs."""
    return lambda resource: [(service_name, operation, pick(resource["inputs"], **params))]


CALLS = {
    "aws:acm/certificate:Certificate": alike("acm", "RequestCertificate"),
    "aws:appautoscaling/policy:Policy": alike("application-autoscaling", "PutScalingPolicy"),
    "aws:appautoscaling/target:Target": alike("application-autoscaling", "RegisterScalableTarget"),
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:cloudtrail/trail:Trail": lambda resource: [
        (
            "cloudtrail",
            "CreateTrail",
            without(properties_of(resource), "IsLogging", "EventSelectors", "KMSKeyId", "Tags")
            | {"Name": resource["name"], "KmsKeyId": resource["inputs"]["kmsKeyId"]},
        ),
        (
            "cloudtrail",
            "PutEventSelectors",
            {"TrailName": resource["name"], "EventSelectors": properties_of(resource)["EventSelectors"]},
        ),
    ],
    "aws:cloudwatch/dashboard:Dashboard": alike("cloudwatch", "PutDashboard"),
    "aws:cloudwatch/eventRule:EventRule": event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": event_target,
    "aws:cloudwatch/logGroup:LogGroup": lambda resource: [
        ("logs", "CreateLogGroup", {"logGroupName": resource["name"], "tags": resource["inputs"].get("tags", {})}),
        (
            "logs",
            "PutRetentionPolicy",
            {"logGroupName": resource["name"], "retentionInDays": resource["inputs"]["retentionInDays"]},
        ),
    ],
    "aws:cloudwatch/metricAlarm:MetricAlarm": metric_alarm,
    "aws:cloudwatch/queryDefinition:QueryDefinition": alike("logs", "PutQueryDefinition", lower=True),
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
    "aws:ecs/cluster:Cluster": lambda resource: [
        ("ecs", "CreateCluster", {"clusterName": resource["name"], "settings": resource["inputs"]["settings"]})
    ],
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": lambda resource: [
        (
            "ecs",
            "PutClusterCapacityProviders",
            {
                "cluster": resource["inputs"]["clusterName"],
                "capacityProviders": resource["inputs"]["capacityProviders"],
                "defaultCapacityProviderStrategy": [],
            },
        )
    ],
    "aws:ecs/service:Service": service,
    "aws:ecs/taskDefinition:TaskDefinition": task_definition,
    "aws:iam/role:Role": role,
    "aws:iam/rolePolicy:RolePolicy": role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": given(
        "iam", "AttachRolePolicy", RoleName="role", PolicyArn="policyArn"
    ),
    "aws:kms/key:Key": key,
    "aws:lb/listener:Listener": alike("elbv2", "CreateListener"),
    "aws:lb/listenerRule:ListenerRule": alike("elbv2", "CreateRule"),
    "aws:lb/loadBalancer:LoadBalancer": load_balancer,
    "aws:lb/targetGroup:TargetGroup": target_group,
    "aws:route53/record:Record": record,
    "aws:s3/bucket:Bucket": lambda resource: [("s3", "CreateBucket", {"Bucket": resource["name"]})],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lifecycle,
    "aws:s3/bucketPolicy:BucketPolicy": policy("s3", "PutBucketPolicy", "Policy", Bucket="bucket"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": access_block,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": encryption,
    "aws:s3/bucketVersioning:BucketVersioning": given(
        "s3", "PutBucketVersioning", Bucket="bucket", VersioningConfiguration="versioningConfiguration"
    ),
    "aws:secretsmanager/secret:Secret": secret,
    "aws:secretsmanager/secretPolicy:SecretPolicy": policy(
        "secretsmanager", "PutResourcePolicy", "ResourcePolicy", SecretId="secretArn", BlockPublicPolicy="blockPublicPolicy"
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": given(
        "secretsmanager", "PutSecretValue", SecretId="secretId", SecretString="secretString"
    ),
    "aws:sns/topic:Topic": lambda resource: [
        (
            "sns",
            "CreateTopic",
            {"Name": resource["name"], "Attributes": {"KmsMasterKeyId": resource["inputs"]["kmsMasterKeyId"]}},
        )
    ],
    "aws:sns/topicPolicy:TopicPolicy": lambda resource: [
        (
            "sns",
            "SetTopicAttributes",
            {
                "TopicArn": resource["inputs"]["arn"],
                "AttributeName": "Policy",
                "AttributeValue": document(resource["inputs"]["policy"]),
            },
        )
    ],
    "aws:sns/topicSubscription:TopicSubscription": alike("sns", "Subscribe"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": security_group_rule("AuthorizeSecurityGroupEgress"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": security_group_rule("AuthorizeSecurityGroupIngress"),
    "aws:wafv2/webAcl:WebAcl": lambda resource: [
        ("wafv2", "CreateWebACL", properties_of(resource) | {"Name": resource["name"]})
    ],
    "aws:wafv2/webAclAssociation:WebAclAssociation": alike("wafv2", "AssociateWebACL"),
}

# What the provider waits for or changes without a call that says so, and what another provider makes.
WITHOUT = {
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "awsx:ecr:Image",
    "awsx:ecr:Repository",
}


def calls(resource: dict[str, Any]) -> list[Call]:
    """The calls that make a resource. Raises KeyError for a type that is not known."""
    if resource["type"] in WITHOUT:
        return []
    return CALLS[resource["type"]](resource)
