"""The WebSocket of a media stream. It accepts only messages that Twilio would send, in Twilio's order and at its pace.

A message that breaks a rule ends this call with a matching close code. Other calls are not affected.
"""

import asyncio
import json

from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from phone_service.settings import Limits
from phone_service.twilio.messages import Close, Start, StreamFault, parse, read_audio, read_start

_BYTES_PER_SECOND = 8000

_PROTOCOL_FAULTS = {1002: "protocol-error", 1007: "not-utf-8", 1009: "too-large"}
"""The close codes that the WebSocket library uses, each with its reason for the log."""


class TwilioSocket(WebSocket):
    """The WebSocket of one call. A line reads and writes it like any Starlette WebSocket."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limits: Limits) -> None:
        super().__init__(scope, receive, send)
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._opened = self._last_media = self._last_sent = self._loop.time()
        self._messages = 0
        self._audio_bytes = 0
        self._stream_sid = ""
        self.ended = asyncio.Event()
        self.end_reason = "caller"

    async def refuse(self) -> None:
        """Answers the upgrade with HTTP 403."""
        await super().close()

    async def read_start(self) -> Start:
        """Reads `connected` and `start`. Raises StreamFault for another message, or when they do not come in time."""
        try:
            async with asyncio.timeout_at(self._opened + self._limits.start_seconds):
                self._expect(await self._next(), "connected")
                start = read_start(self._expect(await self._next(), "start"))
        except TimeoutError:
            raise StreamFault("no-start") from None
        except WebSocketDisconnect as disconnect:
            raise StreamFault(_PROTOCOL_FAULTS.get(disconnect.code, "closed-before-start")) from None
        self._stream_sid = start.stream_sid
        self._last_media = self._loop.time()
        return start

    async def receive(self) -> Message:
        """Returns the next valid media or DTMF message, or a disconnect when the call has ended."""
        if self.client_state is WebSocketState.CONNECTING:
            return await super().receive()
        try:
            async with asyncio.timeout_at(self._last_media + self._limits.media_seconds) as watchdog:
                while not self.ended.is_set():
                    text = await self._next_text()
                    if self._is_for_the_line(parse(text)):
                        return {"type": "websocket.receive", "text": text}
                    watchdog.reschedule(self._last_media + self._limits.media_seconds)
        except TimeoutError:
            await self.end("no-media", Close.POLICY_VIOLATION)
        except StreamFault as fault:
            await self.end(fault.reason, fault.code)
        except WebSocketDisconnect as disconnect:
            self._over(_PROTOCOL_FAULTS.get(disconnect.code, "caller"))
        return {"type": "websocket.disconnect", "code": Close.NORMAL}

    async def read_to_end(self) -> None:
        """Reads the socket after the line has returned, so that the end of the call is noticed."""
        while not self.ended.is_set():
            await self.receive()

    async def send(self, message: Message) -> None:
        """Sends a message. If the peer does not read for too long, the call ends."""
        if self.ended.is_set() and message["type"] == "websocket.send":
            return
        try:
            async with asyncio.timeout(self._limits.send_seconds):
                await super().send(message)
            self._last_sent = self._loop.time()
        except TimeoutError:
            self._over("peer-does-not-read")
        except WebSocketDisconnect:
            self._over("caller")

    async def close(self, code: int = Close.NORMAL, reason: str | None = None) -> None:
        """Does nothing: Pipecat closes the socket when its pipeline ends, but the server must hang up first."""

    async def end(self, reason: str, code: int = Close.NORMAL) -> None:
        """Ends the call and closes the socket. Only the first reason is kept."""
        self._over(reason)
        connected = (self.client_state, self.application_state) == (WebSocketState.CONNECTED,) * 2
        if connected and self.end_reason != "peer-does-not-read":
            await self.send({"type": "websocket.close", "code": int(code), "reason": ""})

    def _over(self, reason: str) -> None:
        if not self.ended.is_set():
            self.end_reason = reason
            self.ended.set()

    async def _next(self) -> dict[str, object]:
        return parse(await self._next_text())

    async def _next_text(self) -> str:
        message = await super().receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", Close.NORMAL))
        text: str | None = message.get("text")
        if text is None:
            raise StreamFault("binary-message", Close.UNSUPPORTED_DATA)
        self._messages += 1
        elapsed = self._loop.time() - self._opened + self._limits.ahead_seconds
        if self._messages > elapsed * self._limits.messages_per_second:
            raise StreamFault("too-many-messages")
        return text

    @staticmethod
    def _expect(message: dict[str, object], event: str) -> dict[str, object]:
        if message.get("event") != event:
            raise StreamFault("wrong-order")
        return message

    def _is_for_the_line(self, message: dict[str, object]) -> bool:
        event = message.get("event")
        if event in ("connected", "start") or message.get("streamSid", self._stream_sid) != self._stream_sid:
            raise StreamFault("wrong-order")
        if event == "stop":
            self._over("caller")
        elif event == "media":
            self._count_audio(read_audio(message))
        elif event == "dtmf" and not isinstance(message.get("dtmf"), dict):
            raise StreamFault("wrong-form", Close.INVALID_DATA)
        return event in ("media", "dtmf")

    def _count_audio(self, audio: bytes) -> None:
        now = self._loop.time()
        self._last_media = now
        self._audio_bytes += len(audio)
        if self._audio_bytes / _BYTES_PER_SECOND > now - self._opened + self._limits.ahead_seconds:
            raise StreamFault("too-much-audio")

    async def keep_alive(self) -> None:
        """Sends a mark whenever nothing was sent for `keep_alive_seconds`. Runs until the call ends."""
        pause = self._limits.keep_alive_seconds
        mark = {"event": "mark", "streamSid": self._stream_sid, "mark": {"name": "keep-alive"}}
        while not self.ended.is_set():
            await asyncio.sleep(self._last_sent + pause - self._loop.time())
            if self._loop.time() >= self._last_sent + pause:
                await self.send_text(json.dumps(mark))
