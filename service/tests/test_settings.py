"""Settings: defaults, every fault at once, no value in a message."""

import secrets

import pytest

from phone_service.settings import Settings, SettingsError, read_settings

from .support.twilio import new_sid


def environment(**changes: str) -> dict[str, str]:
    return {
        "EXTERNAL_DOMAIN": "phone.example.com",
        "TWILIO_ACCOUNT_SID": new_sid("AC"),
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "TWILIO_API_SID": new_sid("SK"),
        "TWILIO_API_SECRET": secrets.token_hex(16),
        **changes,
    }


def faults(**changes: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environment(**changes))
    return caught.value.faults


def test_needs_five_variables_and_has_defaults_for_the_rest() -> None:
    given = environment()
    settings = read_settings(given)
    expected = Settings(
        external_domain="phone.example.com",
        account_sid=given["TWILIO_ACCOUNT_SID"],
        auth_tokens=(given["TWILIO_AUTH_TOKEN"],),
        api_sid=given["TWILIO_API_SID"],
        api_secret=given["TWILIO_API_SECRET"],
    )
    assert settings == expected
    assert (settings.port, settings.webhook_path, settings.media_stream_path) == (
        7860,
        "/incoming-call",
        "/media-stream",
    )
    assert settings.twilio_api_url == "https://api.twilio.com"


def test_reports_every_missing_variable_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({})
    names = {fault.split(":")[0] for fault in caught.value.faults}
    assert names == {
        "EXTERNAL_DOMAIN",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_API_SID",
        "TWILIO_API_SECRET",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EXTERNAL_DOMAIN", "https://phone.example.com"),
        ("EXTERNAL_DOMAIN", "phone.example.com/x"),
        ("EXTERNAL_DOMAIN", "phone.example.com\n"),
        ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32),
        ("TWILIO_AUTH_TOKEN", "0" * 31),
        ("TWILIO_AUTH_TOKEN", "0" * 32 + "\n"),
        ("TWILIO_AUTH_TOKEN_NEXT", "G" * 32),
        ("TWILIO_API_SID", "AC" + "0" * 32),
        ("TWILIO_API_SECRET", "0" * 33),
        ("HOST", "localhost; rm"),
        ("PORT", "65536"),
        ("PORT", "७८६०"),
        ("MAX_CALLS", "-3"),
        ("MAX_CALLS", "many"),
        ("MAX_CALL_MINUTES", "2881"),
        ("GRACEFUL_SHUTDOWN_TIMEOUT", "1.5"),
        ("METRIC_NAMESPACE", "a b"),
        ("TASK_FAMILY", "a/b"),
        ("WEBHOOK_PATH", "incoming-call"),
        ("MEDIA_STREAM_PATH", "/a b"),
        ("MEDIA_STREAM_PATH", "/a?b=c"),
        ("CALL_HANDOVER", "yes"),
        ("ECS_AGENT_URI", "https://example.com"),
        ("ECS_AGENT_URI", "http://[::1"),
        ("PHONE_TEST_TWILIO_API_URL", "https://api.example.com"),
        ("PHONE_TEST_TWILIO_API_URL", "http://api.example.com"),
        ("PHONE_TEST_TWILIO_API_URL", "http://127.0.0.1.example.com"),
        ("PHONE_TEST_TWILIO_API_URL", "http://localhost@example.com"),
    ],
)
def test_refuses_a_wrong_value_and_does_not_show_it(name: str, value: str) -> None:
    (fault,) = faults(**{name: value})
    assert fault.startswith(f"{name}: expected ")
    assert value not in fault


def test_reports_faults_of_different_kinds_together() -> None:
    found = faults(PORT="x", TWILIO_API_SECRET="", WEBHOOK_PATH="/same", MEDIA_STREAM_PATH="/same")
    assert [fault.split(":")[0] for fault in found] == [
        "TWILIO_API_SECRET",
        "PORT",
        "WEBHOOK_PATH and MEDIA_STREAM_PATH",
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "0"), ("MAX_CALLS", "0"), ("WEBHOOK_PATH", "/health"), ("MEDIA_STREAM_PATH", "/ready")]
)
def test_refuses_what_is_just_outside(name: str, value: str) -> None:
    assert len(faults(**{name: value})) == 1


@pytest.mark.parametrize("path", ["/", "/ws", "/a/b-c"])
def test_takes_other_paths(path: str) -> None:
    assert read_settings(environment(WEBHOOK_PATH=path)).webhook_path == path


def test_an_empty_next_token_is_none_and_the_same_one_counts_once() -> None:
    token = secrets.token_hex(16)
    assert read_settings(environment(TWILIO_AUTH_TOKEN_NEXT="")).auth_tokens[1:] == ()
    same = read_settings(environment(TWILIO_AUTH_TOKEN=token, TWILIO_AUTH_TOKEN_NEXT=token))
    assert len(same.auth_tokens) == 1
    assert read_settings(environment(TWILIO_AUTH_TOKEN_NEXT=token)).auth_tokens[1] == token


def test_takes_what_the_stacks_config_takes() -> None:
    """Its formats allow capital hexadecimal digits."""
    settings = read_settings(environment(TWILIO_ACCOUNT_SID="AC" + "AbCdEf0123456789" * 2, TWILIO_AUTH_TOKEN="F" * 32))
    assert settings.auth_tokens == ("F" * 32,)


def test_a_printed_settings_object_shows_no_credential() -> None:
    given = environment(TWILIO_AUTH_TOKEN_NEXT=secrets.token_hex(16))
    shown = repr(read_settings(given))
    assert all(value not in shown for name, value in given.items() if name.startswith("TWILIO_"))
