"""What the steps need in order to send requests to addresses that others have named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class OutgoingAnswer:
    """What a server on the internet answered."""

    status: int
    milliseconds: int  # from the beginning of the request to the end of the answer
    content: bytes = b""  # its first bytes


class NotReached(Exception):
    """There is no answer.

    reason: "address-refused" (it leads inside), "name-unknown", "not-reached", "too-slow", "not-encrypted" (its
    certificate does not hold), "no-answer" (what came is no answer of HTTP) or "cut-off" (it ended too early); of
    files also those that ports/fetching.py names.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail  # the detail is for the operator alone


class Outgoing(Protocol):
    """Sends requests, and none to an address inside."""

    def must_be_address(self, name: str, url: str) -> None:
        """Raise RequestNotValid about the field of that name where the text is no address that may be asked.

        No name is looked up: what it stands for may change, and is judged with each request.
        """
        ...

    def post(self, url: str, headers: Mapping[str, str], content: bytes) -> OutgoingAnswer:
        """The answer to a request, whatever its status; redirects are not followed. Raises NotReached."""
        ...
