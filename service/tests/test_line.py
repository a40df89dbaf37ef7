"""What a caller hears."""

import asyncio
import wave
from dataclasses import replace
from importlib.resources import files

import pytest

from phone_service import line

from .conftest import SHORT, StartService
from .support.audio import marked, to_mulaw
from .support.greeting import GREETING, hear_greeting
from .support.log import Log
from .support.twilio import Twilio
from .support.wait import wait_for


@pytest.fixture
async def unhurried(start_service: StartService) -> Twilio:
    """Calls a service that does not take a moment in which the machine is slow for the end of a call."""
    limits = replace(SHORT, start_seconds=5, media_seconds=10, send_seconds=5)
    return (await start_service(limits=limits)).twilio()


async def test_greets_then_gives_the_callers_audio_back_whole(unhurried: Twilio) -> None:
    said = marked(50)
    async with unhurried.call() as stream:
        listening = asyncio.create_task(stream.listen())
        await hear_greeting(stream)
        assert bytes(stream.audio) == GREETING
        await stream.say(said)
        await wait_for(lambda: len(stream.audio) == len(GREETING) + len(said))
        assert bytes(stream.audio[len(GREETING) :]) == said
        listening.cancel()


async def test_what_is_said_during_the_greeting_is_not_given_back(unhurried: Twilio) -> None:
    async with unhurried.call() as stream:
        listening = asyncio.create_task(stream.listen())
        await stream.media(marked(2))
        await hear_greeting(stream)
        assert bytes(stream.audio) == GREETING
        listening.cancel()


async def test_star_stops_what_plays_and_repeats_the_greeting(unhurried: Twilio) -> None:
    async with unhurried.call() as stream:
        listening = asyncio.create_task(stream.listen())
        await wait_for(lambda: bytes(stream.audio) == GREETING)
        await stream.press("*")
        await wait_for(lambda: bytes(stream.audio) == GREETING * 2)
        assert {"event": "clear", "streamSid": stream.stream_sid} in stream.others
        listening.cancel()


async def test_other_keys_do_nothing(unhurried: Twilio) -> None:
    said = marked(10)
    async with unhurried.call() as stream:
        listening = asyncio.create_task(stream.listen())
        await hear_greeting(stream)
        for key in ("5", "A", "", "**"):
            await stream.press(key)
        # What is said after the keys comes back after whatever they do.
        await stream.say(said)
        await wait_for(lambda: len(stream.audio) >= len(GREETING) + len(said))
        assert bytes(stream.audio) == GREETING + said
        assert {message["event"] for message in stream.others} <= {"mark"}
        assert not listening.done()
        listening.cancel()


async def test_plays_the_shipped_greeting_whole(unhurried: Twilio, monkeypatch: pytest.MonkeyPatch) -> None:
    with files("phone_service").joinpath("greeting.wav").open("rb") as file, wave.open(file) as recording:
        assert recording.getparams()[:3] == (1, 2, 8000)
        seconds = recording.getnframes() / 8000
        shipped = recording.readframes(recording.getnframes())
    assert 2 < seconds < 6
    assert line.read_greeting().startswith(shipped)
    # A second of it is enough to hear; the pace is twice a caller's.
    monkeypatch.setattr(line, "GREETING", shipped[:16000])
    async with unhurried.call() as stream, stream.silence():
        listening = asyncio.create_task(stream.listen())
        await wait_for(lambda: len(stream.audio) >= 8000)
        assert bytes(stream.audio[:8000]) == to_mulaw(shipped[:16000])
        listening.cancel()


async def test_a_line_that_fails_ends_its_call_only(
    twilio: Twilio, lines: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with twilio.call() as other:
        listening = asyncio.create_task(other.listen())
        await lines.event("call-began")

        async def fail(_call: object) -> None:
            raise RuntimeError(twilio.auth_token)

        monkeypatch.setattr("phone_service.web.run_line", fail)
        async with twilio.call() as stream:
            assert await stream.listen() == 1011
        failed = await lines.event("line-failed")
        assert failed["error"] == "RuntimeError"
        assert "test_line.py" in failed["where"]
        await other.say(marked(10))
        assert not listening.done()
        listening.cancel()


async def test_a_line_that_does_not_stop_is_stopped(
    twilio: Twilio, lines: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_call: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("phone_service.web.run_line", hang)
    async with twilio.call() as stream:
        await lines.event("call-began")
        await stream.send("stop", stop={})
        # The line reads no message, so the connection's end is what it must notice.
    assert (await lines.event("call-ended", 4))["reason"] in ("caller", "no-media")
