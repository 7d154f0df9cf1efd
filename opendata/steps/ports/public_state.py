"""What answers that are kept need to know: whether anything public has changed since they were made."""

from typing import NamedTuple, Protocol


class PublicNumber(NamedTuple):
    """The number of what the public sees: another one after each change, in the transaction of the change.

    taken_back: how often something public was taken back, so that no process keeps what is gone.
    """

    number: int
    taken_back: int


class LookUnderWay(Protocol):
    """A look that was begun, and for whose end nobody waits."""

    descriptor: int  # of the socket on which the answer comes
    number: PublicNumber | None  # once the look has ended; None if it could not be told

    def has_ended(self) -> bool:
        """Whether everything has come, after what is there was received. Never waits and never raises."""
        ...

    def give_up(self) -> None:
        """Let go of the connection, whose answer nobody wants any more."""
        ...


class PublicState(Protocol):
    """The number of what the public sees now."""

    # Whether looking takes microseconds, without waiting for another machine or process.
    is_near: bool

    def look(self) -> PublicNumber | None:
        """The number as it is at some moment during the call; None if it cannot be told. Never raises."""
        ...

    def begin(self) -> LookUnderWay | None:
        """Begin to look, without waiting: for one thread alone, and one look at a time.

        None where that is not possible now: look() is then to be called, after which it may be possible.
        """
        ...

    def close(self) -> None:
        """Let go of the database; a later look() opens it again."""
        ...
