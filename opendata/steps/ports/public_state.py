"""What answers that are kept need to know: whether anything public has changed since they were made."""

from typing import NamedTuple, Protocol


class PublicNumber(NamedTuple):
    """The number of what the public sees: another one after each change, in the transaction of the change.

    taken_back: how often something public was taken back, so that no process keeps what is gone.
    """

    number: int
    taken_back: int


class PublicState(Protocol):
    """The number of what the public sees now."""

    # Whether looking takes microseconds, without waiting for another machine or process.
    is_near: bool

    def look(self) -> PublicNumber | None:
        """The number as it is at some moment during the call; None if it cannot be told. Never raises."""
        ...

    def close(self) -> None:
        """Let go of the database; a later look() opens it again."""
        ...
