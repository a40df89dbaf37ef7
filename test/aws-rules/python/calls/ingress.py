"""The API calls of the ingress: load balancer, CloudFront, certificate, DNS and WAF."""

from typing import Any

from calls.shapes import Call, Properties, alike, properties_of, without
from naming import pick


def with_attributes(kind: str):
    """The two calls for a type of Elastic Load Balancing that has attributes."""

    def translate(resource: Properties) -> list[Call]:
        properties = properties_of(resource)
        pairs = properties.pop(f"{kind}Attributes")
        return [
            ("elbv2", f"Create{kind}", properties | {"Name": resource["name"]}),
            ("elbv2", f"Modify{kind}Attributes", {f"{kind}Arn": "arn:of-it", "Attributes": pairs}),
        ]

    return translate


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


CALLS = {
    "aws:acm/certificate:Certificate": alike("acm", "RequestCertificate"),
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:lb/listener:Listener": alike("elbv2", "CreateListener"),
    "aws:lb/listenerRule:ListenerRule": alike("elbv2", "CreateRule"),
    "aws:lb/loadBalancer:LoadBalancer": with_attributes("LoadBalancer"),
    "aws:lb/targetGroup:TargetGroup": with_attributes("TargetGroup"),
    "aws:route53/record:Record": record,
    "aws:wafv2/webAcl:WebAcl": lambda resource: [
        ("wafv2", "CreateWebACL", properties_of(resource) | {"Name": resource["name"]})
    ],
    "aws:wafv2/webAclAssociation:WebAclAssociation": alike("wafv2", "AssociateWebACL"),
}
