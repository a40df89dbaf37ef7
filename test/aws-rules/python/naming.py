"""Names of properties: Pulumi's camelCase, the PascalCase of CloudFormation and of most of AWS's APIs."""

from typing import Any

# Names for which a capital first letter does not give AWS's name.
SPECIAL = {
    "isIpv6Enabled": "IPV6Enabled",
    "sseAlgorithm": "SSEAlgorithm",
    "cloudwatchMetricsEnabled": "CloudWatchMetricsEnabled",
    "forwardedIpConfig": "ForwardedIPConfig",
    "originSslProtocols": "OriginSSLProtocols",
    "httpPort": "HTTPPort",
    "httpsPort": "HTTPSPort",
}


def capital(key: str) -> str:
    """One key in PascalCase."""
    return SPECIAL.get(key, key[:1].upper() + key[1:])


def pascal(value: Any) -> Any:
    """A value with every key in PascalCase. Do not pass maps whose keys a user chooses, such as tags."""
    if isinstance(value, dict):
        return {capital(key): pascal(part) for key, part in value.items()}
    if isinstance(value, list):
        return [pascal(part) for part in value]
    return value


def pick(inputs: dict[str, Any], *keys: str, **renamed: str) -> dict[str, Any]:
    """Some of the inputs in PascalCase: `keys` under their own names, `renamed` under AWS's names."""
    found = {capital(key): pascal(inputs[key]) for key in keys if key in inputs}
    return found | {name: pascal(inputs[key]) for name, key in renamed.items() if key in inputs}


class Watched(dict[str, Any]):
    """Inputs that record which of them are read, so that an unchecked input is found."""

    def __init__(self, inputs: dict[str, Any]) -> None:
        super().__init__(inputs)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)


def tag_list(inputs: dict[str, Any]) -> list[dict[str, str]]:
    """Tags as a list of keys and values."""
    return [{"Key": key, "Value": value} for key, value in inputs.get("tags", {}).items()]


def attributes(pairs: dict[str, Any]) -> list[dict[str, str]]:
    """Attributes as Elastic Load Balancing has them: texts, true and false in lower case."""
    texts = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in pairs.items()}
    return [{"Key": key, "Value": value} for key, value in texts.items()]
