"""The media stream: who may open it, what must come, and how it is closed."""

import asyncio
import contextlib
from dataclasses import replace

import pytest
from starlette.types import Message
from websockets.exceptions import ConnectionClosed, InvalidStatus

from phone_service.twilio.call_token import CallTokens
from phone_service.twilio.stream import TwilioSocket

from .conftest import SHORT, StartService
from .support.audio import marked
from .support.greeting import hear_greeting
from .support.log import Log
from .support.peers import PEERS, Play, no_media
from .support.twilio import Twilio, new_sid, signature
from .support.wait import wait_for


async def open_and(twilio: Twilio, play: Play) -> int:
    """Opens a signed stream for an answered call, plays something, and returns the close code."""
    call_sid = new_sid("CA")
    answer = await twilio.webhook(call_sid)
    async with twilio.stream(call_sid) as stream:
        with contextlib.suppress(ConnectionClosed):
            await play(stream, answer.call_token)
        return await asyncio.wait_for(stream.listen(), 3)


@pytest.mark.parametrize("given", [None, "", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])
async def test_refuses_an_upgrade_without_a_right_signature(twilio: Twilio, given: str | None) -> None:
    with pytest.raises(InvalidStatus) as caught:
        async with twilio.stream(new_sid("CA"), given):
            pass
    assert caught.value.response.status_code == 403


@pytest.mark.parametrize("url", ["https://phone.example.com/media-stream", "wss://phone.example.com/media-stream/"])
async def test_refuses_an_upgrade_that_was_signed_for_another_address(twilio: Twilio, url: str) -> None:
    with pytest.raises(InvalidStatus):
        async with twilio.stream(new_sid("CA"), signature(twilio.auth_token, url)):
            pass


async def test_accepts_an_upgrade_signed_with_the_next_token(start_service: StartService, lines: Log) -> None:
    service = await start_service(auth_tokens=("a" * 32, "b" * 32))
    async with service.twilio(auth_token="b" * 32).call():
        await lines.event("call-began")


@pytest.mark.parametrize(("play", "code", "reason"), PEERS, ids=lambda value: getattr(value, "__name__", ""))
async def test_closes_what_twilio_would_not_do(twilio: Twilio, lines: Log, play: Play, code: int, reason: str) -> None:
    assert await open_and(twilio, play) == code
    await wait_for(lambda: lines.events("stream-refused") + lines.events("call-ended"))
    (line,) = lines.events("stream-refused") + lines.events("call-ended")
    assert line["reason"] == reason
    assert not lines.events("line-failed")


async def test_no_other_call_notices_any_of_them(start_service: StartService, lines: Log) -> None:
    service = await start_service(max_calls=100)
    twilio = service.twilio()
    async with twilio.call() as stream:
        listening = asyncio.create_task(stream.listen())
        await hear_greeting(stream)
        before, said = len(stream.audio), marked(100)

        async def speak() -> None:
            await stream.say(said)
            # Without the silence, an echo that is late on a busy machine would end the call for want of media.
            async with stream.silence():
                await wait_for(lambda: len(stream.audio) - before >= len(said))

        speaking = asyncio.create_task(speak())
        assert await asyncio.gather(*(open_and(twilio, play) for play, _, _ in PEERS)) == [code for _, code, _ in PEERS]
        await speaking
        assert stream.audio[before:].startswith(said)
        await stream.send("stop", stop={})
        await listening
    await wait_for(lambda: len(lines.events("call-ended") + lines.events("stream-refused")) == len(PEERS) + 1)


async def test_an_expired_token_is_refused(start_service: StartService, lines: Log) -> None:
    service = await start_service(limits=replace(SHORT, token_seconds=0))
    assert await open_and(service.twilio(), no_media) == 1008
    assert lines.events("stream-refused")[0]["reason"] == "token"


async def test_a_token_of_another_task_with_the_same_secret_is_good(start_service: StartService, lines: Log) -> None:
    one = await start_service()
    other = await start_service(auth_tokens=one.settings.auth_tokens, api_secret=one.settings.api_secret)
    call_sid = new_sid("CA")
    answer = await one.twilio().webhook(call_sid)
    async with other.twilio().stream(call_sid) as stream:
        await stream.begin(answer.call_token)
        assert (await lines.event("call-began"))["call"] == call_sid


async def test_a_call_has_one_stream(twilio: Twilio, lines: Log) -> None:
    async with twilio.call() as stream:
        await lines.event("call-began")
        token = (await twilio.webhook(stream.call_sid)).call_token
        async with twilio.stream(stream.call_sid) as second:
            await second.begin(token)
            assert await second.listen() == 1008
    assert lines.events("stream-refused")[0]["reason"] == "second-stream"


async def test_a_full_task_closes_the_stream_of_a_call_that_another_task_answered(
    start_service: StartService, lines: Log
) -> None:
    service = await start_service(max_calls=1)
    twilio = service.twilio()
    async with twilio.call():
        await lines.event("call-began")
        tokens = CallTokens([service.settings.api_secret])
        call_sid = new_sid("CA")
        async with twilio.stream(call_sid) as stream:
            await stream.begin(tokens.make(call_sid, 2_000_000_000, 0))
            assert await stream.listen() == 1013


async def test_a_peer_that_does_not_read_ends_its_call() -> None:
    """The system's buffers can hold minutes of audio, so this test simulates a connection that blocks."""

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            await asyncio.sleep(10)

    socket = TwilioSocket({"type": "websocket", "headers": []}, receive, send, SHORT)
    await socket.accept()
    await socket.send_text("{}")
    assert socket.ended.is_set()
    assert socket.end_reason == "peer-does-not-read"


async def test_a_silent_line_sends_a_mark_before_anything_closes_the_socket(twilio: Twilio) -> None:
    async with twilio.call() as stream:
        listening = asyncio.create_task(stream.listen())
        await wait_for(lambda: stream.others)
        mark = {"event": "mark", "streamSid": stream.stream_sid, "mark": {"name": "keep-alive"}}
        assert stream.others[0] == mark
        await stream.media(marked(1))
        listening.cancel()


async def test_a_caller_who_hangs_up_ends_the_call(twilio: Twilio, lines: Log) -> None:
    async with twilio.call() as stream:
        await lines.event("call-began")
        await stream.send("stop", stop={})
    ended = await lines.event("call-ended")
    assert (ended["call"], ended["reason"]) == (stream.call_sid, "caller")
    assert 0 < ended["seconds"] < 2


async def test_a_connection_that_breaks_ends_the_call(twilio: Twilio, lines: Log) -> None:
    async with twilio.call() as stream:
        await lines.event("call-began")
        stream.socket.transport.abort()
    assert (await lines.event("call-ended"))["reason"] == "caller"
