"""Calls that many types share."""

import json
from typing import Any

import cloudformation
from naming import pick

Properties = dict[str, Any]
# Service, operation and parameters.
Call = tuple[str, str, Properties]


def camel(value: Any) -> Any:
    """A value with every key in camelCase, as ECS and CloudWatch Logs have them."""
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: camel(part) for key, part in value.items()}
    if isinstance(value, list):
        return [camel(part) for part in value]
    return value


def properties_of(resource: Properties) -> Properties:
    """The resource's CloudFormation properties. Most API calls have the same ones."""
    ((_, properties), *_) = cloudformation.TRANSLATIONS[resource["type"]](resource["inputs"])
    return properties


def document(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def without(properties: Properties, *keys: str) -> Properties:
    return {key: value for key, value in properties.items() if key not in keys}


def policy(service_name: str, operation: str, key: str, **params: str):
    """A call that puts a policy document, as a text."""

    def translate(resource: Properties) -> list[Call]:
        inputs = resource["inputs"]
        return [(service_name, operation, pick(inputs, **params) | {key: document(inputs["policy"])})]

    return translate


def alike(service_name: str, operation: str, *drop: str, lower: bool = False, fixed: Properties | None = None):
    """A call whose parameters are CloudFormation's properties, with some exceptions."""

    def translate(resource: Properties) -> list[Call]:
        properties = without(properties_of(resource), *drop) | (fixed or {})
        return [(service_name, operation, camel(properties) if lower else properties)]

    return translate


def given(service_name: str, operation: str, **params: str):
    """A call whose parameters are some of the inputs."""
    return lambda resource: [(service_name, operation, pick(resource["inputs"], **params))]
