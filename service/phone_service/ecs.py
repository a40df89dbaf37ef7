"""Scale-in protection: while there are calls, ECS must not choose this task to be stopped.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html. Protection
holds up a deployment too, so it never lasts longer than the youngest call may.
"""

import asyncio
import math
import time

import aiohttp

from phone_service import log
from phone_service.calls import Calls
from phone_service.settings import Settings

RETRY_SECONDS = 15.0
"""From a request that failed to the next one."""


class TaskProtection:
    """Keeps the task's protection in step with its calls; `run` goes on until it is cancelled."""

    def __init__(self, settings: Settings, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls
        self._changed = asyncio.Event()
        self._protected_until = 0.0
        calls.listeners.append(self._changed.set)

    async def run(self) -> None:
        """Asks the agent whenever calls begin or end, at most once in `protection_seconds`, and again when it fails."""
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
        """Brings the agent up to date; True unless it must be tried again."""
        now, minutes = time.monotonic(), self._minutes_needed()
        if minutes == 0 and self._protected_until <= now:
            return True
        # Less than a minute more is not worth a request.
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
        # The agent answers {"protection": …}, or {"failure": …} or {"error": …}, whose text is not for the log.
        done = status == 200 and isinstance(answered, dict) and "protection" in answered
        if done:
            log.event("protection", minutes=minutes)
        else:
            log.event("protection-failed", "ERROR", minutes=minutes, status=status)
        return done
