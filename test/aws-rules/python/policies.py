"""Checks IAM policies with parliament: syntax, and whether AWS knows the actions, resources and conditions."""

import json
import warnings
from typing import Any, Iterator

with warnings.catch_warnings():
    # Hides a warning: parliament imports a deprecated part of setuptools.
    warnings.simplefilter("ignore")
    import parliament

# A trust policy has no Resource element, because its resource is the role itself.
TRUST = "Statement contains neither Resource nor NotResource"

# The policy pack judges how broad a permission may be. A key policy always has the resource "*".
BREADTH = "RESOURCE_STAR"

# parliament demands every kind of resource that InvokeModel accepts. AWS needs only one of them.
LISTED_AS_REQUIRED = "'action': 'bedrock:InvokeModel"


def documents(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every policy document in a resource's inputs, as a text, with the input that holds it."""
    if isinstance(value, dict) and "Statement" in value:
        yield key, json.dumps(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from documents(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from documents(part, key)
    elif isinstance(value, str) and value.startswith("{"):
        try:
            yield from documents(json.loads(value), key)
        except json.JSONDecodeError:
            return


def faults(inputs: Any) -> Iterator[str]:
    """parliament's findings."""
    for key, text in documents(inputs):
        for finding in parliament.analyze_policy_string(text).findings:
            fault = f"{finding.issue}: {finding.detail}"
            is_trust = key == "assumeRolePolicy" and TRUST in fault
            if not is_trust and finding.issue != BREADTH and LISTED_AS_REQUIRED not in fault:
                yield fault
