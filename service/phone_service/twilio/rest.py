"""Hangs up through Twilio's REST API. It uses the API key, which stays valid when the auth token is rotated."""

import asyncio
import time

import aiohttp

from phone_service import log
from phone_service.settings import Settings


async def hang_up(settings: Settings, call_sid: str) -> bool:
    """Ends the call at Twilio, within `hang_up_seconds`. Returns whether the call has ended; reads only the status."""
    began = time.monotonic()
    login = aiohttp.encode_basic_auth(settings.api_sid, settings.api_secret)
    calls = f"{settings.twilio_api_url}/2010-04-01/Accounts/{settings.account_sid}/Calls"
    try:
        async with (
            asyncio.timeout(settings.limits.hang_up_seconds),
            aiohttp.ClientSession(headers={"Authorization": login}) as session,
            session.post(f"{calls}/{call_sid}.json", data={"Status": "completed"}, allow_redirects=False) as answer,
        ):
            status = answer.status
    except (OSError, TimeoutError, aiohttp.ClientError) as error:
        log.failure("hang-up-failed", error, call=call_sid, seconds=round(time.monotonic() - began, 3))
        return False
    # 404: the call is over already.
    done = status in (200, 404)
    seconds = round(time.monotonic() - began, 3)
    log.event("hang-up", "INFO" if done else "ERROR", call=call_sid, status=status, seconds=seconds)
    return done
