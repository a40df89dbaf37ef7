"""What the tests share: a service in this process, on a free port, with short limits, and a simulated Twilio."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from phone_service import line, log
from phone_service.server import PhoneServer
from phone_service.settings import Limits, Settings

from .support.greeting import SAMPLES
from .support.log import Log
from .support.twilio import Twilio, new_sid
from .support.wait import wait_for

SHORT = Limits(
    start_seconds=0.4,
    media_seconds=0.6,
    send_seconds=0.5,
    hang_up_seconds=0.4,
    agent_seconds=0.4,
    body_seconds=0.4,
    reservation_seconds=0.1,
    line_stop_seconds=1,
    keep_alive_seconds=0.3,
    metric_seconds=0.1,
    protection_seconds=0.05,
)


@dataclass
class Service:
    """A running service."""

    server: PhoneServer
    settings: Settings
    url: str
    running: asyncio.Task[int]

    def twilio(self, **changes: Any) -> Twilio:
        twilio = Twilio(
            self.url,
            self.settings.external_domain,
            self.settings.auth_tokens[0],
            self.settings.webhook_path,
            self.settings.media_stream_path,
        )
        return replace(twilio, **changes)


def new_settings(**changes: Any) -> Settings:
    """Settings with credentials made for this run."""
    settings = Settings(
        external_domain="phone.example.com",
        account_sid=new_sid("AC"),
        auth_tokens=(secrets.token_hex(16),),
        api_sid=new_sid("SK"),
        api_secret=secrets.token_hex(16),
        host="127.0.0.1",
        port=0,
        task_family="phone",
        twilio_api_url="http://127.0.0.1:9",
        limits=SHORT,
    )
    return replace(settings, **changes)


@asynccontextmanager
async def running_service(**changes: Any) -> AsyncIterator[Service]:
    settings = new_settings(**changes)
    server = PhoneServer(settings)
    running = asyncio.create_task(server.run())
    port = await server.port
    try:
        yield Service(server, settings, f"http://127.0.0.1:{port}", running)
    finally:
        server.stop()
        for call in list(server.calls.active):
            await call.socket.end("test-over")
        await asyncio.wait_for(running, 5)


StartService = Callable[..., Awaitable[Service]]


@pytest.fixture
async def start_service() -> AsyncIterator[StartService]:
    """Starts services with given settings, and stops them after the test."""
    async with AsyncExitStack() as stack:

        async def start(**changes: Any) -> Service:
            return await stack.enter_async_context(running_service(**changes))

        yield start


@pytest.fixture(scope="session")
async def shared_service() -> AsyncIterator[Service]:
    async with running_service() as service:
        yield service


@pytest.fixture
async def service(shared_service: Service) -> AsyncIterator[Service]:
    """One service for all tests that need no settings of their own; each finds it without calls."""
    yield shared_service
    calls = shared_service.server.calls
    await asyncio.gather(*(call.socket.end("test-over") for call in calls.active))
    await wait_for(lambda: not calls.active)


@pytest.fixture
def twilio(service: Service) -> Twilio:
    return service.twilio()


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> Log:
    """What the service logs."""
    collected = Log()
    monkeypatch.setattr(log, "write", collected.write)
    log.take_over_logging()
    return collected


@pytest.fixture(autouse=True)
def short_greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A greeting of an eighth of a second; `test_line.py` hears the real one."""
    monkeypatch.setattr(line, "GREETING", SAMPLES)
