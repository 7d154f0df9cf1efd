"""What the steps need in order to have a provider of OpenID Connect prove who somebody is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class ProviderFailed(Exception):
    """The provider does not answer, or what it says does not prove anything; str() is for the operator alone."""


class NotProvedAnew(ProviderFailed):
    """The person was to sign in there anew, and the provider does not say that they did."""


@dataclass(frozen=True)
class Proof:
    """What the provider says about the person who signed in there."""

    issuer: str
    subject: str
    email: str | None  # None: the provider does not vouch for an address
    signed_in_at: datetime | None = None  # when they proved there who they are; None: the provider does not say


@dataclass(frozen=True)
class Errand:
    """What has to be the same when a browser leaves for the provider and when it comes back."""

    callback: str  # the address where it comes back
    state: str
    nonce: str
    verifier: str
    is_fresh: bool = False  # the person is to prove anew who they are, even if they are signed in there


class Provider(Protocol):
    """The provider of OpenID Connect that the operator has set."""

    @property
    def name(self) -> str | None:
        """What people call it; None: none is set."""
        ...

    def address(self, errand: Errand) -> str:
        """Where the browser goes to sign in there; raises ProviderFailed."""
        ...

    def proof(self, errand: Errand, code: str) -> Proof:
        """Who signed in there; raises ProviderFailed, also where they were to prove it anew and did not."""
        ...
