"""The process behind the fence: it reads and checks one upload after another, until it is told to end or is ended.

Here: its loop, and the limits that it sets to itself. Not here: its parent, which forks it (forking_parent.py), and
the service, which asks it and ends it when a limit is passed (fenced_examination.py).
"""

import ctypes
import gc
import os
import random
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from opendata.domain.errors import DomainError
from opendata.domain.model import SourceFile
from opendata.domain.report.page_clips import PageClip
from opendata.domain.report.sent_tables import SentTables
from opendata.domain.tables.marked_workbooks import MarkedFile
from opendata.fence.memory import allow_more, own_bytes
from opendata.fence.messages import Closed, Message, receive, send
from opendata.fence.plain_clips import clip_answer, places_of
from opendata.fence.plain_results import answer, asked_of, carried_of, marked_answer, refusal, sight
from opendata.steps.examining import Examiner
from opendata.steps.ports.checking import Asked, Caller, CheckedUpload

PR_SET_PDEATHSIG = 1
SPENT_BYTES = 24 * 2**20  # a process that holds so much more after an upload than before the first one ends
MAPPED_TIMES = 2  # allocators map more memory than they use; the service watches what is used
MAPPED_MORE = 64 * 2**20
BREAKDOWNS = (MemoryError, RecursionError)
WARM_UP = "Nr.;Maßnahme;Status;Beginn\n1;Radweg;geplant;2025\n2;Solardach;in Umsetzung;03/2026\n"
Found = CheckedUpload | SentTables | MarkedFile | PageClip
_libc = ctypes.CDLL(None, use_errno=True)


def confine(parent: int) -> None:
    """Make this process, just forked, one that outlives nobody, disturbs nobody and is the first to be ended."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent ended before it was asked to take this process along
        os._exit(0)
    os.setpgid(0, 0)  # what this process starts ends with it
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Path("/proc/self/oom_score_adj").write_text("900")
    random.seed()


def serve(connection: socket.socket, examiner: Examiner) -> None:
    """Examine what is asked through the connection until it is closed, or until the process is spent."""
    # Kinds differ, and not each of them finds its table in this file.
    for kind in list(examiner.kinds)[:1]:
        with suppress(DomainError):
            examiner(Asked([SourceFile("warm.csv", WARM_UP.encode())], kind, None, Caller.JOB))
    gc.collect()
    idle_bytes = own_bytes()
    try:
        send(connection, Message({"step": "ready"}))
        while _examine(connection, examiner, idle_bytes):
            pass
    except Closed:
        return


def _examine(connection: socket.socket, examiner: Examiner, idle_bytes: int) -> bool:
    """Answer one question; False: this process ends now."""
    message = receive(connection)
    asked = asked_of(message)
    if message.what["tells"]:
        asked = replace(asked, tell=lambda share: send(connection, Message({"step": "told", "share": share})))
    if message.what["carries"]:
        asked = replace(asked, carried=lambda sent: _carried(connection, sent))
    send(connection, Message({"step": "begun"}))
    allow_more(MAPPED_TIMES * int(message.what["memory"]) + MAPPED_MORE)
    is_spent = False
    try:
        found = _found(examiner, asked, message.what["aim"])
        is_spent = _is_spent(idle_bytes)
        reply = _told(found, is_spent=is_spent)
    except DomainError as error:
        is_spent = _is_spent(idle_bytes)
        reply = refusal(error, is_spent=is_spent)
    except BREAKDOWNS as error:
        is_spent = True
        limit = "memory" if isinstance(error, MemoryError) else "breakdown"
        reply = Message({"step": "stopped", "limit": limit, "spent": True})
    except Closed:
        raise
    except Exception:
        is_spent = True
        trace = traceback.format_exc()
        reply = Message({"step": "failed", "trace": trace, "spent": True})
    allow_more(None)
    send(connection, reply)
    return not is_spent


def _found(examiner: Examiner, asked: Asked, aim: Mapping[str, Any]) -> Found:
    match aim["do"]:
        case "look":
            return examiner.look(asked)
        case "mark":
            return examiner.mark(asked, aim["language"], aim["file"])
        case "clip":
            return examiner.clip(asked, places_of(aim))
        case _:
            return examiner(asked)


def _told(found: Found, *, is_spent: bool) -> Message:
    match found:
        case SentTables():
            return sight(found, is_spent=is_spent)
        case MarkedFile():
            return marked_answer(found, is_spent=is_spent)
        case PageClip():
            return clip_answer(found, is_spent=is_spent)
        case _:
            return answer(found, is_spent=is_spent)


def _is_spent(idle_bytes: int) -> bool:
    """Whether this process holds much more than before its first upload: another one costs less than that memory."""
    return own_bytes() - idle_bytes > SPENT_BYTES


def _carried(connection: socket.socket, sent: Collection[str]) -> Mapping[str, pl.DataFrame]:
    send(connection, Message({"step": "read", "tables": list(sent)}))
    return carried_of(receive(connection))


def end_now() -> None:
    """End this process, without the clean-up of libraries whose threads it does not have."""
    sys.stderr.flush()
    os._exit(0)
