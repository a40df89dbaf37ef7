"""Checks the deployer's policies with parliament, and against the API calls that make a plan's resources."""

import json
from fnmatch import fnmatchcase
from typing import Any, Iterator

import calls
import policies

# IAM's prefix of a service's actions, if botocore has another name for the service.
PREFIXES = {"elbv2": "elasticloadbalancing"}

# IAM's name of an action, if the API's operation has another name.
ACTIONS = {
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}

NOT_A_FAULT = (
    # An action that is newer than parliament's copy of AWS's list.
    "Unknown action ecs:StopServiceDeployment",
    # parliament also demands the ARNs of network and gateway load balancers. The plan has application load balancers only.
    "listener/net/",
    "listener-rule/net/",
    "listener/gwy/",
    # parliament warns that these rights give access to a bucket's objects. The stack manages its buckets' policies and lifecycles.
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION",
)


def action(service: str, operation: str) -> str:
    """The IAM action that a call needs."""
    name = f"{PREFIXES.get(service, service)}:{operation}"
    return ACTIONS.get(name, name)


def allowed(documents: list[dict[str, Any]]) -> list[str]:
    return [pattern for document in documents for one in document["Statement"] for pattern in one["Action"]]


def faults(resources: list[dict[str, Any]], documents: list[dict[str, Any]]) -> Iterator[str]:
    """parliament's findings, and the calls of the plan that the policies do not allow."""
    for document in documents:
        for fault in policies.faults(json.dumps(document)):
            if not any(part in fault for part in NOT_A_FAULT):
                yield fault
    patterns = allowed(documents)
    needed = {action(service, operation) for one in resources for service, operation, _ in calls.calls(one)}
    for name in sorted(needed):
        if not any(fnmatchcase(name, pattern) for pattern in patterns):
            yield f"{name} is not allowed"
