"""The plan's resources as the API calls that the AWS provider makes for them."""

from typing import Any

from calls import access, ingress, monitoring, network, service, storage
from calls.shapes import Call

CALLS = {
    **network.CALLS,
    **ingress.CALLS,
    **service.CALLS,
    **monitoring.CALLS,
    **access.CALLS,
    **storage.CALLS,
}

# Types without a create call of their own, and types of another provider.
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
