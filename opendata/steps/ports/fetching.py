"""What the steps need in order to fetch files from addresses that others have named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class FetchedAnswer:
    """What a server answered to a request for a file, after all redirects."""

    status: int
    url: str  # that answered in the end
    headers: Mapping[str, str]  # names in small letters
    content: bytes = field(default=b"", repr=False)  # only of the status 200: the whole, unpacked


class Fetcher(Protocol):
    """Fetches files, and none from an address inside."""

    def must_be_address(self, name: str, url: str) -> None:
        """Raise RequestNotValid about the field of that name where the text is no address that may be asked."""
        ...

    def fetch(
        self, url: str, conditions: Mapping[str, str], most_bytes: int, patience_seconds: float
    ) -> FetchedAnswer:
        """The answer of an address; each of at most five redirects is judged as the first address is.

        conditions: headers such as If-None-Match. Raises NotReached, also with the reasons "too-large",
        "too-many-redirects", "redirect-unencrypted", "unknown-coding" and "cut-off".
        """
        ...
