"""Peers with a valid signature that break the rules of the media stream."""

import asyncio
from collections.abc import Awaitable, Callable

from .audio import marked
from .twilio import Stream, new_sid

Play = Callable[[Stream, str], Awaitable[None]]


async def nothing(_stream: Stream, _token: str) -> None:
    pass


async def only_connected(stream: Stream, _token: str) -> None:
    await stream.connected()


async def no_token(stream: Stream, _token: str) -> None:
    await stream.connected()
    await stream.start(None)


async def wrong_token(stream: Stream, token: str) -> None:
    expiry, *macs = token.split(".")
    await stream.begin(".".join([expiry, *(mac[::-1] for mac in macs)]))


async def other_calls_token(stream: Stream, token: str) -> None:
    stream.call_sid = new_sid("CA")
    await stream.begin(token)


async def no_call_sid(stream: Stream, token: str) -> None:
    await stream.connected()
    await stream.start(token, callSid="CA1")


async def other_audio(stream: Stream, token: str) -> None:
    await stream.connected()
    await stream.start(token, mediaFormat={"encoding": "audio/x-l16", "sampleRate": 16000, "channels": 1})


async def start_without_connected(stream: Stream, token: str) -> None:
    await stream.start(token)


async def media_before_start(stream: Stream, _token: str) -> None:
    await stream.connected()
    await stream.media(marked(1))


async def second_start(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.start(token)


async def other_stream(stream: Stream, token: str) -> None:
    await stream.begin(token)
    stream.stream_sid = new_sid("MZ")
    await stream.media(marked(1))


async def no_media(stream: Stream, token: str) -> None:
    await stream.begin(token)


async def messages_but_no_media(stream: Stream, token: str) -> None:
    await stream.begin(token)
    for _ in range(20):
        await stream.send("mark", mark={"name": "x"})
        await asyncio.sleep(0.1)
    raise AssertionError("other messages keep a call without media open")


async def junk(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.socket.send("{")


async def junk_before_start(stream: Stream, _token: str) -> None:
    await stream.socket.send("\x00\x01")


async def deep_json(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.socket.send("[" * 60_000)


async def a_list(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.socket.send("[]")


async def no_payload(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.send("media", media={"payload": None})


async def bad_base64(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.send("media", media={"payload": "!!!!"})


async def dtmf_without_form(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.send("dtmf", dtmf="5")


async def binary(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.socket.send(b"\x00" * 160)


async def oversize(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await oversize_before_start(stream, token)


async def oversize_before_start(stream: Stream, _token: str) -> None:
    # Only the header of a frame of 70,000 bytes: the size is refused before any content arrives.
    stream.socket.transport.write(b"\x81\xff" + (70_000).to_bytes(8) + b"\0\0\0\0")


async def not_utf_8(stream: Stream, token: str) -> None:
    await stream.begin(token)
    await stream.socket.send(b"\xff", text=True)


async def too_much_audio(stream: Stream, token: str) -> None:
    await stream.begin(token)
    for _ in range(6):
        await stream.media(marked(50))


async def too_many_messages(stream: Stream, token: str) -> None:
    await stream.begin(token)
    for _ in range(600):
        await stream.send("mark", mark={"name": "x"})


PEERS: list[tuple[Play, int, str]] = [
    (nothing, 1008, "no-start"),
    (only_connected, 1008, "no-start"),
    (no_token, 1008, "token"),
    (wrong_token, 1008, "token"),
    (other_calls_token, 1008, "token"),
    (no_call_sid, 1007, "wrong-form"),
    (other_audio, 1003, "wrong-media-format"),
    (start_without_connected, 1008, "wrong-order"),
    (media_before_start, 1008, "wrong-order"),
    (junk_before_start, 1007, "malformed-json"),
    (oversize_before_start, 1009, "too-large"),
    (second_start, 1008, "wrong-order"),
    (other_stream, 1008, "wrong-order"),
    (no_media, 1008, "no-media"),
    (messages_but_no_media, 1008, "no-media"),
    (junk, 1007, "malformed-json"),
    (deep_json, 1007, "malformed-json"),
    (a_list, 1007, "wrong-form"),
    (no_payload, 1007, "wrong-form"),
    (bad_base64, 1007, "wrong-base64"),
    (dtmf_without_form, 1007, "wrong-form"),
    (not_utf_8, 1007, "not-utf-8"),
    (binary, 1003, "binary-message"),
    (oversize, 1009, "too-large"),
    (too_much_audio, 1008, "too-much-audio"),
    (too_many_messages, 1008, "too-many-messages"),
]
"""What a peer does, the close code it gets, and the reason in the log."""
