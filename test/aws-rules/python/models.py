"""Checks an API call against AWS's service models in botocore: members, types, enums, lengths, ranges and patterns."""

import functools
import re
from typing import Any, Iterator

import botocore.session
from botocore.model import Shape
from botocore.validate import ParamValidator


@functools.cache
def model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def faults(service: str, operation: str, params: dict[str, Any]) -> Iterator[str]:
    """Faults under AWS's model. No fault quotes a value."""
    shape = model(service).operation_model(operation).input_shape
    report = ParamValidator().validate(params, shape)
    for error, name, _ in report._errors:
        yield f"{operation}: {error} at {name or 'the call itself'}"
    yield from (f"{operation}: {fault}" for fault in constraints(shape, params, ""))


def constraints(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Checks that botocore's own validation omits: enums, lengths and patterns."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for key, part in value.items():
            if key in shape.members:
                yield from constraints(shape.members[key], part, f"{path}.{key}")
    elif shape.type_name == "list" and isinstance(value, list):
        yield from length(shape, len(value), path)
        for index, part in enumerate(value):
            yield from constraints(shape.member, part, f"{path}[{index}]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, part in value.items():
            yield from constraints(shape.key, key, f"{path}'s keys")
            yield from constraints(shape.value, part, f"{path}.{key}")
    elif isinstance(value, str):
        yield from text(shape, value, path)


def text(shape: Shape, value: str, path: str) -> Iterator[str]:
    if getattr(shape, "enum", None) and value not in shape.enum:
        yield f"{path} is none of {', '.join(shape.enum)}"
    yield from length(shape, len(value), path)
    pattern = shape.metadata.get("pattern")
    if pattern is not None and compiled(pattern) is not None and compiled(pattern).search(value) is None:
        yield f"{path} does not match {pattern}"


@functools.cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """The compiled pattern. None if Python cannot read its dialect, such as Java's character classes."""
    if "\\p{" in pattern:
        return None
    try:
        return re.compile(f"^(?:{pattern})$", re.DOTALL)
    except re.error:
        return None


def length(shape: Shape, count: int, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and count < least:
        yield f"{path} is shorter than {least}"
    if most is not None and count > most:
        yield f"{path} is longer than {most}"
