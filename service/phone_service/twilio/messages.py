"""Reads the messages of a media stream, and names what is wrong with an invalid one.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from enum import IntEnum

CALL_SID = re.compile(r"CA[0-9a-fA-F]{32}\Z")
_STREAM_SID = re.compile(r"MZ[0-9a-fA-F]{32}\Z")
_MULAW = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


class Close(IntEnum):
    """The close codes in use (RFC 6455, section 7.4, and the WebSocket registry)."""

    NORMAL = 1000
    UNSUPPORTED_DATA = 1003
    INVALID_DATA = 1007
    POLICY_VIOLATION = 1008
    INTERNAL_ERROR = 1011
    TRY_AGAIN_LATER = 1013


class StreamFault(Exception):
    """A peer broke a rule. Contains the reason and the WebSocket close code."""

    def __init__(self, reason: str, code: Close = Close.POLICY_VIOLATION) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Start:
    """The contents of a `start` message."""

    stream_sid: str
    call_sid: str
    token: str


def parse(text: str) -> dict[str, object]:
    """Reads a message. Raises StreamFault when it is not a JSON object."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise StreamFault("malformed-json", Close.INVALID_DATA) from None
    if not isinstance(message, dict):
        raise StreamFault("wrong-form", Close.INVALID_DATA)
    return message


def read_start(message: dict[str, object]) -> Start:
    """Reads a `start` message. Raises StreamFault when a SID or the audio format is wrong."""
    start = message.get("start")
    start = start if isinstance(start, dict) else {}
    parameters = start.get("customParameters")
    token = parameters.get("token") if isinstance(parameters, dict) else None
    stream_sid, call_sid = start.get("streamSid"), start.get("callSid")
    if not (isinstance(call_sid, str) and CALL_SID.match(call_sid)):
        raise StreamFault("wrong-form", Close.INVALID_DATA)
    if not (isinstance(stream_sid, str) and _STREAM_SID.match(stream_sid)):
        raise StreamFault("wrong-form", Close.INVALID_DATA)
    media_format = start.get("mediaFormat")
    if not (isinstance(media_format, dict) and media_format.items() >= _MULAW.items()):
        raise StreamFault("wrong-media-format", Close.UNSUPPORTED_DATA)
    return Start(stream_sid, call_sid, token if isinstance(token, str) else "")


def read_audio(message: dict[str, object]) -> bytes:
    """Reads the audio of a `media` message. Raises StreamFault when there is none."""
    media = message.get("media")
    payload = media.get("payload") if isinstance(media, dict) else None
    try:
        audio = base64.b64decode(payload, validate=True) if isinstance(payload, str) else b""
    except (binascii.Error, ValueError):
        raise StreamFault("wrong-base64", Close.INVALID_DATA) from None
    if not audio:
        raise StreamFault("wrong-form", Close.INVALID_DATA)
    return audio
