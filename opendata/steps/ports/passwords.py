"""What the steps need in order to prove passwords: hashing them, and knowing those that everybody tries first."""

from collections.abc import Iterable
from typing import Protocol


class Passwords(Protocol):
    """Hashes passwords so that proving one takes the same time whether or not there is one to prove."""

    def hashed(self, password: str) -> str:
        """The hash by which the password can be proved, and by which nobody can find it."""
        ...

    def is_right(self, password: str, password_hash: str | None) -> bool:
        """Whether this is the password; takes as long where there is no hash, and says no."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with weaker settings than today's."""
        ...

    def is_common(self, password: str, words: Iterable[str] = ()) -> bool:
        """Whether the password is among those that are tried first; words: such as the person's own name."""
        ...

    def common_lines(self) -> bytes:
        """The passwords that are tried first, one a line, in lower case and UTF-8.

        A password that only adds signs to one of them is as common.
        """
        ...
