"""Starts the service as a process, and measures the memory, processor time and descriptors that it uses."""

import asyncio
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.support.twilio import Twilio, new_sid

SERVICE = Path(__file__).parent.parent
DOMAIN = "phone.example.com"


@dataclass
class Use:
    """What a process uses now, and its processor time so far."""

    cpu_seconds: float
    memory_mb: float
    descriptors: int


@dataclass
class Measured:
    """A running service."""

    twilio: Twilio
    pid: int
    healthy_seconds: float

    def use(self) -> Use:
        proc = Path(f"/proc/{self.pid}")
        user, system = (proc / "stat").read_text().rpartition(") ")[2].split()[11:13]
        ticks = os.sysconf("SC_CLK_TCK")
        memory = next(line for line in (proc / "status").read_text().splitlines() if line.startswith("VmRSS"))
        return Use((int(user) + int(system)) / ticks, int(memory.split()[1]) / 1024, len(list((proc / "fd").iterdir())))


@asynccontextmanager
async def measured_service(core: int | None) -> AsyncIterator[Measured]:
    """Starts the service, on one core where `taskset` is there, and stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    env = {
        "PATH": os.environ["PATH"],
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "EXTERNAL_DOMAIN": DOMAIN,
        "MAX_CALLS": "1000",
        "TWILIO_ACCOUNT_SID": new_sid("AC"),
        "TWILIO_AUTH_TOKEN": token,
        "TWILIO_API_SID": new_sid("SK"),
        "TWILIO_API_SECRET": secrets.token_hex(16),
    }
    pinned = ["taskset", "-c", str(core)] if core is not None and shutil.which("taskset") else []
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *pinned, sys.executable, "-m", "phone_service", cwd=SERVICE, env=env, stdout=asyncio.subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as session:
            while not await _healthy(session, url):
                await asyncio.sleep(0.01)
        yield Measured(Twilio(url, DOMAIN, token), process.pid, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _healthy(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(f"{url}/health") as answer:
            return answer.status == 200
    except aiohttp.ClientConnectionError:
        return False
