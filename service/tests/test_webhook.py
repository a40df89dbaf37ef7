"""The webhook: who may ask, and what is answered."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace

import aiohttp
import pytest

from .conftest import SHORT, StartService
from .support.log import Log
from .support.twilio import Twilio, new_sid, signature
from .support.wait import wait_for


async def test_answers_a_signed_request_with_a_stream_and_a_redirect(twilio: Twilio) -> None:
    answer = await twilio.webhook(new_sid("CA"))
    assert answer.status == 200
    assert answer.verbs == ["Connect", "Redirect"]
    assert answer.attribute("Connect/Stream", "url") == "wss://phone.example.com/media-stream"
    assert answer.redirect == "https://phone.example.com/incoming-call?moved=1"
    assert answer.attribute("Redirect", "method") == "POST"


async def test_counts_the_moves_of_a_call_and_stops_at_three(twilio: Twilio) -> None:
    url, seen = twilio.webhook_url, []
    for _ in range(4):
        answer = await twilio.webhook(new_sid("CA"), url)
        seen.append(answer.redirect)
        url = answer.redirect or ""
    assert seen == [*(f"https://phone.example.com/incoming-call?moved={n}" for n in (1, 2, 3)), None]


@pytest.mark.parametrize("moved", ["4", "99", "-1", "x", "", "٣", "0x1"])
async def test_a_counter_that_is_no_counter_ends_the_moves(twilio: Twilio, moved: str) -> None:
    url = f"{twilio.webhook_url}?moved={moved}".encode("ascii", "ignore").decode()
    assert (await twilio.webhook(new_sid("CA"), url)).redirect is None


@pytest.mark.parametrize(
    "given",
    [None, "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "ÿ"],
    ids=["none", "empty", "short", "wrong", "latin-1"],
)
async def test_refuses_a_request_without_a_right_signature(twilio: Twilio, lines: Log, given: str | None) -> None:
    answer = await twilio.webhook(new_sid("CA"), signature=given)
    assert (answer.status, answer.text) == (403, "")
    assert lines.events("webhook-refused")[0]["reason"] == "signature"


async def test_refuses_what_was_signed_for_something_else(twilio: Twilio) -> None:
    data = {"CallSid": new_sid("CA")}
    for url in (
        twilio.webhook_url.replace("https", "http"),
        twilio.webhook_url + "/",
        f"{twilio.base_url}{twilio.webhook_path}",
        twilio.stream_url,
    ):
        answer = await twilio.webhook(data["CallSid"], data=data, signature=signature(twilio.auth_token, url, data))
        assert answer.status == 403
    one_field_less = signature(twilio.auth_token, twilio.webhook_url, data)
    assert (await twilio.webhook(data["CallSid"], signature=one_field_less)).status == 403


async def test_accepts_both_tokens_during_a_rotation_and_counts_which(start_service: StartService, lines: Log) -> None:
    old, new = secrets.token_hex(16), secrets.token_hex(16)
    service = await start_service(auth_tokens=(old, new), task_family="rotating")
    for token, count in ((old, 2), (new, 3)):
        for _ in range(count):
            assert (await service.twilio(auth_token=token).webhook(new_sid("CA"))).status == 200
    assert (await service.twilio(auth_token=secrets.token_hex(16)).webhook(new_sid("CA"))).status == 403

    def counted() -> tuple[int, int]:
        metrics = lines.metrics("rotating")
        return sum(line["SignedByToken"] for line in metrics), sum(line["SignedByNextToken"] for line in metrics)

    await wait_for(lambda: counted() == (2, 3))
    # A later line does not count the same requests again.
    written = len(lines.metrics("rotating"))
    await wait_for(lambda: len(lines.metrics("rotating")) > written)
    assert counted() == (2, 3)


async def test_the_next_token_is_not_accepted_where_it_is_not_set(twilio: Twilio) -> None:
    twilio.auth_token = secrets.token_hex(16)
    assert (await twilio.webhook(new_sid("CA"))).status == 403


async def test_an_empty_token_signs_nothing(twilio: Twilio) -> None:
    twilio.auth_token = ""
    assert (await twilio.webhook(new_sid("CA"))).status == 403


async def test_says_busy_when_full_and_a_moved_call_tries_again(start_service: StartService, lines: Log) -> None:
    service = await start_service(max_calls=1)
    twilio = service.twilio()
    async with twilio.call():
        await lines.event("call-began")
        answer = await twilio.webhook(new_sid("CA"))
        assert answer.verbs == ["Reject"]
        assert answer.attribute("Reject", "reason") == "busy"
        moved = await twilio.webhook(new_sid("CA"), f"{twilio.webhook_url}?moved=2")
        assert moved.verbs == ["Pause", "Redirect"]
        assert moved.redirect == "https://phone.example.com/incoming-call?moved=3"
        last = await twilio.webhook(new_sid("CA"), f"{twilio.webhook_url}?moved=3")
        assert last.verbs == ["Hangup"]
        assert {line["reason"] for line in lines.events("call-refused")} == {"busy"}


async def test_keeps_a_place_for_a_call_on_its_way_but_not_forever(
    start_service: StartService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = await start_service(max_calls=1, grace_seconds=1, limits=replace(SHORT, reservation_seconds=60))
    twilio = service.twilio()
    assert (await twilio.webhook(new_sid("CA"))).verbs == ["Connect", "Redirect"]
    assert (await twilio.webhook(new_sid("CA"))).verbs == ["Reject"]
    a_minute_later = SimpleNamespace(monotonic=lambda: time.monotonic() + 60)
    monkeypatch.setattr("phone_service.calls.time", a_minute_later)
    assert (await twilio.webhook(new_sid("CA"))).verbs == ["Connect", "Redirect"]


async def test_other_paths_carry_a_stock_bots_addresses(start_service: StartService) -> None:
    service = await start_service(webhook_path="/", media_stream_path="/ws")
    twilio = service.twilio()
    answer = await twilio.webhook(new_sid("CA"))
    assert answer.attribute("Connect/Stream", "url") == "wss://phone.example.com/ws"
    async with twilio.call() as stream:
        await stream.press("#")


async def test_refuses_bodies_that_twilio_would_not_send(twilio: Twilio) -> None:
    url = twilio.base_url + twilio.webhook_path
    signed = {"X-Twilio-Signature": signature(twilio.auth_token, twilio.webhook_url)}

    async def never_ends() -> AsyncIterator[bytes]:
        yield b"CallSid="
        await asyncio.sleep(1)

    async with aiohttp.ClientSession() as session:
        for body, status in ((b"a" * 70_000, 413), (b"\xff\xfe=1", 400), (b"no-field", 400), (never_ends(), 408)):
            async with session.post(url, data=body, headers=signed) as answer:
                assert answer.status == status
        async with session.get(url, headers=signed) as answer:
            assert answer.status == 405
    assert (await twilio.webhook("CA1")).status == 400


async def test_health_stays_200_and_ready_says_what_is_the_matter(start_service: StartService, lines: Log) -> None:
    service = await start_service(max_calls=1, grace_seconds=3)

    async def get(path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(service.url + path) as answer:
            return answer.status, (await answer.json())["status"]

    assert (await get("/health"), await get("/ready")) == ((200, "ok"), (200, "ready"))
    async with service.twilio().call():
        await lines.event("call-began")
        assert (await get("/health"), await get("/ready")) == ((200, "ok"), (503, "busy"))
        service.server.stop()
        await lines.event("draining")
        assert (await get("/health"), await get("/ready")) == ((200, "ok"), (503, "draining"))
