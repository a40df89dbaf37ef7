"""Waiting for what will happen soon."""

import asyncio
from collections.abc import Callable


async def wait_for(happened: Callable[[], object], seconds: float = 15) -> None:
    """Waits until it has happened; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.01)
