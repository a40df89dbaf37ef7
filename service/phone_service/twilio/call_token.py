"""A token for one call, so that a stream is taken only for a call that a task of ours has answered.

The upgrade's signature binds neither call nor time. The TwiML therefore hands Twilio a token, which comes back in the
stream's `start` message, perhaps at another task. Tasks share nothing but their secret, and a rotation changes that:
the tasks from before and from after hold different values. So a token carries one MAC for each credential that its
maker holds, and is good when one of them was made with a credential that the verifying task holds too.
A rotation of the auth token leaves the API key, a rotation of the API key leaves the auth token, and where both change
in one update, the old auth token stays until the next one has been promoted.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence

_PURPOSE = b"pipecat-phone-service call token 1"
_FORM = re.compile(r"([0-9]{1,12})((?:\.[A-Za-z0-9_-]{43}){1,4})\Z")


class CallTokens:
    """Makes and verifies call tokens; the credentials themselves only derive keys."""

    def __init__(self, credentials: Sequence[str]) -> None:
        self._keys = [hmac.digest(value.encode(), _PURPOSE, "sha256") for value in credentials]

    def make(self, call_sid: str, now: float, seconds: float) -> str:
        """Makes a token that is good for the given call and time; under 200 characters (Twilio allows 500)."""
        expiry = int(now + seconds)
        return ".".join([str(expiry), *(_mac(key, call_sid, expiry) for key in self._keys)])

    def is_good(self, token: str, call_sid: str, now: float) -> bool:
        """Says whether the token is right for the call and not expired. All pairs are compared, in constant time."""
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
