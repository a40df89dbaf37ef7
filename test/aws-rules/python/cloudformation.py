"""The plan's resources as CloudFormation has them."""

import json
from typing import Any, Callable

from naming import attributes, pascal, pick, tag_list

Properties = dict[str, Any]
Translation = Callable[[Properties], list[tuple[str, Properties]]]


def one(cfn_type: str, *keys: str, tags: bool = True, fixed: Properties | None = None, **renamed: str) -> Translation:
    """A type that CloudFormation names alike, but for some of its properties."""

    def translate(inputs: Properties) -> list[tuple[str, Properties]]:
        properties = pick(inputs, *keys, **renamed) | (fixed or {})
        if tags and inputs.get("tags"):
            properties["Tags"] = tag_list(inputs)
        return [(cfn_type, properties)]

    return translate


def document(value: Any) -> Any:
    """A policy document: Pulumi has it as an object or as a text."""
    return json.loads(value) if isinstance(value, str) else value


def with_document(cfn_type: str, source: str, target: str, *keys: str, **renamed: str) -> Translation:
    """A type with a policy document, whose own keys stay as they are."""

    def translate(inputs: Properties) -> list[tuple[str, Properties]]:
        properties = pick(inputs, *keys, **renamed)
        if source in inputs:
            properties[target] = document(inputs[source])
        if inputs.get("tags"):
            properties["Tags"] = tag_list(inputs)
        return [(cfn_type, properties)]

    return translate


def load_balancer(inputs: Properties) -> list[tuple[str, Properties]]:
    pairs = {
        "idle_timeout.timeout_seconds": inputs["idleTimeout"],
        "client_keep_alive.seconds": inputs["clientKeepAlive"],
        "deletion_protection.enabled": inputs["enableDeletionProtection"],
        "routing.http.desync_mitigation_mode": inputs["desyncMitigationMode"],
        "routing.http.drop_invalid_header_fields.enabled": inputs["dropInvalidHeaderFields"],
    }
    if "accessLogs" in inputs:
        pairs["access_logs.s3.enabled"] = inputs["accessLogs"]["enabled"]
        pairs["access_logs.s3.bucket"] = inputs["accessLogs"]["bucket"]
    properties = pick(inputs, "subnets", "securityGroups", Type="loadBalancerType")
    properties |= {
        "Scheme": "internal" if inputs["internal"] else "internet-facing",
        "LoadBalancerAttributes": attributes(pairs),
        "Tags": tag_list(inputs),
    }
    return [("AWS::ElasticLoadBalancingV2::LoadBalancer", properties)]


def target_group(inputs: Properties) -> list[tuple[str, Properties]]:
    check = inputs["healthCheck"]
    properties = pick(inputs, "vpcId", "targetType", "protocol", "port") | {
        "HealthCheckPath": check["path"],
        "HealthCheckIntervalSeconds": check["interval"],
        "HealthCheckTimeoutSeconds": check["timeout"],
        "HealthyThresholdCount": check["healthyThreshold"],
        "UnhealthyThresholdCount": check["unhealthyThreshold"],
        "Matcher": {"HttpCode": check["matcher"]},
        "TargetGroupAttributes": attributes(
            {
                "deregistration_delay.timeout_seconds": inputs["deregistrationDelay"],
                "load_balancing.algorithm.type": inputs["loadBalancingAlgorithmType"],
            }
        ),
        "Tags": tag_list(inputs),
    }
    return [("AWS::ElasticLoadBalancingV2::TargetGroup", properties)]


def actions(items: list[Properties]) -> list[Properties]:
    """Actions of a listener or a rule."""
    translated = []
    for item in items:
        action = pick(item, "type", "targetGroupArn", FixedResponseConfig="fixedResponse")
        if "forward" in item:
            groups = [{"TargetGroupArn": group["arn"], "Weight": group["weight"]} for group in item["forward"]["targetGroups"]]
            action["ForwardConfig"] = {"TargetGroups": groups}
        translated.append(action)
    return translated


