"""What callers hear. REPLACE THIS FILE WITH YOUR BOT: keep `run_line`, put your own pipeline in it.

A `Call` has a socket for Pipecat's transport, the SIDs for its serializer, and `hang_up()`. The socket checks each
incoming message. When the call ends, for whatever reason, the socket ends too, and `run_line` has three seconds to
return. If `run_line` returns earlier, for example after an EndFrame, the server hangs up the call.
"""

import math
import time
import wave
from importlib.resources import files

from pipecat.audio.dtmf.types import KeypadEntry
from pipecat.frames.frames import Frame, InputAudioRawFrame, InputDTMFFrame, InterruptionFrame, OutputAudioRawFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.serializers.twilio import TwilioFrameSerializer
from pipecat.transports.websocket.fastapi import FastAPIWebsocketParams, FastAPIWebsocketTransport
from pipecat.workers.runner import WorkerRunner

from phone_service.calls import Call

SAMPLE_RATE = 8000
"""Twilio's sample rate. A bot with speech models uses 16000, and Pipecat converts."""

_CHUNK_BYTES = SAMPLE_RATE * 2 * 40 // 1000


def read_greeting() -> bytes:
    """Reads the greeting and pads it with silence, because Pipecat sends whole chunks of 40 ms."""
    with files("phone_service").joinpath("greeting.wav").open("rb") as file, wave.open(file) as recording:
        audio = bytes(recording.readframes(recording.getnframes()))
    return audio + bytes(-len(audio) % _CHUNK_BYTES)


GREETING = read_greeting()


async def run_line(call: Call) -> None:
    """Greets the caller, echoes the audio and handles `*` and `#`. Returns when the call is over."""
    transport = FastAPIWebsocketTransport(
        call.socket,
        FastAPIWebsocketParams(
            audio_in_enabled=True,
            audio_out_enabled=True,
            # Pipecat's own hang-up has no time limit and logs Twilio's answers. Use `call.hang_up()` instead.
            serializer=TwilioFrameSerializer(
                call.stream_sid, params=TwilioFrameSerializer.InputParams(auto_hang_up=False)
            ),
        ),
    )
    echo = Echo(call)
    worker = PipelineWorker(
        Pipeline([transport.input(), echo, transport.output()]),
        params=PipelineParams(audio_in_sample_rate=SAMPLE_RATE, audio_out_sample_rate=SAMPLE_RATE),
        # A silent caller must not end the call. The socket itself detects a dead connection.
        idle_timeout_secs=None,
        enable_rtvi=False,
        enable_turn_tracking=False,
    )

    async def greet(_worker: object, _frame: object) -> None:
        await echo.greet()

    async def stop(_transport: object, _socket: object) -> None:
        await worker.cancel()

    worker.add_event_handler("on_pipeline_started", greet)
    transport.add_event_handler("on_client_disconnected", stop)

    # The server handles the signals, because calls continue after SIGTERM while the task drains.
    runner = WorkerRunner(handle_sigint=False, handle_sigterm=False)
    await runner.add_workers(worker)
    await runner.run()


class Echo(FrameProcessor):
    """Plays the greeting, then echoes the caller's audio. `*` repeats the greeting, `#` hangs up."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self._call = call
        self._greeting_ends = math.inf

    async def greet(self) -> None:
        """Plays the greeting. Audio during the greeting is not echoed: the echo would be late for the whole call."""
        self._greeting_ends = time.monotonic() + len(GREETING) / 2 / SAMPLE_RATE
        await self._play(GREETING)

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Handles one frame of the pipeline."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            if time.monotonic() >= self._greeting_ends:
                await self._play(frame.audio)
        elif isinstance(frame, InputDTMFFrame):
            await self._press(frame.button)
        else:
            await self.push_frame(frame, direction)

    async def _press(self, button: KeypadEntry) -> None:
        if button is KeypadEntry.STAR:
            await self.push_frame(InterruptionFrame())
            await self.greet()
        elif button is KeypadEntry.POUND:
            # In a separate task, because it waits for Twilio while the socket must be read.
            self.create_task(self._call.hang_up())

    async def _play(self, audio: bytes) -> None:
        await self.push_frame(OutputAudioRawFrame(audio, sample_rate=SAMPLE_RATE, num_channels=1))
