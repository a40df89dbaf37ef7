"""A token for one call: the service accepts a stream only for a call that one of its tasks has answered.

The signature of the WebSocket upgrade covers neither a call SID nor a time. The TwiML therefore gives Twilio a token.
Twilio sends it back in the stream's `start` message, perhaps to another task. Tasks share only their credentials, and a
rotation changes some of them. A token therefore contains one MAC for each credential of the task that made it. It is
valid when the verifying task has at least one of these credentials.

Two tasks before and after a rotation step always share one. A rotation of the auth token keeps the API key. A rotation
of the API key keeps the auth token. If both change in one update, the old auth token stays until Twilio promotes the
next one.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence

_PURPOSE = b"pipecat-phone-service call token 1"
_FORM = re.compile(r"([0-9]{1,12})((?:\.[A-Za-z0-9_-]{43}){1,4})\Z")


class CallTokens:
    """Makes and verifies call tokens. The MAC keys are derived from the credentials."""

    def __init__(self, credentials: Sequence[str]) -> None:
        self._keys = [hmac.digest(value.encode(), _PURPOSE, "sha256") for value in credentials]

    def make(self, call_sid: str, now: float, seconds: float) -> str:
        """Makes a token for the given call and time. It has under 200 characters (Twilio allows 500)."""
        expiry = int(now + seconds)
        return ".".join([str(expiry), *(_mac(key, call_sid, expiry) for key in self._keys)])

    def is_good(self, token: str, call_sid: str, now: float) -> bool:
        """Returns whether the token belongs to the call and has not expired. Compares all pairs in constant time."""
        form = _FORM.match(token)
        if form is None:
            return False
        expiry, macs = int(form[1]), form[2][1:].split(".")
        expected = [_mac(key, call_sid, expiry) for key in self._keys]
        matches = [hmac.compare_digest(mac, own) for mac in macs for own in expected]
        return any(matches) and now < expiry


def _mac(key: bytes, call_sid: str, expiry: int) -> str:
    digest = hmac.digest(key, f"{call_sid}\n{expiry}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
