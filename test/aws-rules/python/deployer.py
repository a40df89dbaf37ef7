"""Holds the deployer's policies to parliament, and to the calls that make a plan's resources."""

import json
from fnmatch import fnmatchcase
from typing import Any, Iterator

import calls
import policies

# IAM's prefix of a service's actions, where botocore names the service otherwise.
PREFIXES = {"elbv2": "elasticloadbalancing"}

# IAM's name of an action, where the API's operation has another one.
ACTIONS = {
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}

NOT_A_FAULT = (
    # An action that is newer than parliament's copy of AWS's list.
    "Unknown action ecs:StopServiceDeployment",
    # Network and gateway load balancers' ARNs, which it takes for required next to those of application load balancers.
    "listener/net/",
    "listener-rule/net/",
    "listener/gwy/",
    # Whoever writes the policy and the lifecycle of a bucket can reach what is in it. Both belong to the stack.
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION",
)


def action(service: str, operation: str) -> str:
    """The right that AWS asks for a call."""
    name = f"{PREFIXES.get(service, service)}:{operation}"
    return ACTIONS.get(name, name)


def allowed(documents: list[dict[str, Any]]) -> list[str]:
    return [pattern for document in documents for one in document["Statement"] for pattern in one["Action"]]


def faults(resources: list[dict[str, Any]], documents: list[dict[str, Any]]) -> Iterator[str]:
    """What parliament objects to, and the calls of the plan that the policies do not allow."""
    for document in documents:
        for fault in policies.faults(json.dumps(document)):
            if not any(part in fault for part in NOT_A_FAULT):
                yield fault
    patterns = allowed(documents)
    needed = {action(service, operation) for one in resources for service, operation, _ in calls.calls(one)}
    for name in sorted(needed):
        if not any(fnmatchcase(name, pattern) for pattern in patterns):
            yield f"{name} is not allowed"
