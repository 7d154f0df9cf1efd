"""The examination behind the fence: files are given to a process with limits, which is ended when it passes one.

Here: who takes, ends and replaces the processes. Not here: their supply (process_supply.py), what is said to them
(dialogue.py), what they do (confined_process.py), and how much an upload may take (allowances.py).
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Lock, Timer
from typing import Any, Self, TypeVar

from opendata.config import ROOT, Config, environment_without_secrets
from opendata.domain.errors import DomainError, ReadingUnavailable, UploadTooDemanding
from opendata.domain.report.page_clips import PageClip, PlaceOnPage
from opendata.domain.report.sent_tables import SentTables
from opendata.domain.tables.marked_workbooks import MarkedFile
from opendata.fence.allowances import MIB, Allowance, allowance
from opendata.fence.dialogue import Dialogue, NotBegun
from opendata.fence.memory import own_bytes
from opendata.fence.messages import Closed, Message, TooLate, receive
from opendata.fence.places import Places
from opendata.fence.plain_clips import clip_aim, clip_of
from opendata.fence.plain_results import AIMS, EXAMINE, LOOK, checked_of, mark_aim, marked_of, refused_of, seen_of
from opendata.fence.process_supply import FencedProcess, NoProcess, ProcessSupply
from opendata.steps.ports.checking import Asked, Caller, CheckedUpload

log = logging.getLogger("opendata.fence")
READY_SECONDS = 60.0  # for a process that was forked just now; it takes some tenths of a second on an idle machine
ATTEMPTS = 3
DOWN_SECONDS = 10.0  # after no process could be started, until that is tried again: it takes long, and others wait
RETRY_SECONDS = 60  # for whoever sent files meanwhile: somebody has to mend what is wrong
# An idle process holds some 50 MiB. Those beyond the first one of each process of the service end after so long, and
# another one takes the place of the first, where that holds so much more than before its first upload.
IDLE_SECONDS = 30.0
HELD_BYTES = 4 * MIB
# A service that has just started answers its readers first; an upload does not wait for this.
WARM_AFTER_SECONDS = 5.0
Found = TypeVar("Found")


@dataclass
class FencedExamination:
    """Implements steps.ports.checking.Examination; several threads may call it at once."""

    supply: ProcessSupply
    places: Places
    base: Allowance  # what every upload may take, however small it is
    # Open checks have processes of their own: these run at a lower priority, and no process can raise it again.
    _idle: list[FencedProcess] = field(default_factory=list)
    _idle_for_anybody: list[FencedProcess] = field(default_factory=list)
    _warming: Timer | None = None
    _ending: Timer | None = None  # the next look at idle processes; None: no look is due
    _looks: Lock = field(default_factory=Lock)
    idle_seconds: float = IDLE_SECONDS
    down_seconds: float = DOWN_SECONDS
    _down_until: float | None = None  # on the clock time.monotonic(); None: the last process that was needed began

    @classmethod
    def of(cls, config: Config, places: int) -> Self:
        """A fence with so many places; its processes are started when they are needed, or by warm()."""
        supply = ProcessSupply(config.kinds_dir, ROOT, environment_without_secrets())
        # The open check leaves a place to those who publish.
        shared = Places(places, {Caller.OPEN_CHECK: max(1, places - 1)})
        return cls(supply, shared, Allowance(config.check_memory_mib * MIB, config.check_seconds))

    def __call__(self, asked: Asked) -> CheckedUpload:
        """Have the files examined behind the fence."""
        return _result(self._reply(asked, AIMS[EXAMINE]), "done", checked_of)

    def look(self, asked: Asked) -> SentTables:
        """Have the tables looked at behind the fence."""
        return _result(self._reply(asked, AIMS[LOOK]), "seen", seen_of)

    def mark(self, asked: Asked, language: str, file: str | None = None) -> MarkedFile:
        """Have one of the files marked behind the fence."""
        return _result(self._reply(asked, mark_aim(language, file)), "marked", marked_of)

    def clip(self, asked: Asked, places: Sequence[PlaceOnPage]) -> PageClip:
        """Have places on the pages of the only file drawn behind the fence."""
        return _result(self._reply(asked, clip_aim(places)), "clipped", clip_of)

    def _reply(self, asked: Asked, aim: Mapping[str, Any]) -> Message:
        allowed = allowance(asked.files, self.base, asked.caller)
        with self.places.acquire(asked.caller) as waited_seconds:
            if asked.caller is Caller.OPEN_CHECK:  # whose time begins when it asks
                allowed = replace(allowed, seconds=allowed.seconds - waited_seconds)
            for _ in range(ATTEMPTS):
                # A process that ended before it had read the question is no fault of this upload: another one does.
                with suppress(NotBegun):
                    return self._reply_of_a_process(asked, aim, allowed)
        self._note_that_none_starts("they end before they have read what they are asked")
        raise ReadingUnavailable(RETRY_SECONDS)

    def answers(self) -> bool:
        """Whether files can be read; where no process could be started, and some time has passed, one is tried."""
        if self._down_until is not None:
            with suppress(ReadingUnavailable):
                self._keep(self._ready_process(self._idle), self._idle)
        return self._down_until is None

    def warm(self) -> None:
        """Have a process ready soon, so that the first upload does not wait for it; returns at once."""
        self._warming = Timer(WARM_AFTER_SECONDS, self._add_first_process)
        self._warming.daemon = True
        self._warming.start()

    def close(self) -> None:
        """End all processes behind the fence."""
        for timer in (self._warming, self._ending):
            if timer is not None:
                timer.cancel()
        for idle in (self._idle, self._idle_for_anybody):
            while idle:
                idle.pop().connection.close()
        self.supply.close()

    def _reply_of_a_process(self, asked: Asked, aim: Mapping[str, Any], allowed: Allowance) -> Message:
        """What a process answers, which is then kept or replaced.

        Raises ReadingUnavailable, and what Dialogue.reply() does.
        """
        idle = self._idle_for_anybody if asked.caller is Caller.OPEN_CHECK else self._idle
        process = self._ready_process(idle)
        try:
            reply = Dialogue(process, asked, allowed, aim).reply()
        except BaseException as error:
            self._replace(process, idle)
            if isinstance(error, UploadTooDemanding):
                log.warning("an upload was stopped, as it took too much: %s", error.limit)
            raise
        if reply.what.get("spent", True):
            self._replace(process, idle)
        else:
            self._keep(process, idle)
        return reply

    def _ready_process(self, idle: list[FencedProcess]) -> FencedProcess:
        """A process that waits for a question; raises ReadingUnavailable where none can be started."""
        while idle:
            with suppress(
                IndexError, Closed, TooLate
            ):  # others take processes too, and these end while they are idle
                return self._made_ready(idle.pop(), idle)
        if self._down_until is not None and time.monotonic() < self._down_until:
            raise ReadingUnavailable(RETRY_SECONDS)
        reason = ""
        for _ in range(ATTEMPTS):
            try:
                process = self._made_ready(self.supply.process(), idle)
            except Closed:  # the kernel may have ended it, as it was short of memory
                reason = "they end before they are ready"
            except (NoProcess, TooLate) as error:
                reason = str(error) or f"none is ready after {READY_SECONDS:.0f} s"
                break
            else:
                self._down_until = None
                return process
        self._note_that_none_starts(reason)
        raise ReadingUnavailable(RETRY_SECONDS)

    def _made_ready(self, process: FencedProcess, idle: list[FencedProcess]) -> FencedProcess:
        """A process once it waits for a question; raises Closed, TooLate, and then the process is ended."""
        try:
            if not process.idle_bytes:
                receive(process.connection, time.monotonic() + READY_SECONDS)
                if idle is self._idle_for_anybody:
                    process.give_way()
            process.idle_bytes = process.idle_bytes or own_bytes(process.pid)
            if not own_bytes(process.pid):
                raise Closed
        except BaseException:
            self.supply.end(process)
            raise
        return process

    def _note_that_none_starts(self, reason: str) -> None:
        self._down_until = time.monotonic() + self.down_seconds
        log.error("files cannot be read: no process behind the fence can be started: %s", reason)

    def _replace(self, process: FencedProcess, idle: list[FencedProcess]) -> None:
        self.supply.end(process)
        self._add_process(idle)

    def _add_first_process(self) -> None:
        if not self.supply.is_started:
            with suppress(ReadingUnavailable):
                self._keep(self._ready_process(self._idle), self._idle)

    def _add_process(self, idle: list[FencedProcess]) -> None:
        with suppress(NoProcess):  # whoever needs it next tries again, and is told
            self._keep(self.supply.process(), idle)

    def _keep(self, process: FencedProcess, idle: list[FencedProcess]) -> None:
        process.idle_since = time.monotonic()
        idle.append(process)
        self._look_again_soon()

    def _look_again_soon(self) -> None:
        with self._looks:
            if self._ending is None:
                self._ending = Timer(self.idle_seconds / 4, self._end_those_that_nobody_needs)
                self._ending.daemon = True
                self._ending.start()

    def _end_those_that_nobody_needs(self) -> None:
        """End the processes that were idle for long, all but the first one; others are forked when needed.

        The first one is replaced, where it has kept memory of what it read.
        """
        with self._looks:
            self._ending = None
        for idle, left in ((self._idle, 1), (self._idle_for_anybody, 0)):
            # Those that were idle for longest stand in front, as the last one of the list is taken first.
            for process in [*idle[: len(idle) - left]]:
                self._end_if_idle(process, idle)
        for process in filter(_holds_more, [*self._idle]):
            if self._end_if_idle(process, self._idle):
                self._add_process(self._idle)
        if len(self._idle) > 1 or self._idle_for_anybody or any(map(_holds_more, [*self._idle])):
            self._look_again_soon()

    def _end_if_idle(self, process: FencedProcess, idle: list[FencedProcess]) -> bool:
        """End a process that was idle for long; whether it was, and no upload has taken it meanwhile."""
        if time.monotonic() - process.idle_since < self.idle_seconds:
            return False
        try:
            idle.remove(process)
        except ValueError:
            return False
        self.supply.end(process)
        return True


def _holds_more(process: FencedProcess) -> bool:
    """Whether an idle process that has read an upload holds more than before."""
    return process.idle_bytes > 0 and process.more_bytes() > HELD_BYTES


def _result(reply: Message, step: str, read: Callable[[Message], Found]) -> Found:
    """What was found, or the error in its place."""
    what = reply.what
    try:
        if what["step"] == step:
            return read(reply)
        match what["step"]:
            case "refused":
                error: DomainError = refused_of(reply)
            case "stopped":
                error = UploadTooDemanding(what["limit"])
            case _:
                log.error("reading or checking an upload failed:\n%s", what["trace"])
                error = UploadTooDemanding("breakdown")
    except Exception as fault:  # whoever got control of the process may have written anything
        log.exception("a process behind the fence gave an answer that is none", exc_info=fault)
        error = UploadTooDemanding("breakdown")
    try:
        raise error
    finally:
        # Else the frame and the error would hold each other, and with them the files, until garbage is looked for.
        del error
