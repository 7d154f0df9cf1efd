"""What the steps need in order to prove the codes that an app on a person's phone makes from a shared secret."""

from datetime import datetime
from typing import Protocol


class Codes(Protocol):
    """Codes of six digits that hold for half a minute (TOTP)."""

    def new_secret(self) -> str:
        """A new secret for a person's app."""
        ...

    def address(self, secret: str, email: str, service: str) -> str:
        """The address (otpauth:) that an app reads from a picture."""
        ...

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """The step of time that the code was made for, if it is now, or the one before or after; else None."""
        ...
