"""Hanging up: `#` ends the call at Twilio, with the API key pair, within three seconds whatever Twilio does."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from pipecat.frames.frames import EndFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.serializers.twilio import TwilioFrameSerializer
from pipecat.transports.websocket.fastapi import FastAPIWebsocketParams, FastAPIWebsocketTransport
from pipecat.workers.runner import WorkerRunner

from phone_service.calls import Call

from .conftest import SHORT, StartService
from .support.log import Log
from .support.servers import recording_server
from .support.twilio import Stream


async def test_hash_ends_the_call_with_the_api_key_pair(start_service: StartService, lines: Log) -> None:
    async with recording_server() as api:
        service = await start_service(twilio_api_url=api.url)
        settings = service.settings
        async with service.twilio().call() as stream:

            async def end() -> None:
                await stream.send("stop", stop={})

            api.on_request = end
            await lines.event("call-began")
            await stream.press("#")
            await stream.listen()
        (request,) = api.requests
        path = f"/2010-04-01/Accounts/{settings.account_sid}/Calls/{stream.call_sid}.json"
        assert (request["method"], request["path"], request["text"]) == ("POST", path, "Status=completed")
        assert request["login"] == f"{settings.api_sid}:{settings.api_secret}"
    assert (await lines.event("hang-up"))["status"] == 200
    assert (await lines.event("call-ended"))["reason"] == "caller"


async def press_and_listen(stream: Stream) -> float:
    """Presses `#`, keeps sending audio as Twilio does, and returns the seconds until the socket is closed."""
    began = asyncio.get_running_loop().time()
    await stream.press("#")
    saying = asyncio.create_task(stream.say(bytes(160 * 200)))
    assert await stream.listen() == 1000
    saying.cancel()
    await asyncio.gather(saying, return_exceptions=True)
    return asyncio.get_running_loop().time() - began


async def test_an_api_that_never_answers_is_not_waited_for(start_service: StartService, lines: Log) -> None:
    async with recording_server(silent=True) as api:
        service = await start_service(twilio_api_url=api.url)
        twilio = service.twilio()
        async with twilio.call() as stream:
            assert await press_and_listen(stream) < SHORT.hang_up_seconds + 0.5
        failed = await lines.event("hang-up-failed")
        assert (failed["error"], failed["call"]) == ("TimeoutError", stream.call_sid)
        # Twilio now follows the redirect. The caller wanted to go: no second greeting.
        again = await twilio.webhook(stream.call_sid, f"{twilio.webhook_url}?moved=1")
        assert again.verbs == ["Hangup"]


async def test_an_error_of_the_api_is_logged_without_its_text(start_service: StartService, lines: Log) -> None:
    async with recording_server(status=401) as api:
        service = await start_service(twilio_api_url=api.url)
        api.body = {"message": f"{service.settings.account_sid} may not"}
        async with service.twilio().call() as stream:
            await press_and_listen(stream)
        assert (await lines.event("hang-up"))["status"] == 401
        assert service.settings.account_sid not in str(lines.lines)


async def test_an_api_that_cannot_be_reached_ends_the_call_as_well(start_service: StartService, lines: Log) -> None:
    service = await start_service()
    async with service.twilio().call() as stream:
        await press_and_listen(stream)
    assert (await lines.event("hang-up-failed"))["error"] == "ClientConnectorError"


async def test_a_stream_that_twilio_leaves_open_is_closed(start_service: StartService, lines: Log) -> None:
    async with recording_server(status=404) as api:
        service = await start_service(twilio_api_url=api.url)
        async with service.twilio().call() as stream:
            assert await press_and_listen(stream) < 2 * SHORT.hang_up_seconds + 0.5
    assert (await lines.event("call-ended"))["reason"] == "line"


async def returns(_call: Call) -> None:
    """A line that is done at once."""


async def ends_its_pipeline(call: Call) -> None:
    """A bot as Pipecat's examples have it, which ends with an EndFrame."""
    serializer = TwilioFrameSerializer(call.stream_sid, params=TwilioFrameSerializer.InputParams(auto_hang_up=False))
    params = FastAPIWebsocketParams(audio_in_enabled=True, audio_out_enabled=True, serializer=serializer)
    transport = FastAPIWebsocketTransport(call.socket, params)
    worker = PipelineWorker(Pipeline([transport.input(), transport.output()]))
    await worker.queue_frame(EndFrame())
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    await runner.run()


@pytest.mark.parametrize("run_line", [returns, ends_its_pipeline])
async def test_a_line_that_is_done_hangs_up(
    start_service: StartService,
    lines: Log,
    monkeypatch: pytest.MonkeyPatch,
    run_line: Callable[[Call], Awaitable[None]],
) -> None:
    monkeypatch.setattr("phone_service.web.run_line", run_line)
    async with recording_server() as api:
        service = await start_service(twilio_api_url=api.url)
        async with service.twilio().call() as stream:

            async def end() -> None:
                await stream.send("stop", stop={})

            api.on_request = end
            await stream.listen()
        assert [request["text"] for request in api.requests] == ["Status=completed"]
    assert (await lines.event("call-ended"))["call"] == stream.call_sid
    assert not lines.events("library")
