"""One simulated caller, who counts what comes back and when."""

import asyncio
import base64
import json
from dataclasses import dataclass, field

from tests.support.audio import marked
from tests.support.twilio import FRAME_BYTES, FRAME_SECONDS, Twilio

GREETING_SECONDS = 4.2
"""After this time the greeting is over, and the service echoes the caller's audio."""


@dataclass
class Heard:
    """What a caller heard of what was said."""

    sent: int
    lost: int
    delays: list[float] = field(default_factory=list)
    """Seconds from each frame's sending to its return."""


async def call(twilio: Twilio, seconds: float) -> Heard:
    """Calls, waits for the greeting's end, speaks for the given time and counts the frames that come back."""
    said = marked(int(seconds / FRAME_SECONDS))
    sent: list[float] = []
    heard = bytearray()
    back: list[float] = []
    loop = asyncio.get_running_loop()
    async with twilio.call() as stream:
        speaking = False

        async def listen() -> None:
            async for text in stream.socket:
                message = json.loads(text)
                if message["event"] == "media" and speaking:
                    heard.extend(base64.b64decode(message["media"]["payload"]))
                    back.extend([loop.time()] * (len(heard) // FRAME_BYTES - len(back)))

        listening = asyncio.create_task(listen())
        async with stream.silence():
            await asyncio.sleep(GREETING_SECONDS)
        # Echoed silence may still arrive. It does not count.
        await asyncio.sleep(0.2)
        speaking = True
        began = loop.time()
        for index in range(0, len(said), FRAME_BYTES):
            await asyncio.sleep(began + index / FRAME_BYTES * FRAME_SECONDS - loop.time())
            sent.append(loop.time())
            await stream.media(said[index : index + FRAME_BYTES])
        # Pipecat sends two frames at a time, so the last frame comes back only after another one was sent.
        async with stream.silence():
            deadline = loop.time() + 2
            while len(heard) < len(said) + FRAME_BYTES and loop.time() < deadline:
                await asyncio.sleep(0.02)
        await stream.send("stop", stop={})
        await listening
    # A frame of silence may have waited for the first one.
    start = max(heard.find(said[:FRAME_BYTES]), 0)
    frames = [bytes(said[i : i + FRAME_BYTES]) for i in range(0, len(said), FRAME_BYTES)]
    came = [bytes(heard[i : i + FRAME_BYTES]) for i in range(start, len(heard), FRAME_BYTES)]
    matching = sum(one == other for one, other in zip(frames, came, strict=False))
    skipped = start // FRAME_BYTES
    delays = [end - begin for begin, end in zip(sent, back[skipped:], strict=False)]
    return Heard(len(frames), len(frames) - matching, delays)
