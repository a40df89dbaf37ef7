"""The short greeting that the tests' service plays, and how a caller waits for its end."""

import asyncio

from .audio import to_mulaw, tone
from .twilio import Stream
from .wait import wait_for

SECONDS = 0.12
SAMPLES = tone(SECONDS)
GREETING = to_mulaw(SAMPLES)
"""As Twilio receives it."""


async def hear_greeting(stream: Stream) -> None:
    """Waits until the greeting is over, so that the line gives back what is said from now on. Needs `listen`."""
    await wait_for(lambda: len(stream.audio) >= len(GREETING))
    # Pipecat sends faster than real time. The line counts from before the first byte, so this is always long enough.
    await asyncio.sleep(SECONDS)
