"""Task scale-in protection: ECS must not stop this task to scale in while the task has calls.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html. A
deployment waits for a protected task too, so the protection ends when the newest call reaches its longest duration.
"""

import asyncio
import math
import time

import aiohttp

from phone_service import log
from phone_service.calls import Calls
from phone_service.settings import Settings

RETRY_SECONDS = 15.0
"""Pause after a failed request."""


class TaskProtection:
    """Sets the task's protection when calls begin and end. `run` runs until it is cancelled."""

    def __init__(self, settings: Settings, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls
        self._changed = asyncio.Event()
        self._protected_until = 0.0
        calls.listeners.append(self._changed.set)

    async def run(self) -> None:
        """Updates the agent after each change of the calls, at most once in `protection_seconds`. Retries failures."""
        while True:
            self._changed.clear()
            pause = None if await self._update() else RETRY_SECONDS
            await asyncio.sleep(self._settings.limits.protection_seconds)
            try:
                async with asyncio.timeout(pause):
                    await self._changed.wait()
            except TimeoutError:
                pass

    def _minutes_needed(self) -> int:
        if not self._calls.active:
            return 0
        youngest = max(call.began for call in self._calls.active)
        remaining = (youngest - time.monotonic()) / 60 + self._settings.max_call_minutes
        return max(0, math.ceil(remaining))

    async def _update(self) -> bool:
        """Sends the agent what has changed. Returns False when the request failed and must be repeated."""
        now, minutes = time.monotonic(), self._minutes_needed()
        if minutes == 0 and self._protected_until <= now:
            return True
        # An extension of less than a minute is not worth a request.
        if minutes > 0 and now + minutes * 60 - self._protected_until < 60:
            return True
        if not await self._put(minutes):
            return False
        self._protected_until = now + minutes * 60
        return True

    async def _put(self, minutes: int) -> bool:
        body = {"ProtectionEnabled": True, "ExpiresInMinutes": minutes} if minutes else {"ProtectionEnabled": False}
        url = f"{self._settings.agent_url}/task-protection/v1/state"
        try:
            async with (
                asyncio.timeout(self._settings.limits.agent_seconds),
                aiohttp.ClientSession() as session,
                session.put(url, json=body, allow_redirects=False) as answer,
            ):
                status = answer.status
                answered = await answer.json(content_type=None)
        except (OSError, TimeoutError, ValueError, aiohttp.ClientError) as error:
            log.failure("protection-failed", error, minutes=minutes)
            return False
        # The agent answers {"protection": …}, {"failure": …} or {"error": …}. The texts of failures are not logged.
        done = status == 200 and isinstance(answered, dict) and "protection" in answered
        if done:
            log.event("protection", minutes=minutes)
        else:
            log.event("protection-failed", "ERROR", minutes=minutes, status=status)
        return done
