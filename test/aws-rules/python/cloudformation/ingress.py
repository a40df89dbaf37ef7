"""CloudFormation's resources of the ingress: load balancer, CloudFront, certificate, DNS and WAF."""

from cloudformation.shapes import Properties, Translation, one
from naming import attributes, pascal, pick, tag_list


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
    """Actions of a listener or a listener rule."""
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


TRANSLATIONS: dict[str, Translation] = {
    "aws:acm/certificate:Certificate": one("AWS::CertificateManager::Certificate", "domainName", "validationMethod"),
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:lb/listener:Listener": listener,
    "aws:lb/listenerRule:ListenerRule": listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": load_balancer,
    "aws:lb/targetGroup:TargetGroup": target_group,
    "aws:route53/record:Record": record,
    "aws:wafv2/webAcl:WebAcl": web_acl,
    "aws:wafv2/webAclAssociation:WebAclAssociation": one(
        "AWS::WAFv2::WebACLAssociation", "resourceArn", tags=False, WebACLArn="webAclArn"
    ),
}
