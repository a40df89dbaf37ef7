"""Translations that many types share."""

import json
from typing import Any, Callable

from naming import pick, tag_list

Properties = dict[str, Any]
Translation = Callable[[Properties], list[tuple[str, Properties]]]


def one(cfn_type: str, *keys: str, tags: bool = True, fixed: Properties | None = None, **renamed: str) -> Translation:
    """A type whose properties have the same names in CloudFormation, with some exceptions."""

    def translate(inputs: Properties) -> list[tuple[str, Properties]]:
        properties = pick(inputs, *keys, **renamed) | (fixed or {})
        if tags and inputs.get("tags"):
            properties["Tags"] = tag_list(inputs)
        return [(cfn_type, properties)]

    return translate


def document(value: Any) -> Any:
    """A policy document. Pulumi passes it as an object or as a JSON text."""
    return json.loads(value) if isinstance(value, str) else value


def with_document(cfn_type: str, source: str, target: str, *keys: str, **renamed: str) -> Translation:
    """A type with a policy document. The keys inside the document are not changed."""

    def translate(inputs: Properties) -> list[tuple[str, Properties]]:
        properties = pick(inputs, *keys, **renamed)
        if source in inputs:
            properties[target] = document(inputs[source])
        if inputs.get("tags"):
            properties["Tags"] = tag_list(inputs)
        return [(cfn_type, properties)]

    return translate
