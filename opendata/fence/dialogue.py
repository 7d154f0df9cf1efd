"""The dialogue with a process behind the fence about one upload, up to its answer.

Here: asking, giving it the tables of the current version, and watching its memory and the clock. Not here: ending the
process (fenced_examination.py), and the form of messages (plain_results.py).
"""

import time
from collections.abc import Mapping
from typing import Any

from opendata.domain.errors import ServiceBusy, UploadTooDemanding
from opendata.fence.allowances import Allowance
from opendata.fence.messages import Closed, Message, TooLate, TooMuch, receive, send
from opendata.fence.places import RETRY_SECONDS
from opendata.fence.plain_results import carried_tables, question
from opendata.fence.process_supply import FencedProcess
from opendata.fence.processor_time import processor_seconds
from opendata.steps.ports.checking import Asked, Caller

# A stranger's file that has had less than this share of a processor after so many seconds, or when its time is over,
# waits for others, who use the processors: its sender is asked to come again, and is not told that it takes too much.
STARVED_AFTER_SECONDS, STARVED_SHARE = 4.0, 0.5
NEAR_LIMIT = 0.5  # a process that breaks down while it holds such a share of its memory broke down for lack of it


class NotBegun(Exception):
    """The process was gone before it had read the question: the upload is not to blame, another one may do."""


class _OverMemory(Exception):
    """The process holds more memory than the upload may take."""


class Dialogue:
    """One upload and the process that examines it; after an error the process is of no more use."""

    def __init__(self, process: FencedProcess, asked: Asked, allowed: Allowance, aim: Mapping[str, Any]) -> None:
        self._process, self._asked, self._allowed, self._aim = process, asked, allowed, aim
        self._begun, self._worked_before = time.monotonic(), processor_seconds(process.pid)
        self._deadline = self._begun + allowed.seconds
        self._has_begun, self._most_seen = False, 0

    def reply(self) -> Message:
        """The answer of the process; raises UploadTooDemanding, NotBegun, what the functions of `asked` raise.

        Raises ServiceBusy for a stranger's file for which the processors have no time.
        """
        try:
            asked = question(self._asked, self._allowed.memory_bytes, self._aim)
            send(self._process.connection, asked, self._deadline)
            while True:
                message = receive(self._process.connection, self._deadline, self._allowed.memory_bytes, self._watch)
                match message.what.get("step"):
                    case "begun":
                        self._has_begun = True
                    case "told" if self._asked.tell is not None:
                        self._asked.tell(float(message.what["share"]))
                    case "read":
                        self._carry(message)
                    case _:
                        return message
        except TooLate:
            if self._is_starved():
                raise ServiceBusy(RETRY_SECONDS) from None
            raise UploadTooDemanding("time") from None
        except (_OverMemory, TooMuch):
            raise UploadTooDemanding("memory") from None
        except Closed:
            if not self._has_begun:
                raise NotBegun from None
            is_near = self._most_seen > NEAR_LIMIT * self._allowed.memory_bytes
            raise UploadTooDemanding("memory" if is_near else "breakdown") from None

    def _carry(self, message: Message) -> None:
        """Give the tables that the upload takes over; the time for this is not the upload's."""
        begun = time.monotonic()
        frames = self._asked.carried(message.what["tables"]) if self._asked.carried else {}
        self._deadline += time.monotonic() - begun
        send(self._process.connection, carried_tables(frames), self._deadline)

    def _watch(self) -> None:
        if time.monotonic() - self._begun >= STARVED_AFTER_SECONDS and self._is_starved():
            raise ServiceBusy(RETRY_SECONDS)
        more = self._process.more_bytes()
        self._most_seen = max(self._most_seen, more)
        if more > self._allowed.memory_bytes:
            raise _OverMemory

    def _is_starved(self) -> bool:
        """Whether this is a stranger's file, and others have used the processors so far."""
        if self._asked.caller is not Caller.OPEN_CHECK:
            return False
        worked = processor_seconds(self._process.pid) - self._worked_before
        return worked < STARVED_SHARE * (time.monotonic() - self._begun)
