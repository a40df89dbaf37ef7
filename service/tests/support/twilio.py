"""A simulated Twilio: signs webhooks and upgrades as Twilio documents it, and plays a caller on the stream.

It proves what the service does with such messages, not that Twilio sends them so.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

FRAME_SECONDS = 0.02
FRAME_BYTES = 160


def signature(token: str, url: str, parameters: Mapping[str, str] | None = None) -> str:
    """X-Twilio-Signature, as https://www.twilio.com/docs/usage/security describes it."""
    text = url + "".join(name + value for name, value in sorted((parameters or {}).items()))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


def new_phone_number() -> str:
    return "+1555" + "".join(secrets.choice("0123456789") for _ in range(10))


@dataclass
class TwiML:
    """A webhook's answer."""

    status: int
    text: str

    @property
    def root(self) -> ET.Element:
        return ET.fromstring(self.text)

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.root]

    def attribute(self, path: str, name: str) -> str:
        element = self.root.find(path)
        assert element is not None, f"no {path}"
        return element.attrib[name]

    @property
    def call_token(self) -> str:
        return self.attribute("Connect/Stream/Parameter[@name='token']", "value")

    @property
    def redirect(self) -> str | None:
        return self.root.findtext("Redirect")


@dataclass
class Stream:
    """Twilio's end of a media stream."""

    socket: ClientConnection
    call_sid: str
    stream_sid: str = field(default_factory=lambda: new_sid("MZ"))
    sequence: int = 0
    audio: bytearray = field(default_factory=bytearray)
    others: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, event: str, **fields: Any) -> None:
        self.sequence += 1
        message = {"event": event, "sequenceNumber": str(self.sequence), "streamSid": self.stream_sid, **fields}
        await self.socket.send(json.dumps(message))

    async def connected(self) -> None:
        await self.socket.send(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))

    async def start(self, token: str | None, **changes: Any) -> None:
        start = {
            "streamSid": self.stream_sid,
            "accountSid": new_sid("AC"),
            "callSid": self.call_sid,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {} if token is None else {"token": token},
        }
        await self.send("start", start={**start, **changes})

    async def begin(self, token: str) -> Self:
        await self.connected()
        await self.start(token)
        return self

    async def media(self, audio: bytes) -> None:
        payload = base64.b64encode(audio).decode()
        await self.send("media", media={"track": "inbound", "timestamp": "0", "payload": payload})

    async def press(self, digit: str) -> None:
        await self.send("dtmf", dtmf={"track": "inbound_track", "digit": digit})

    async def say(self, audio: bytes) -> None:
        """Sends audio at a caller's pace."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for index in range(0, len(audio), FRAME_BYTES):
            await asyncio.sleep(began + index / FRAME_BYTES * FRAME_SECONDS - loop.time())
            await self.media(audio[index : index + FRAME_BYTES])

    @asynccontextmanager
    async def silence(self) -> AsyncIterator[None]:
        """Stays on the line without a word: Twilio then sends silence."""

        async def stay() -> None:
            with suppress(ConnectionClosed):
                while True:
                    await self.media(b"\xff" * FRAME_BYTES)
                    await asyncio.sleep(FRAME_SECONDS)

        staying = asyncio.create_task(stay())
        try:
            yield
        finally:
            staying.cancel()

    async def listen(self) -> int:
        """Collects what comes until the socket is closed; returns the close code."""
        try:
            async for text in self.socket:
                message = json.loads(text)
                if message["event"] == "media":
                    assert message["streamSid"] == self.stream_sid
                    self.audio += base64.b64decode(message["media"]["payload"], validate=True)
                else:
                    self.others.append(message)
        except ConnectionClosed:
            pass
        return self.socket.close_code or 0


@dataclass
class Twilio:
    """Calls the service at a loopback address as Twilio calls its public name."""

    base_url: str
    domain: str
    auth_token: str = field(repr=False)
    webhook_path: str = "/incoming-call"
    stream_path: str = "/media-stream"

    @property
    def webhook_url(self) -> str:
        return f"https://{self.domain}{self.webhook_path}"

    @property
    def stream_url(self) -> str:
        return f"wss://{self.domain}{self.stream_path}"

    async def webhook(self, call_sid: str, url: str | None = None, **changes: Any) -> TwiML:
        """Posts a signed webhook; `signature` and `data` replace what Twilio would send."""
        url = url or self.webhook_url
        data = {"CallSid": call_sid, "From": new_phone_number(), "To": new_phone_number(), "Direction": "inbound"}
        data = {**data, **changes.get("data", {})}
        given = changes.get("signature", signature(self.auth_token, url, data))
        headers = {} if given is None else {"X-Twilio-Signature": given}
        parts = urlsplit(url)
        local = f"{self.base_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.post(local, data=data, headers=headers) as answer,
        ):
            return TwiML(answer.status, await answer.text())

    @asynccontextmanager
    async def stream(self, call_sid: str, given: str | None = "right") -> AsyncIterator[Stream]:
        """Opens the media stream, its upgrade signed as Twilio does it unless another signature (or None) is given."""
        sent = signature(self.auth_token, self.stream_url) if given == "right" else given
        headers = {} if sent is None else {"X-Twilio-Signature": sent}
        url = self.base_url.replace("http", "ws", 1) + self.stream_path
        async with connect(url, additional_headers=headers, compression=None, close_timeout=1) as socket:
            yield Stream(socket, call_sid)

    @asynccontextmanager
    async def call(self) -> AsyncIterator[Stream]:
        """A call from webhook to started stream."""
        call_sid = new_sid("CA")
        answer = await self.webhook(call_sid)
        assert answer.status == 200, answer.status
        async with self.stream(call_sid) as stream:
            yield await stream.begin(answer.call_token)
