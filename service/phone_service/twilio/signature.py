"""Checks that a request comes from Twilio: its `X-Twilio-Signature` covers the public URL.

Source: https://www.twilio.com/docs/usage/security#validating-requests. The service itself sees another
scheme and host, because the load balancer terminates TLS.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Protocol

Parameters = Sequence[tuple[str, str]]


class Scheme(Protocol):
    """A signature method with one key. Twilio's SharedKeys (a beta, HMAC-SHA256) would be a second class."""

    name: str

    def matches(self, url: str, parameters: Parameters, headers: Mapping[str, str]) -> bool:
        """Returns whether the signature is right. Compares in constant time."""
        ...


class AuthToken:
    """HMAC-SHA1 with an auth token over the URL and the sorted POST parameters."""

    def __init__(self, name: str, token: str) -> None:
        self.name = name
        self._key = token.encode()

    def matches(self, url: str, parameters: Parameters, headers: Mapping[str, str]) -> bool:
        """Returns whether the signature is right. Compares in constant time."""
        # A name and value that occur twice are signed once, as in Twilio's own libraries.
        signed = url + "".join(name + value for name, value in sorted(set(parameters)))
        expected = base64.b64encode(hmac.new(self._key, signed.encode(), hashlib.sha1).digest())
        given = headers.get("x-twilio-signature", "")
        return hmac.compare_digest(expected, given.encode("utf-8", "surrogateescape"))


class SignatureCheck:
    """Accepts a request that any of its schemes signed, and counts the requests of each scheme."""

    def __init__(self, schemes: Sequence[Scheme]) -> None:
        self._schemes = schemes
        self.counts = {scheme.name: 0 for scheme in schemes}

    def matched(self, url: str, parameters: Parameters, headers: Mapping[str, str]) -> str | None:
        """Returns the name of the scheme that signed the request, or None. Tries all: timing reveals nothing."""
        results = [(scheme.name, scheme.matches(url, parameters, headers)) for scheme in self._schemes]
        name = next((name for name, matches in results if matches), None)
        if name is not None:
            self.counts[name] += 1
        return name


def signature_check(auth_tokens: Sequence[str]) -> SignatureCheck:
    """Makes a check with the auth token and, during a rotation, with the next one."""
    names = ("TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_NEXT")
    return SignatureCheck([AuthToken(name, token) for name, token in zip(names, auth_tokens, strict=False)])
