"""Holds IAM policies to parliament: syntax, actions, resources and conditions that AWS knows."""

import json
import warnings
from typing import Any, Iterator

with warnings.catch_warnings():
    # It names a part of setuptools that will go.
    warnings.simplefilter("ignore")
    import parliament

# A trust policy says who may take the role, which is its resource.
TRUST = "Statement contains neither Resource nor NotResource"

# How wide a right may be is for the policy pack to say; a key's own policy always names the key "*".
BREADTH = "RESOURCE_STAR"

# Its list takes the kinds of resource that InvokeModel can name for kinds that it must name.
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
    """What parliament objects to."""
    for key, text in documents(inputs):
        for finding in parliament.analyze_policy_string(text).findings:
            fault = f"{finding.issue}: {finding.detail}"
            is_trust = key == "assumeRolePolicy" and TRUST in fault
            if not is_trust and finding.issue != BREADTH and LISTED_AS_REQUIRED not in fault:
                yield fault
