"""Call tokens: for one call, for a while, on every task, through a rotation."""

import secrets

import pytest

from phone_service.twilio.call_token import CallTokens

from .support.twilio import new_sid

NOW = 1_800_000_000.0


def new(count: int) -> list[str]:
    return [secrets.token_hex(16) for _ in range(count)]


def test_is_good_for_its_call_and_its_time_only() -> None:
    tokens = CallTokens(new(2))
    call = new_sid("CA")
    token = tokens.make(call, NOW, 60)
    assert tokens.is_good(token, call, NOW + 59)
    assert not tokens.is_good(token, call, NOW + 60)
    assert not tokens.is_good(token, new_sid("CA"), NOW)


def test_its_expiry_cannot_be_changed() -> None:
    tokens = CallTokens(new(2))
    call = new_sid("CA")
    expiry, _, macs = tokens.make(call, NOW, 60).partition(".")
    assert not tokens.is_good(f"{int(expiry) + 3600}.{macs}", call, NOW)


def test_two_tasks_that_share_no_credential_do_not_trust_each_other() -> None:
    call = new_sid("CA")
    assert not CallTokens(new(2)).is_good(CallTokens(new(2)).make(call, NOW, 60), call, NOW)


def test_tasks_from_before_and_after_any_step_of_a_rotation_trust_each_other() -> None:
    old_key, new_key, old_token, new_token = new(4)
    steps = [
        # The next token and a new API key arrive in one update; then the next token becomes the token.
        ([old_key, old_token], [new_key, old_token, new_token]),
        ([new_key, old_token, new_token], [new_key, new_token]),
        # One of the two alone.
        ([old_key, old_token], [old_key, new_token]),
        ([old_key, old_token], [new_key, old_token]),
    ]
    for before, after in steps:
        call = new_sid("CA")
        for maker, verifier in ((before, after), (after, before)):
            assert CallTokens(verifier).is_good(CallTokens(maker).make(call, NOW, 60), call, NOW)


MAC = "a" * 43


@pytest.mark.parametrize("token", ["", ".", "1", "1.", "x" * 200, f"1800000060.{MAC}\n", f"{'9' * 13}.{MAC}", MAC])
def test_other_text_is_no_token(token: str) -> None:
    assert not CallTokens(new(1)).is_good(token, new_sid("CA"), NOW)


def test_fits_a_parameter_and_holds_no_credential() -> None:
    credentials = new(3)
    token = CallTokens(credentials).make(new_sid("CA"), NOW, 60)
    assert len(token) < 500 - len("token")
    assert not any(credential in token for credential in credentials)
