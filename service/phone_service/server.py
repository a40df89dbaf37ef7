"""The process: it starts the web server. On SIGTERM it drains the calls, then stops."""

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

import uvicorn

from phone_service import log
from phone_service.calls import Calls
from phone_service.ecs import TaskProtection
from phone_service.metrics import Metrics
from phone_service.settings import Settings
from phone_service.twilio.signature import signature_check
from phone_service.web import PhoneApp

EXIT_OK, EXIT_FAILED = 0, 1

_KEEP_ALIVE_SECONDS = 4060
"""Longer than the load balancer's idle timeout (4000 s at most). Otherwise it could reuse a closed connection."""


def drain_seconds(grace_seconds: float) -> float:
    """How long calls may continue after SIGTERM: the grace period minus the time for closing and stopping."""
    return grace_seconds - min(5.0, max(1.0, grace_seconds / 5), grace_seconds / 2)


async def serve(settings: Settings) -> int:
    """Serves until SIGTERM or SIGINT; returns the process's exit code."""
    loop = asyncio.get_running_loop()
    phone = PhoneServer(settings)

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(phone.stop)
        _stop_by_force_after(settings.grace_seconds - 0.5)

    # The loop's own signal handlers would not run while a line blocks the loop.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return await phone.run()


class PhoneServer:
    """The service in one process. `run` serves until `stop` is called and the calls have ended or were moved."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = asyncio.Event()
        self.calls = Calls(settings)
        signatures = signature_check(settings.auth_tokens)
        self._app = PhoneApp(settings, self.calls, signatures)
        self._metrics = Metrics(settings, self.calls, signatures)
        self.port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """The port that it listens on. With port 0 the operating system chooses one."""

    def stop(self) -> None:
        """Begins to drain."""
        self._stopping.set()

    async def run(self) -> int:
        """Serves, drains, stops; returns the process's exit code."""
        try:
            listener = _listen(self._settings)
        except OSError as error:
            log.failure("cannot-listen", error, port=self._settings.port)
            return EXIT_FAILED
        server = _Server(_config(self._app, self._settings))
        background = [asyncio.create_task(work) for work in self._background()]
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        self.port.set_result(listener.getsockname()[1])
        log.event("started", port=self.port.result(), max_calls=self._settings.max_calls)
        stop = asyncio.create_task(self._stopping.wait())
        tasks: set[asyncio.Task[Any]] = {serving, stop, *background}
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        failed = [task for task in (serving, *background) if task.done()]
        for task in failed:
            if not task.cancelled() and (cause := task.exception()):
                log.failure("server-failed", cause)
        await self.calls.drain(drain_seconds(self._settings.grace_seconds))
        server.should_exit = True
        await asyncio.wait({serving})
        self._metrics.write()
        for task in tasks:
            task.cancel()
        log.event("stopped")
        return EXIT_FAILED if failed else EXIT_OK

    def _background(self) -> Iterator[Coroutine[None, None, None]]:
        yield self._metrics.run()
        if self._settings.agent_url is not None and not self._settings.call_handover:
            yield TaskProtection(self._settings, self.calls).run()


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: on SIGTERM they would close every WebSocket at once."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Installs no signal handler: `serve` has its own."""
        yield


def _config(app: PhoneApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app.asgi(),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=1,
        ws="websockets-sansio",
        ws_max_size=settings.limits.message_bytes,
        ws_per_message_deflate=False,
        # Twilio does not document that it answers pings. Its media messages show that the connection is alive.
        ws_ping_interval=None,
        ws_ping_timeout=None,
    )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=2048)


def _stop_by_force_after(seconds: float) -> None:
    """Ends the process before ECS kills it, in case a line or a library blocks the normal end."""

    def stop() -> None:
        log.event("stopped-by-force", "ERROR")
        os._exit(EXIT_FAILED)

    timer = threading.Timer(max(0.1, seconds), stop)
    timer.daemon = True
    timer.start()
