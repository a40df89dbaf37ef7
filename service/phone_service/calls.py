"""The calls of this task: which ones are active, how many are allowed, and whether the task takes new ones."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from phone_service import log
from phone_service.settings import Settings
from phone_service.twilio import rest
from phone_service.twilio.messages import StreamFault
from phone_service.twilio.stream import TwilioSocket

_REMEMBERED_SECONDS = 60


class State(StrEnum):
    """Whether the task takes a new call."""

    READY = "ready"
    BUSY = "busy"
    DRAINING = "draining"


@dataclass(eq=False, slots=True)
class Call:
    """A call in progress, as its line sees it."""

    call_sid: str
    stream_sid: str
    socket: TwilioSocket
    settings: Settings = field(repr=False)
    calls: "Calls" = field(repr=False)
    began: float = field(default_factory=time.monotonic)

    async def hang_up(self) -> None:
        """Ends the call at Twilio. If only the socket were closed, Twilio would connect the caller to another task."""
        self.calls.remember_as_over(self.call_sid)
        try:
            if await rest.hang_up(self.settings, self.call_sid):
                async with asyncio.timeout(self.settings.limits.hang_up_seconds):
                    await self.socket.ended.wait()  # Twilio closes the stream when the call is over.
        except TimeoutError:
            pass
        finally:
            await self.socket.end("line")


class Calls:
    """Counts active calls, reserves places for answered calls, and notifies listeners of every change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reserved: dict[str, float] = {}
        self._over: dict[str, float] = {}
        self._change = asyncio.Event()
        self.active: set[Call] = set()
        self.draining = False
        self.listeners: list[Callable[[], None]] = []

    @property
    def state(self) -> State:
        """Whether the task would take a new call now."""
        if self.draining:
            return State.DRAINING
        taken = len(self.active) + len(_current(self._reserved))
        return State.BUSY if taken >= self._settings.max_calls else State.READY

    def reserve(self, call_sid: str) -> bool:
        """Reserves a place for a call that the webhook is about to answer. Returns False when there is no place."""
        if self.state is not State.READY:
            return False
        self._reserved[call_sid] = time.monotonic() + self._settings.limits.reservation_seconds
        return True

    def begin(self, call_sid: str, stream_sid: str, socket: TwilioSocket) -> Call | None:
        """Adds a call whose stream has started. Returns None when it has no reservation and there is no free place.

        Raises StreamFault when the call already has a stream.
        """
        if any(call.call_sid == call_sid and not call.socket.ended.is_set() for call in self.active):
            raise StreamFault("second-stream")
        _current(self._reserved)
        if self._reserved.pop(call_sid, None) is None and self.state is not State.READY:
            return None
        call = Call(call_sid, stream_sid, socket, self._settings, self)
        self.active.add(call)
        self._changed()
        return call

    def finish(self, call: Call) -> None:
        """Frees the place of a call that has ended."""
        self.active.discard(call)
        self._changed()

    def remember_as_over(self, call_sid: str) -> None:
        """Remembers that a call was hung up, so that the webhook does not answer it again."""
        self._over[call_sid] = time.monotonic() + _REMEMBERED_SECONDS

    def is_over(self, call_sid: str) -> bool:
        """Returns whether this task hung up the call in the last minute."""
        return call_sid in _current(self._over)

    async def drain(self, seconds: float) -> None:
        """Refuses new calls and lets the others continue for the given time. Then closes their sockets so they move."""
        self.draining = True
        log.event("draining", calls=len(self.active), seconds=seconds)
        await self._wait_until_idle(seconds)
        # An answered call whose stream has not come yet is refused then, and Twilio connects it to another task.
        self._reserved.clear()
        if self.active:
            log.event("moving-calls", calls=len(self.active))
            # Close code 1000 is a normal end. Twilio does not document which codes continue the TwiML.
            closing = [asyncio.create_task(call.socket.end("moved")) for call in self.active]
            await asyncio.wait(closing, timeout=1)
            await self._wait_until_idle(self._settings.limits.line_stop_seconds)
        log.event("drained", calls=len(self.active))

    async def _wait_until_idle(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self.active or _current(self._reserved):
            # No change is notified when a reservation expires, so its deadline ends the wait too.
            until = min([deadline, *self._reserved.values()])
            self._change.clear()
            try:
                async with asyncio.timeout(until - time.monotonic()):
                    await self._change.wait()
            except TimeoutError:
                if time.monotonic() >= deadline:
                    return

    def _changed(self) -> None:
        self._change.set()
        for listener in self.listeners:
            listener()


def _current(deadlines: dict[str, float]) -> dict[str, float]:
    now = time.monotonic()
    for key in [key for key, deadline in deadlines.items() if deadline <= now]:
        del deadlines[key]
    return deadlines
