"""The settings, read once from the environment. All faults are reported together, and no message shows a value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost"}
TWILIO_API_URL = "https://api.twilio.com"

_HOST_NAME = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}\Z")
_PATH = re.compile(r"/[A-Za-z0-9._~/-]*\Z")
_OWN_PATHS = ("/health", "/ready")


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits and sizes. The service uses the defaults; tests use shorter times."""

    start_seconds: float = 5
    """From the accepted WebSocket to a `start` message with a good token."""
    media_seconds: float = 10
    """Longest time without a media message. Twilio sends one every 20 ms, in silence too."""
    send_seconds: float = 5
    """How long a send may wait for a peer that does not read."""
    hang_up_seconds: float = 3
    """A hang-up through Twilio's REST API, from the DNS lookup to the answer."""
    agent_seconds: float = 3
    """A request to the ECS agent."""
    body_seconds: float = 5
    """The body of a webhook. Twilio waits 15 s for the whole answer."""
    token_seconds: float = 60
    """How long a call token is valid: from the TwiML to the `start` message."""
    reservation_seconds: float = 5
    """How long a place is reserved for a call: from the TwiML to the `start` message."""
    line_stop_seconds: float = 3
    """How long a line may clean up after its call has ended."""
    keep_alive_seconds: float = 30
    """Longest time without a message to Twilio. CloudFront closes a WebSocket after 10 minutes."""
    metric_seconds: float = 30
    """Between two metric lines."""
    protection_seconds: float = 1
    """Shortest time between two changes of the task's protection."""
    message_bytes: int = 64 * 1024
    """Largest WebSocket message and largest webhook body."""
    ahead_seconds: float = 5
    """How far a peer's audio may be ahead of real time."""
    messages_per_second: float = 100
    """Twice Twilio's pace; a burst of five seconds more is allowed."""
    moves: int = 3
    """How often one call may be sent on to another task."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service reads from its environment. Printing a Settings object shows no credential."""

    external_domain: str
    account_sid: str = field(repr=False)
    auth_tokens: tuple[str, ...] = field(repr=False)
    """The auth token that Twilio signs with now and, during a rotation, the next one."""
    api_sid: str = field(repr=False)
    api_secret: str = field(repr=False)
    host: str = "0.0.0.0"  # noqa: S104 (a container's port is reached from outside)
    port: int = 7860
    webhook_path: str = "/incoming-call"
    media_stream_path: str = "/media-stream"
    max_calls: int = 50
    max_call_minutes: int = 60
    grace_seconds: float = 30
    metric_namespace: str = "PipecatPhoneService"
    task_family: str | None = None
    """Without it no metric is written: its dimension would be unknown."""
    call_handover: bool = False
    """Whether a deployment moves calls. If so, the task is not protected: a deployment would wait for its calls."""
    agent_url: str | None = None
    """The ECS agent's address. Without it the task is not protected."""
    twilio_api_url: str = TWILIO_API_URL
    limits: Limits = field(default_factory=Limits)


class SettingsError(Exception):
    """The faults of the settings. Each names the variable and what is expected, but never the value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read_settings(environ: Mapping[str, str], limits: Limits | None = None) -> Settings:
    """Reads the settings. Raises SettingsError with all faults. An empty variable counts as not set."""
    reader = _Reader(environ)
    sid = "{} followed by 32 hexadecimal digits".format
    token = "32 hexadecimal digits"
    tokens = (
        reader.required("TWILIO_AUTH_TOKEN", token, _matcher("[0-9a-fA-F]{32}")),
        reader.text("TWILIO_AUTH_TOKEN_NEXT", "", token, _matcher("[0-9a-fA-F]{32}")),
    )
    settings = Settings(
        external_domain=reader.required(
            "EXTERNAL_DOMAIN", "a host name in lower case, without scheme, port or path", _HOST_NAME.match
        ),
        account_sid=reader.required("TWILIO_ACCOUNT_SID", sid("AC"), _matcher("AC[0-9a-fA-F]{32}")),
        auth_tokens=tuple(dict.fromkeys(filter(None, tokens))),
        api_sid=reader.required("TWILIO_API_SID", sid("SK"), _matcher("SK[0-9a-fA-F]{32}")),
        api_secret=reader.required("TWILIO_API_SECRET", "32 letters and digits", _matcher("[0-9A-Za-z]{32}")),
        host=reader.text("HOST", "0.0.0.0", "an IP address", _matcher("[0-9a-f:.]+")),  # noqa: S104
        port=reader.number("PORT", 7860, 1, 65535),
        webhook_path=reader.path("WEBHOOK_PATH", "/incoming-call"),
        media_stream_path=reader.path("MEDIA_STREAM_PATH", "/media-stream"),
        max_calls=reader.number("MAX_CALLS", 50, 1, 10_000),
        max_call_minutes=reader.number("MAX_CALL_MINUTES", 60, 1, 2880),
        grace_seconds=reader.number("GRACEFUL_SHUTDOWN_TIMEOUT", 30, 1, 120),
        metric_namespace=reader.text(
            "METRIC_NAMESPACE", "PipecatPhoneService", "a CloudWatch namespace", _matcher(r"[\w.\-/#:]{1,255}")
        ),
        task_family=reader.text("TASK_FAMILY", "", "a task definition family", _matcher(r"[\w-]{1,255}")) or None,
        call_handover=reader.text("CALL_HANDOVER", "false", "true or false", _matcher("true|false")) == "true",
        agent_url=reader.text("ECS_AGENT_URI", "", "an http address", _is_http) or None,
        twilio_api_url=reader.text(
            "PHONE_TEST_TWILIO_API_URL",
            TWILIO_API_URL,
            "an http address of this machine (for tests)",
            _is_loopback,
        ),
        limits=limits or Limits(),
    )
    if settings.webhook_path == settings.media_stream_path:
        reader.faults.append("WEBHOOK_PATH and MEDIA_STREAM_PATH: two different paths expected")
    if reader.faults:
        raise SettingsError(reader.faults)
    return settings


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.faults: list[str] = []

    def required(self, name: str, expected: str, check: Callable[[str], object]) -> str:
        if not self._environ.get(name):
            self.faults.append(f"{name}: not set; expected {expected}")
            return ""
        return self.text(name, "", expected, check)

    def text(self, name: str, default: str, expected: str, check: Callable[[str], object]) -> str:
        value = self._environ.get(name) or default
        if value != default and not check(value):
            self.faults.append(f"{name}: expected {expected}")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self._environ.get(name) or str(default)
        if re.fullmatch("[0-9]{1,9}", value) and least <= int(value) <= most:
            return int(value)
        self.faults.append(f"{name}: expected a whole number from {least} to {most}")
        return default

    def path(self, name: str, default: str) -> str:
        expected = f"a path that begins with / and is not {' or '.join(_OWN_PATHS)}"
        return self.text(name, default, expected, lambda value: _PATH.match(value) and value not in _OWN_PATHS)


def _matcher(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.ASCII).fullmatch


def _is_http(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "http" and bool(parts.hostname) and not parts.query and not parts.fragment


def _is_loopback(value: str) -> bool:
    return _is_http(value) and urlsplit(value).hostname in LOOPBACK_HOSTS
