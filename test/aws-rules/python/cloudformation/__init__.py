"""The plan's resources as CloudFormation has them."""

from typing import Any

from cloudformation import access, ingress, monitoring, network, service, storage

TRANSLATIONS = {
    **network.TRANSLATIONS,
    **ingress.TRANSLATIONS,
    **service.TRANSLATIONS,
    **monitoring.TRANSLATIONS,
    **access.TRANSLATIONS,
    **storage.TRANSLATIONS,
}

# Types without a CloudFormation resource.
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
