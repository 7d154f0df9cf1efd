"""Answers that are ready: whole bytes for requests whose head is known to the byte, given without a thread.

Here: what the server asks of an application that has such answers, and the bytes of one. Not here: when they are
given (ready_requests.py), and which answers these are (the application).
"""

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from typing import Protocol, Self

import gunicorn


@dataclass(frozen=True, slots=True)
class ReadyAnswer:
    """An answer as gunicorn would write it, but for the time."""

    status: int
    before_date: bytes
    after_date: bytes
    body: bytes

    @classmethod
    def of(cls, status: str, headers: Sequence[tuple[str, str]], body: bytes) -> Self:
        """The answer with this status and these headers, after which the connection stays."""
        told = "".join(f"{name}: {value}\r\n" for name, value in headers)
        before = f"HTTP/1.1 {status}\r\nServer: {gunicorn.SERVER}\r\nDate: "
        after = f"\r\nConnection: keep-alive\r\n{told}\r\n"
        return cls(int(status[:3]), before.encode("latin-1"), after.encode("latin-1"), body)

    def head(self, date: bytes) -> bytes:
        """The head of the answer at this time."""
        return self.before_date + date + self.after_date


class DistantLook(Protocol):
    """A look that was begun at another machine or process, whose answer the poller watches for."""

    descriptor: int  # of the socket on which the answer comes

    def has_ended(self) -> bool:
        """Whether it has ended, after what is there was received; never waits."""
        ...

    def seen(self) -> Hashable | None:
        """What look() would have said."""
        ...

    def give_up(self) -> None:
        """Wait for it no longer."""
        ...


class ReadyAnswers(Protocol):
    """What an application that has ready answers says of them; the poller calls all of it but a distant look().

    is_near: whether look() takes microseconds, so that the poller itself may call it. look: says what answers depend
    on beside the request, as it is now; None: no ready answer may be given. begin_look: begins a distant look;
    None: look() is to be called, by a thread.
    """

    is_near: bool
    look: Callable[[], Hashable | None]
    begin_look: Callable[[], DistantLook | None]

    def knows(self, head: bytes) -> bool:
        """Whether there is an answer for the head of a request; it may be outdated."""
        ...

    def take(self, head: bytes, state: Hashable) -> ReadyAnswer | None:
        """The answer for this head, if it belongs to what look() said."""
        ...


class Clock:
    """The time as a header, made once a second."""

    def __init__(self) -> None:
        self._second, self._text = 0, b""

    def date(self) -> bytes:
        """The time now."""
        if (now := int(time.time())) != self._second:
            self._second, self._text = now, formatdate(now, usegmt=True).encode()
        return self._text
