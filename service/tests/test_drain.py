"""Draining: calls go on, then move; new ones are refused; the server ends in time."""

import asyncio
import time
from dataclasses import replace

import pytest

from phone_service.server import drain_seconds

from .conftest import SHORT, StartService
from .support.audio import marked
from .support.greeting import hear_greeting
from .support.log import Log
from .support.twilio import new_sid
from .support.wait import wait_for


@pytest.mark.parametrize(("grace", "drain"), [(110, 105), (25, 20), (10, 8), (5, 4), (2, 1), (1, 0.5)])
def test_leaves_a_margin_for_closing(grace: float, drain: float) -> None:
    assert drain_seconds(grace) == drain


async def test_an_idle_server_stops_at_once(start_service: StartService) -> None:
    service = await start_service(grace_seconds=30)
    began = time.monotonic()
    service.server.stop()
    assert await service.running == 0
    assert time.monotonic() - began < 10


async def test_a_call_that_ends_by_itself_is_not_touched(start_service: StartService, lines: Log) -> None:
    service = await start_service(grace_seconds=30)
    async with service.twilio().call() as stream:
        listening = asyncio.create_task(stream.listen())
        await hear_greeting(stream)
        service.server.stop()
        await lines.event("draining")
        before, said = len(stream.audio), marked(50)
        await stream.say(said)
        await wait_for(lambda: len(stream.audio) >= before + len(said))
        assert bytes(stream.audio[before:]) == said
        assert not service.running.done()
        await stream.send("stop", stop={})
        await listening
        began = time.monotonic()
        assert await service.running == 0
        assert time.monotonic() - began < 10
    assert not lines.events("moving-calls")


async def test_long_calls_are_moved_before_the_grace_is_over(start_service: StartService, lines: Log) -> None:
    service = await start_service(grace_seconds=2)
    twilio = service.twilio()
    async with twilio.call() as one, twilio.call() as two:
        calls = [asyncio.create_task(stream.listen()) for stream in (one, two)]
        saying = [asyncio.create_task(stream.say(marked(200))) for stream in (one, two)]
        await wait_for(lambda: len(lines.events("call-began")) == 2)
        began = time.monotonic()
        service.server.stop()
        # In the server's own event loop: a busy machine delays both alike.
        grace = asyncio.create_task(asyncio.sleep(2))
        # A normal close: Twilio goes on with the Redirect after the Stream.
        assert await asyncio.gather(*calls) == [1000, 1000]
        assert time.monotonic() - began > 0.8
        assert await service.running == 0
        assert not grace.done()
        grace.cancel()
        for task in saying:
            task.cancel()
        await asyncio.gather(*saying, return_exceptions=True)
    assert {line["reason"] for line in lines.events("call-ended")} == {"moved"}


async def test_takes_no_new_call_but_one_it_has_answered(start_service: StartService, lines: Log) -> None:
    service = await start_service(grace_seconds=4, limits=replace(SHORT, reservation_seconds=3))
    twilio = service.twilio()
    async with twilio.call():
        await lines.event("call-began")
        on_its_way, refused = new_sid("CA"), new_sid("CA")
        token = (await twilio.webhook(on_its_way)).call_token
        service.server.stop()
        await lines.event("draining")
        assert (await twilio.webhook(refused)).verbs == ["Reject"]
        assert (await twilio.webhook(refused, f"{twilio.webhook_url}?moved=1")).verbs == ["Pause", "Redirect"]
        async with twilio.stream(on_its_way) as stream:
            await stream.begin(token)
            await stream.media(marked(1))
            await wait_for(lambda: on_its_way in [line["call"] for line in lines.events("call-began")])


async def test_a_call_that_never_comes_does_not_delay_the_moved_calls(start_service: StartService, lines: Log) -> None:
    limits = replace(SHORT, reservation_seconds=60, line_stop_seconds=20)
    service = await start_service(grace_seconds=2, limits=limits)
    twilio = service.twilio()
    async with twilio.call() as stream, stream.silence():
        await lines.event("call-began")
        assert (await twilio.webhook(new_sid("CA"))).call_token
        service.server.stop()
        assert await stream.listen() == 1000
        assert await asyncio.wait_for(service.running, 10) == 0


async def test_a_peer_that_ignores_the_close_does_not_hold_the_server(start_service: StartService, lines: Log) -> None:
    service = await start_service(grace_seconds=2)
    async with service.twilio().call() as stream, stream.silence():
        await lines.event("call-began")
        stream.socket.transport.pause_reading()
        service.server.stop()
        # The caller never stops sending: only the server itself can end this.
        assert await asyncio.wait_for(service.running, 10) == 0
        stream.socket.transport.abort()
