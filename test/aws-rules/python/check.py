"""
Checks plans with AWS's published data: CloudFormation's schemas and rules (cfn-lint), the API's models (botocore), and IAM's
actions and conditions (parliament). Reads a JSON list of plans on stdin, each with its name and its resources. Writes the faults of
each plan on stdout. The plans hold no credentials.
"""

import functools
import json
import logging
import sys
from typing import Any, Iterator

from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner

import calls
import cloudformation
import deployer
import models
import policies
from naming import Watched

# Inputs that only the provider uses and that it never sends to AWS.
OF_THE_PROVIDER = {"allowOverwrite", "forceDestroy", "waitForDeployment", "waitForSteadyState"}

# Rules for templates that are used in many regions. A plan is for one stack in one region.
IGNORED_RULES = ["W3010"]


def of_resource(resource: dict[str, Any]) -> Iterator[str]:
    """Faults of one resource under the API's models and IAM's rules."""
    for service, operation, params in calls.calls(resource):
        for fault in models.faults(service, operation, params):
            yield f"botocore, {resource['name']}: {fault}"
    for fault in policies.faults(resource["inputs"]):
        yield f"parliament, {resource['name']}: {fault}"


def unread(resource: dict[str, Any]) -> Iterator[str]:
    """Inputs that no translation reads."""
    inputs = Watched(resource["inputs"])
    watched = resource | {"inputs": inputs}
    cloudformation.template([watched])
    calls.calls(watched)
    known = inputs.read | OF_THE_PROVIDER | {"tags"}
    if resource["type"] in cloudformation.WITHOUT & calls.WITHOUT:
        return
    for key in sorted(set(inputs) - known):
        yield f"translation, {resource['name']}: {key} is not known: add it to test/aws-rules/python"


@functools.cache
def linter(region: str) -> Runner:
    """cfn-lint with its rules. They are read once, because reading them takes longer than checking a plan."""
    return Runner(ConfigMixIn(regions=[region], ignore_checks=IGNORED_RULES))


@functools.cache
def of_plan(text: str, region: str) -> list[str]:
    """Faults of a plan's resources, given as JSON. Plans that differ only in their deployer are checked once."""
    return list(faults_of(json.loads(text), region))


def faults_of(resources: list[dict[str, Any]], region: str) -> Iterator[str]:
    template, faults = decode_str(json.dumps(cloudformation.template(resources)))
    if faults:
        raise ValueError("cfn-lint cannot read the template")
    for match in linter(region).validate_template(template):
        place = "/".join(str(part) for part in match.path[1:])
        yield f"cfn-lint, {place}: {match.rule.id} {match.rule.shortdesc}"
    for resource in resources:
        yield from of_resource(resource)
        yield from unread(resource)


def of_deployer(plan: dict[str, Any]) -> Iterator[str]:
    for fault in deployer.faults(plan["resources"], plan["deployer"]):
        yield f"deployer: {fault}"


def main() -> None:
    logging.disable(logging.WARNING)
    plans = json.load(sys.stdin)
    found = {
        plan["name"]: [
            *of_plan(json.dumps(plan["resources"]), plan["region"]),
            *(of_deployer(plan) if "deployer" in plan else ()),
        ]
        for plan in plans
    }
    json.dump(found, sys.stdout)


main()
