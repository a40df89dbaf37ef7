"""Simulations of what the service calls: Twilio's REST API and the ECS agent."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Recorded:
    """What a simulated server was asked, and what it answers."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)
    silent: bool = False
    """Accepts the request and never answers."""
    on_request: Callable[[], Awaitable[None]] | None = None


@asynccontextmanager
async def recording_server(**given: Any) -> AsyncIterator[Recorded]:
    """A server on a free loopback port that records every request."""
    recorded = Recorded(**given)

    async def handle(request: web.Request) -> web.Response:
        text = await request.text()
        login = request.headers.get("Authorization", "").removeprefix("Basic ")
        recorded.requests.append(
            {
                "method": request.method,
                "path": request.path,
                "text": text,
                "login": base64.b64decode(login).decode(),
                "time": asyncio.get_running_loop().time(),
            }
        )
        if recorded.silent:
            await asyncio.sleep(30)
        if recorded.on_request:
            await recorded.on_request()
        return web.json_response(recorded.body, status=recorded.status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    recorded.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield recorded
    finally:
        await runner.cleanup()