def listener(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(inputs, "loadBalancerArn", "port", "protocol", "sslPolicy")
    properties["DefaultActions"] = actions(inputs["defaultActions"])
    if "certificateArn" in inputs:
        properties["Certificates"] = [{"CertificateArn": inputs["certificateArn"]}]
    return [("AWS::ElasticLoadBalancingV2::Listener", properties)]


def listener_rule(inputs: Properties) -> list[tuple[str, Properties]]:
    fields = {"httpHeader": "http-header", "hostHeader": "host-header"}
    conditions = [
        {"Field": fields[key], f"{key[:1].upper()}{key[1:]}Config": pascal(value)}
        for condition in inputs["conditions"]
        for key, value in condition.items()
    ]
    properties = pick(inputs, "listenerArn", "priority")
    properties |= {"Conditions": conditions, "Actions": actions(inputs["actions"])}
    return [("AWS::ElasticLoadBalancingV2::ListenerRule", properties)]


def route_table(inputs: Properties) -> list[tuple[str, Properties]]:
    made = one("AWS::EC2::RouteTable", "vpcId")(inputs)
    for route in inputs["routes"]:
        properties = pick(route, "gatewayId", "natGatewayId", DestinationCidrBlock="cidrBlock")
        made.append(("AWS::EC2::Route", properties | {"RouteTableId": "rtb-0a1b2c3d4e5f60718"}))
    return made


def service(inputs: Properties) -> list[tuple[str, Properties]]:
    network = inputs["networkConfiguration"]
    balancers = []
    for balancer in inputs["loadBalancers"]:
        translated = pick(balancer, "containerName", "containerPort", "targetGroupArn")
        if "advancedConfiguration" in balancer:
            translated["AdvancedConfiguration"] = pick(
                balancer["advancedConfiguration"], "alternateTargetGroupArn", "productionListenerRule", "roleArn"
            )
        balancers.append(translated)
    deployment = pascal(inputs["deploymentConfiguration"])
    if "BakeTimeInMinutes" in deployment:
        deployment["BakeTimeInMinutes"] = int(deployment["BakeTimeInMinutes"])
    deployment |= pick(
        inputs,
        "deploymentCircuitBreaker",
        "alarms",
        MaximumPercent="deploymentMaximumPercent",
        MinimumHealthyPercent="deploymentMinimumHealthyPercent",
    )
    properties = pick(
        inputs,
        "availabilityZoneRebalancing",
        "cluster",
        "desiredCount",
        "enableExecuteCommand",
        "healthCheckGracePeriodSeconds",
        "platformVersion",
        "propagateTags",
        "taskDefinition",
        EnableECSManagedTags="enableEcsManagedTags",
        CapacityProviderStrategy="capacityProviderStrategies",
    ) | {
        "DeploymentConfiguration": deployment,
        "LoadBalancers": balancers,
        "NetworkConfiguration": {
            "AwsvpcConfiguration": {
                "AssignPublicIp": "ENABLED" if network["assignPublicIp"] else "DISABLED",
                "SecurityGroups": network["securityGroups"],
                "Subnets": network["subnets"],
            }
        },
        "Tags": tag_list(inputs),
    }
    return [("AWS::ECS::Service", properties)]


def task_definition(inputs: Properties) -> list[tuple[str, Properties]]:
    containers = []
    for container in json.loads(inputs["containerDefinitions"]):
        options = container["logConfiguration"].pop("options")
        translated = pascal(container)
        translated["LogConfiguration"]["Options"] = options
        containers.append(translated)
    properties = pick(
        inputs,
        "cpu",
        "memory",
        "family",
        "executionRoleArn",
        "taskRoleArn",
        "networkMode",
        "requiresCompatibilities",
        "runtimePlatform",
        "volumes",
    )
    properties |= {"ContainerDefinitions": containers, "Tags": tag_list(inputs)}
    return [("AWS::ECS::TaskDefinition", properties)]


def metric_alarm(inputs: Properties) -> list[tuple[str, Properties]]:
    def dimensions(pairs: dict[str, str]) -> list[dict[str, str]]:
        return [{"Name": name, "Value": value} for name, value in pairs.items()]

    properties = pick(
        inputs,
        "alarmActions",
        "alarmDescription",
        "comparisonOperator",
        "datapointsToAlarm",
        "evaluationPeriods",
        "insufficientDataActions",
        "metricName",
        "namespace",
        "period",
        "statistic",
        "threshold",
        "treatMissingData",
    )
    if "dimensions" in inputs:
        properties["Dimensions"] = dimensions(inputs["dimensions"])
    if "metricQueries" in inputs:
        properties["Metrics"] = [metric_query(query, dimensions) for query in inputs["metricQueries"]]
    return [("AWS::CloudWatch::Alarm", properties)]


def metric_query(query: Properties, dimensions: Callable[[dict[str, str]], list[dict[str, str]]]) -> Properties:
    translated = pick(query, "id", "expression", "label", "returnData")
    if "metric" in query:
        metric = query["metric"]
        translated["MetricStat"] = {
            "Metric": {
                "Namespace": metric["namespace"],
                "MetricName": metric["metricName"],
                "Dimensions": dimensions(metric["dimensions"]),
            },
            "Period": metric["period"],
            "Stat": metric["stat"],
        }
    return translated


def distribution(inputs: Properties) -> list[tuple[str, Properties]]:
    origins = []
    for origin in inputs["origins"]:
        translated = pick(origin, "domainName", Id="originId", CustomOriginConfig="customOriginConfig")
        translated["OriginCustomHeaders"] = [
            {"HeaderName": header["name"], "HeaderValue": header["value"]} for header in origin["customHeaders"]
        ]
        origins.append(translated)
    config = pick(inputs, "comment", "enabled", "httpVersion", "isIpv6Enabled", "priceClass", "restrictions")
    config |= {
        "DefaultCacheBehavior": pascal(inputs["defaultCacheBehavior"]),
        "Origins": origins,
        "ViewerCertificate": {
            "CloudFrontDefaultCertificate": inputs["viewerCertificate"]["cloudfrontDefaultCertificate"]
        },
    }
    return [("AWS::CloudFront::Distribution", {"DistributionConfig": config, "Tags": tag_list(inputs)})]


def event_target(inputs: Properties) -> list[tuple[str, Properties]]:
    transformer = inputs["inputTransformer"]
    target = {
        "Arn": inputs["arn"],
        "Id": "topic",
        "InputTransformer": {
            "InputPathsMap": transformer["inputPaths"],
            "InputTemplate": transformer["inputTemplate"],
        },
    }
    # A target is a part of its rule.
    rule = {"EventPattern": {"source": ["aws.ecs"]}, "State": "ENABLED", "Targets": [target]}
    return [("AWS::Events::Rule", rule)]


def event_rule(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(inputs, "description", "state") | {"EventPattern": json.loads(inputs["eventPattern"])}
    return [("AWS::Events::Rule", properties)]


def scaling_policy(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(inputs, "policyType", "resourceId", "scalableDimension", "serviceNamespace") | {"PolicyName": "scaling"}
    properties["TargetTrackingScalingPolicyConfiguration"] = pascal(inputs["targetTrackingScalingPolicyConfiguration"])
    return [("AWS::ApplicationAutoScaling::ScalingPolicy", properties)]


def record(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(inputs, "name", "type", HostedZoneId="zoneId", ResourceRecords="records")
    if "ttl" in inputs:
        properties["TTL"] = str(inputs["ttl"])
    for alias in inputs.get("aliases", []):
        properties["AliasTarget"] = pick(alias, "evaluateTargetHealth", DNSName="name", HostedZoneId="zoneId")
    return [("AWS::Route53::RecordSet", properties)]


def web_acl(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(inputs, "defaultAction", "description", "rules", "scope", "visibilityConfig")
    return [("AWS::WAFv2::WebACL", properties | {"Tags": tag_list(inputs)})]


def bucket_part(key: str, target: str, wrap: Callable[[Any], Any]) -> Translation:
    """A setting of a bucket, which is a property of the bucket to CloudFormation."""

    def translate(inputs: Properties) -> list[tuple[str, Properties]]:
        return [("AWS::S3::Bucket", {target: wrap(inputs if key == "" else inputs[key])})]

    return translate


def lifecycle(rules: list[Properties]) -> Properties:
    translated = []
    for rule in rules:
        item = pick(rule, "id", "status") | {"ExpirationInDays": rule["expiration"]["days"]}
        if "noncurrentVersionExpiration" in rule:
            item["NoncurrentVersionExpiration"] = pascal(rule["noncurrentVersionExpiration"])
        translated.append(item)
    return {"Rules": translated}


def encryption(rules: list[Properties]) -> Properties:
    items = [{"ServerSideEncryptionByDefault": pascal(rule["applyServerSideEncryptionByDefault"])} for rule in rules]
    return {"ServerSideEncryptionConfiguration": items}


def trail(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(
        inputs,
        "s3BucketName",
        "includeGlobalServiceEvents",
        "isMultiRegionTrail",
        "eventSelectors",
        EnableLogFileValidation="enableLogFileValidation",
        KMSKeyId="kmsKeyId",
    )
    return [("AWS::CloudTrail::Trail", properties | {"IsLogging": True, "Tags": tag_list(inputs)})]


RULE_KEYS = ("description", "fromPort", "toPort", "ipProtocol")

TRANSLATIONS: dict[str, Translation] = {
    "aws:acm/certificate:Certificate": one("AWS::CertificateManager::Certificate", "domainName", "validationMethod"),
    "aws:appautoscaling/policy:Policy": scaling_policy,
    "aws:appautoscaling/target:Target": one(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "maxCapacity",
        "minCapacity",
        "resourceId",
        "scalableDimension",
        "serviceNamespace",
        tags=False,
    ),
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:cloudtrail/trail:Trail": trail,
    "aws:cloudwatch/dashboard:Dashboard": one("AWS::CloudWatch::Dashboard", "dashboardBody", "dashboardName", tags=False),
    "aws:cloudwatch/eventRule:EventRule": event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": event_target,
    "aws:cloudwatch/logGroup:LogGroup": one("AWS::Logs::LogGroup", "retentionInDays"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": metric_alarm,
    "aws:cloudwatch/queryDefinition:QueryDefinition": one(
        "AWS::Logs::QueryDefinition", "logGroupNames", "name", "queryString", tags=False
    ),
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
    "aws:ecs/cluster:Cluster": one("AWS::ECS::Cluster", ClusterSettings="settings"),
    "aws:ecs/service:Service": service,
    "aws:ecs/taskDefinition:TaskDefinition": task_definition,
    "aws:iam/role:Role": with_document("AWS::IAM::Role", "assumeRolePolicy", "AssumeRolePolicyDocument", "description"),
    "aws:iam/rolePolicy:RolePolicy": lambda inputs: [
        (
            "AWS::IAM::RolePolicy",
            {"RoleName": inputs["role"], "PolicyName": "rights", "PolicyDocument": document(inputs["policy"])},
        )
    ],
    "aws:kms/key:Key": lambda inputs: [
        (
            "AWS::KMS::Key",
            pick(inputs, "description", "enableKeyRotation")
            | ({"KeyPolicy": document(inputs["policy"])} if "policy" in inputs else {})
            | {"Tags": tag_list(inputs)},
        )
    ],
    "aws:lb/listener:Listener": listener,
    "aws:lb/listenerRule:ListenerRule": listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": load_balancer,
    "aws:lb/targetGroup:TargetGroup": target_group,
    "aws:route53/record:Record": record,
    "aws:s3/bucket:Bucket": one("AWS::S3::Bucket"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket_part(
        "rules", "LifecycleConfiguration", lifecycle
    ),
    "aws:s3/bucketPolicy:BucketPolicy": with_document("AWS::S3::BucketPolicy", "policy", "PolicyDocument", "bucket"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket_part(
        "",
        "PublicAccessBlockConfiguration",
        lambda inputs: pick(
            inputs, "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"
        ),
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket_part(
        "rules", "BucketEncryption", encryption
    ),
    "aws:s3/bucketVersioning:BucketVersioning": bucket_part("versioningConfiguration", "VersioningConfiguration", pascal),
    "aws:secretsmanager/secret:Secret": one("AWS::SecretsManager::Secret", "description", "kmsKeyId", "name"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": with_document(
        "AWS::SecretsManager::ResourcePolicy", "policy", "ResourcePolicy", "blockPublicPolicy", SecretId="secretArn"
    ),
    "aws:sns/topic:Topic": one("AWS::SNS::Topic", "kmsMasterKeyId"),
    "aws:sns/topicPolicy:TopicPolicy": lambda inputs: [
        ("AWS::SNS::TopicPolicy", {"Topics": [inputs["arn"]], "PolicyDocument": document(inputs["policy"])})
    ],
    "aws:sns/topicSubscription:TopicSubscription": one(
        "AWS::SNS::Subscription", "endpoint", "protocol", tags=False, TopicArn="topic"
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
    "aws:wafv2/webAcl:WebAcl": web_acl,
    "aws:wafv2/webAclAssociation:WebAclAssociation": one(
        "AWS::WAFv2::WebACLAssociation", "resourceArn", tags=False, WebACLArn="webAclArn"
    ),
}

# What CloudFormation has no resource for, or a custom one.
WITHOUT = {
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:secretsmanager/secretVersion:SecretVersion",
    "awsx:ecr:Image",
    "awsx:ecr:Repository",
}


def template(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """A template of a plan's resources. Raises KeyError for a type that no translation knows."""
    made: dict[str, Any] = {}
    for resource in resources:
        if resource["type"] in WITHOUT:
            continue
        for cfn_type, properties in TRANSLATIONS[resource["type"]](resource["inputs"]):
            logical = "".join(part.capitalize() for part in resource["name"].split("-"))
            made[f"{logical}{len(made)}"] = {"Type": cfn_type, "Properties": properties}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": made}
