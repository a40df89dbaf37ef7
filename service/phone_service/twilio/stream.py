"""A media stream's WebSocket, which lets through only what Twilio would send, in Twilio's order and at its pace.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages. Whatever breaks a rule ends this call with
the right close code, and no other call notices.
"""

import asyncio
import base64
import binascii
import json
import re
from dataclasses import dataclass
from enum import IntEnum

from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from phone_service.settings import Limits

CALL_SID = re.compile(r"CA[0-9a-f]{32}\Z")
_STREAM_SID = re.compile(r"MZ[0-9a-f]{32}\Z")
_BYTES_PER_SECOND = 8000
_MULAW = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


class Close(IntEnum):
    """The close codes in use (RFC 6455, section 7.4, and the WebSocket registry)."""

    NORMAL = 1000
    UNSUPPORTED_DATA = 1003
    INVALID_DATA = 1007
    POLICY_VIOLATION = 1008
    INTERNAL_ERROR = 1011
    TRY_AGAIN_LATER = 1013


_PROTOCOL_FAULTS = {1002: "protocol-error", 1007: "not-utf-8", 1009: "too-large"}
"""What the WebSocket library has closed by itself."""


class StreamFault(Exception):
    """A rule that a peer broke, and the code to close its socket with."""

    def __init__(self, reason: str, code: Close = Close.POLICY_VIOLATION) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Start:
    """What a `start` message says about its call."""

    stream_sid: str
    call_sid: str
    token: str


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
        """Reads `connected` and `start`; raises StreamFault when something else comes, or nothing in time."""
        try:
            async with asyncio.timeout_at(self._opened + self._limits.start_seconds):
                self._expect(await self._next(), "connected")
                start = _start(self._expect(await self._next(), "start"))
        except TimeoutError:
            raise StreamFault("no-start") from None
        except WebSocketDisconnect as disconnect:
            raise StreamFault(_PROTOCOL_FAULTS.get(disconnect.code, "closed-before-start")) from None
        self._stream_sid = start.stream_sid
        self._last_media = self._loop.time()
        return start

    async def receive(self) -> Message:
        """Hands out Twilio's media and DTMF messages, checked; then one disconnect, whatever ended the call."""
        if self.client_state is WebSocketState.CONNECTING:
            return await super().receive()
        try:
            async with asyncio.timeout_at(self._last_media + self._limits.media_seconds) as watchdog:
                while not self.ended.is_set():
                    text = await self._next_text()
                    if self._is_for_the_line(_parse(text)):
                        return {"type": "websocket.receive", "text": text}
                    watchdog.reschedule(self._last_media + self._limits.media_seconds)
        except TimeoutError:
            await self.end("no-media", Close.POLICY_VIOLATION)
        except StreamFault as fault:
            await self.end(fault.reason, fault.code)
        except WebSocketDisconnect as disconnect:
            self._over(_PROTOCOL_FAULTS.get(disconnect.code, "caller"))
        return {"type": "websocket.disconnect", "code": Close.NORMAL}

    async def send(self, message: Message) -> None:
        """Sends; a peer that does not read for too long has ended its call."""
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

    async def close(self, code: int = Close.NORMAL, reason: str | None = None) -> None:  # noqa: ARG002
        """Closes the socket, whoever asks for it and how often."""
        await self.end("line", code)

    async def end(self, reason: str, code: int = Close.NORMAL) -> None:
        """Ends the call for the given reason, of which the first stays, and closes the socket."""
        self._over(reason)
        connected = (self.client_state, self.application_state) == (WebSocketState.CONNECTED,) * 2
        if connected and self.end_reason != "peer-does-not-read":
            await self.send({"type": "websocket.close", "code": int(code), "reason": ""})

    def _over(self, reason: str) -> None:
        if not self.ended.is_set():
            self.end_reason = reason
            self.ended.set()

    async def _next(self) -> dict[str, object]:
        return _parse(await self._next_text())

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
            self._check_media(message.get("media"))
        elif event == "dtmf" and not isinstance(message.get("dtmf"), dict):
            raise StreamFault("wrong-form", Close.INVALID_DATA)
        return event in ("media", "dtmf")

    def _check_media(self, media: object) -> None:
        payload = media.get("payload") if isinstance(media, dict) else None
        try:
            audio = base64.b64decode(payload, validate=True) if isinstance(payload, str) else b""
        except (binascii.Error, ValueError):
            raise StreamFault("wrong-base64", Close.INVALID_DATA) from None
        if not audio:
            raise StreamFault("wrong-form", Close.INVALID_DATA)
        now = self._loop.time()
        self._last_media = now
        self._audio_bytes += len(audio)
        if self._audio_bytes / _BYTES_PER_SECOND > now - self._opened + self._limits.ahead_seconds:
            raise StreamFault("too-much-audio")

    async def keep_alive(self) -> None:
        """Sends a mark whenever nothing was sent for too long; runs until it is cancelled."""
        pause = self._limits.keep_alive_seconds
        mark = {"event": "mark", "streamSid": self._stream_sid, "mark": {"name": "keep-alive"}}
        while not self.ended.is_set():
            await asyncio.sleep(self._last_sent + pause - self._loop.time())
            if self._loop.time() >= self._last_sent + pause:
                await self.send_text(json.dumps(mark))


def _parse(text: str) -> dict[str, object]:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise StreamFault("malformed-json", Close.INVALID_DATA) from None
    if not isinstance(message, dict):
        raise StreamFault("wrong-form", Close.INVALID_DATA)
    return message


def _start(message: dict[str, object]) -> Start:
    start = message.get("start")
    start = start if isinstance(start, dict) else {}
    parameters = start.get("customParameters")
    token = parameters.get("token") if isinstance(parameters, dict) else None
    stream_sid, call_sid = start.get("streamSid"), start.get("callSid")
    if not (isinstance(call_sid, str) and CALL_SID.match(call_sid)):
        raise StreamFault("wrong-form", Close.INVALID_DATA)
    if not (isinstance(stream_sid, str) and _STREAM_SID.match(stream_sid)):
        raise StreamFault("wrong-form", Close.INVALID_DATA)
    if start.get("mediaFormat") != _MULAW:
        raise StreamFault("wrong-media-format", Close.UNSUPPORTED_DATA)
    return Start(stream_sid, call_sid, token if isinstance(token, str) else "")
