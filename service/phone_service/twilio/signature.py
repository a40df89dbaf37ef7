"""Whether a request comes from Twilio: `X-Twilio-Signature` over the public address.

Source: https://www.twilio.com/docs/usage/security#validating-requests. The address is the public one, because the load
balancer ends TLS and the service sees another scheme and host.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Protocol

Parameters = Sequence[tuple[str, str]]


class Scheme(Protocol):
    """One way of signing with one key. Twilio's SharedKeys (a beta, HMAC-SHA256) would be a second class."""

    name: str

    def matches(self, url: str, parameters: Parameters, headers: Mapping[str, str]) -> bool:
        """Says whether the signature is right, in constant time."""
        ...


class AuthToken:
    """HMAC-SHA1 with an auth token over the address and the sorted POST parameters."""

    def __init__(self, name: str, token: str) -> None:
        self.name = name
        self._key = token.encode()

    def matches(self, url: str, parameters: Parameters, headers: Mapping[str, str]) -> bool:
        """Says whether the signature is right, in constant time."""
        # Twilio's own libraries sign a repeated value once.
        signed = url + "".join(name + value for name, value in sorted(set(parameters)))
        expected = base64.b64encode(hmac.new(self._key, signed.encode(), hashlib.sha1).digest())
        given = headers.get("x-twilio-signature", "")
        return hmac.compare_digest(expected, given.encode("utf-8", "surrogateescape"))


class SignatureCheck:
    """Accepts what any of its schemes signed, and counts which one it was."""

    def __init__(self, schemes: Sequence[Scheme]) -> None:
        self._schemes = schemes
        self.counts = {scheme.name: 0 for scheme in schemes}

    def matched(self, url: str, parameters: Parameters, headers: Mapping[str, str]) -> str | None:
        """Names the scheme that signed the request, or None. All are tried, so that the time shows nothing."""
        results = [(scheme.name, scheme.matches(url, parameters, headers)) for scheme in self._schemes]
        name = next((name for name, matches in results if matches), None)
        if name is not None:
            self.counts[name] += 1
        return name


def signature_check(auth_tokens: Sequence[str]) -> SignatureCheck:
    """Checks with the auth token and, during a rotation, with the next one."""
    names = ("TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_NEXT")
    return SignatureCheck([AuthToken(name, token) for name, token in zip(names, auth_tokens, strict=False)])
