"""What a caller hears."""

import asyncio

from .support.audio import marked
from .support.twilio import Twilio


async def test_gives_the_callers_audio_back_whole(twilio: Twilio) -> None:
    said = marked(50)
    async with twilio.call() as stream:
        listening = asyncio.create_task(stream.listen())
        await asyncio.sleep(0.2)
        greeting = len(stream.audio)
        await stream.say(said)
        await asyncio.sleep(0.2)
        await stream.send("stop", stop={})
        await listening
    assert greeting == 960
    heard = bytes(stream.audio[greeting:])
    assert said.startswith(heard)
    assert len(heard) >= len(said) - 2 * 160
