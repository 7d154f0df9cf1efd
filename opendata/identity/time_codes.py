"""Codes that an app makes from a secret and the time (TOTP, RFC 6238): the only use of pyotp."""

import hmac
from datetime import UTC, datetime, timedelta

import pyotp

CLOCKS_DIFFER = 1  # by so many steps of half a minute may a phone's clock go wrong


class TimeCodes:
    """Implements steps.ports.codes.Codes."""

    def new_secret(self) -> str:
        return pyotp.random_base32()

    def address(self, secret: str, email: str, service: str) -> str:
        return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=service)

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        codes = pyotp.TOTP(secret)
        for step in range(-CLOCKS_DIFFER, CLOCKS_DIFFER + 1):
            moment = now.astimezone(UTC) + timedelta(seconds=step * codes.interval)
            if hmac.compare_digest(codes.at(moment).encode(), code.encode("utf-8", "replace")):
                return codes.timecode(moment)
        return None
