"""The fence: uploads are examined as without it, and whatever happens behind it stays there."""

import errno
import gc
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

import polars as pl
import pytest

from opendata.config import KINDS_DIR, ROOT, Config, environment_without_secrets
from opendata.domain.errors import (
    DomainError,
    EditNotValid,
    KindNotFound,
    MappingNotValid,
    ReadingUnavailable,
    RequestNotValid,
    ServiceBusy,
    UnreadableFile,
    UploadTooDemanding,
)
from opendata.domain.model import SourceFile
from opendata.domain.report.edits import Edit
from opendata.domain.report.page_clips import PlaceOnPage
from opendata.fence import dialogue, fenced_examination
from opendata.fence.allowances import MIB, Allowance
from opendata.fence.fenced_examination import FencedExamination
from opendata.fence.process_supply import ProcessSupply
from opendata.intake import read_upload
from opendata.intake.looking import look_at
from opendata.intake.page_pictures import page_clip
from opendata.kind_folders import KindFolders
from opendata.marking.returned_workbook import returned_workbook
from opendata.steps.examining import Examiner
from opendata.steps.ports.checking import Asked, Caller, CheckedUpload
from opendata.steps.report_parts import with_readings
from opendata.validation import check
from opendata.validation.proposals import proposals
from tests.fence.conftest import PATIENT_SECONDS
from tests.marking.making import parts
from tests.reports.making import report_pdf
from tests.servers import descendants, wait_until

KIND = "climate-measures"
TABLE = "Nr.;Maßnahme;Status;Beginn;Ende geplant\n1;Radweg;geplant;03/2024;2026\n2;Solardach;in Umsetzung;2025;2027\n"
MOST_TRIES = 40  # each of four seconds
LONG_TABLE = "Nr.;Maßnahme;Status\n" + "".join(f"{n};Radweg Nummer {n};geplant\n" for n in range(30_000))


def asked(text: str, **changes: object) -> Asked:
    return replace(Asked([SourceFile("a.csv", text.encode())], KIND, None, Caller.PUBLISHER), **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def here() -> Examiner:
    return Examiner(KindFolders(KINDS_DIR), read_upload, check, look_at, proposals, returned_workbook, page_clip)


@pytest.fixture
def strict(fence: FencedExamination) -> Iterator[Callable[[Allowance], FencedExamination]]:
    """Gives the fence with another base allowance."""
    base = fence.base

    def with_base(allowed: Allowance) -> FencedExamination:
        fence.base = allowed
        return fence

    yield with_base
    fence.base = base


@pytest.mark.parametrize("text", [TABLE, TABLE.replace("2026", "demnächst")], ids=["valid", "with an error"])
def test_behind_the_fence_an_upload_is_examined_as_without_it(fence: FencedExamination, here: Examiner, text: str):
    funding = pl.DataFrame({"funding_id": ["F-1"], "measure_id": ["1"], "programme": ["KfW 432"]})
    told: list[float] = []

    behind = fence(asked(text, carried=lambda _: {"funding": funding}, tell=told.append))
    without = here(asked(text, carried=lambda _: {"funding": funding}))

    assert behind.report == without.report
    assert behind.own_fields == without.own_fields
    assert list(behind.rewrites) == list(without.rewrites)
    assert len(behind.rewrites) > 0
    assert (behind.tables is None) == (without.tables is None)
    for name, table in (without.tables or {}).items():
        assert (behind.tables or {})[name].content == table.content
        assert (behind.tables or {})[name].frame.equals(table.frame)
    assert told == [0.5, 0.9]


def test_behind_the_fence_tables_look_as_without_it(fence: FencedExamination, here: Examiner):
    behind, without = fence.look(asked(TABLE)), here.look(asked(TABLE))

    assert behind.readings == without.readings
    assert [column["fields"] for column in behind.readings[0]["columns"]][:2] == [["measure_id"], ["title"]]
    (table,), (same,) = behind.tables, without.tables
    assert (table.name, table.file, table.columns) == (same.name, same.file, [1, 2, 3, 4, 5])
    assert table.cells.equals(same.cells)


def test_its_processes_stay_in_the_session_of_the_service_and_out_of_its_group(fence: FencedExamination):
    """Linux gives each session the same share of the processors: in another one a priority would mean nothing."""
    fence(asked(TABLE))
    assert fence.supply._parent is not None
    its = [fence.supply._parent.pid, *descendants(fence.supply._parent.pid)]

    assert len(its) > 1
    assert {os.getsid(pid) for pid in its} == {os.getsid(0)}
    assert os.getpgid(0) not in {os.getpgid(pid) for pid in its}  # which Ctrl-C in a terminal ends


def test_files_that_were_refused_are_let_go_of_before_garbage_is_looked_for(fence: FencedExamination):
    file = SourceFile("a.csv", b"")
    let_go = weakref.ref(file)
    gc.disable()
    try:
        was_refused = False
        try:  # pytest.raises() would hold the error, and with it the files
            fence(Asked([file], KIND, None, Caller.PUBLISHER))
        except UnreadableFile:
            was_refused = True
        del file
        assert was_refused
        assert let_go() is None
    finally:
        gc.enable()


def test_tables_are_taken_over_by_those_that_were_sent(fence: FencedExamination):
    sent: list[list[str]] = []

    def carried(names: object) -> dict[str, pl.DataFrame]:
        sent.append(list(names))  # type: ignore[call-overload]
        return {}

    fence(asked(TABLE, carried=carried, may_carry=["measures", "funding"]))

    assert sent == [["measures"]]


def test_no_table_is_asked_for_where_all_were_sent(fence: FencedExamination):
    def carried(_: object) -> dict[str, pl.DataFrame]:
        raise AssertionError("there is nothing to take over")

    assert fence(asked(TABLE, carried=carried, may_carry=["measures"])).valid


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (asked(""), UnreadableFile),
        (asked(TABLE, mapping={"resources": {"nothing": {}}}), MappingNotValid),
        (asked(TABLE, kind="nothing"), KindNotFound),
    ],
    ids=["unreadable", "mapping", "kind"],
)
def test_an_error_is_the_same_on_both_sides(
    fence: FencedExamination, here: Examiner, wrong: Asked, error: type[DomainError]
):
    with pytest.raises(error) as without:
        here(wrong)
    with pytest.raises(error) as behind:
        fence(wrong)

    assert behind.value.in_language("de") == without.value.in_language("de")
    facts = [{n: v for n, v in vars(e.value).items() if not n.startswith("_")} for e in (behind, without)]
    assert facts[0] == facts[1]


@pytest.mark.parametrize(
    ("allowed", "limit"), [(Allowance(1 * MIB, 120), "memory"), (Allowance(512 * MIB, 0.05), "time")]
)
def test_who_passes_a_limit_is_told_so_and_the_next_one_notices_nothing(
    strict: Callable[[Allowance], FencedExamination], allowed: Allowance, limit: str
):
    with pytest.raises(UploadTooDemanding) as stopped:
        strict(allowed)(asked(LONG_TABLE))
    assert stopped.value.limit == limit
    assert "CSV" in stopped.value.in_language("de")
    assert "CSV" in stopped.value.in_language("en")

    assert strict(Allowance(96 * MIB, 120))(asked(TABLE)).valid


def test_a_process_that_is_killed_at_work_gives_an_answer(fence: FencedExamination):
    answers: list[str] = []

    def ask() -> None:
        def kill(_share: float) -> None:
            _send_all(signal.SIGKILL)

        try:
            fence(asked(LONG_TABLE, tell=kill, carried=lambda _: {}))
        except UploadTooDemanding as error:
            answers.append(error.limit)

    asking = Thread(target=ask)
    asking.start()
    asking.join(120)

    assert answers == ["breakdown"]
    assert fence(asked(TABLE)).valid


def test_processes_that_are_killed_while_idle_are_replaced(fence: FencedExamination):
    assert fence(asked(TABLE)).valid
    _send_all(signal.SIGKILL)
    assert fence(asked(TABLE)).valid


def test_processes_that_nobody_needs_any_more_end_but_one():
    others = set(_fenced())
    config = Config(Path("unused"), "unused", "unused", "unused", check_seconds=PATIENT_SECONDS)
    fence = FencedExamination.of(config, places=2)
    fence.idle_seconds = 0.2
    try:
        askers = [Thread(target=fence, args=(asked(LONG_TABLE),)) for _ in range(2)]
        for asking in askers:
            asking.start()
        for asking in askers:
            asking.join()
        assert _checked_for_anybody(fence).valid
        wait_until(lambda: len({*_fenced()} - others) == 1, lambda: f"{_fenced()} still run beside {others}")
        assert _checked_for_anybody(fence).valid
        assert fence(asked(TABLE)).valid
    finally:
        fence.close()


def test_a_process_that_kept_memory_of_an_upload_is_replaced_once_nobody_needs_it(monkeypatch: pytest.MonkeyPatch):
    others = set(_fenced())
    config = Config(Path("unused"), "unused", "unused", "unused", check_seconds=PATIENT_SECONDS)
    fence = FencedExamination.of(config, places=1)
    fence.idle_seconds = 0.2
    try:
        assert fence(asked(TABLE)).valid
        (first,) = {*_fenced()} - others
        wait_until(lambda: fence._ending is None, lambda: "the idle process is looked at for ever")
        assert {*_fenced()} - others == {first}

        monkeypatch.setattr(fenced_examination, "HELD_BYTES", -(2**40))  # a small upload may leave nothing behind
        assert fence(asked(TABLE)).valid
        wait_until(lambda: first not in _fenced(), lambda: "the process stays with what it holds")
        assert fence(asked(TABLE)).valid
    finally:
        fence.close()


def test_open_checks_leave_busy_processors_to_those_who_publish(fence: FencedExamination):
    own = os.getpriority(os.PRIO_PROCESS, 0)  # the tests themselves may leave processors to others
    assert _checked_for_anybody(fence).valid
    for_anybody = {pid for pid in _fenced() if os.getpriority(os.PRIO_PROCESS, pid) > own}
    assert for_anybody
    assert fence(asked(TABLE)).valid
    assert {pid for pid in _fenced() if os.getpriority(os.PRIO_PROCESS, pid) > own} == for_anybody
    assert set(_fenced()) > for_anybody


def test_a_killed_forking_parent_is_replaced(fence: FencedExamination):
    assert fence(asked(TABLE)).valid
    (parent,), forked = _forking_parents(), _fenced()
    os.kill(parent, signal.SIGKILL)
    # A process that follows its parent while it is at work is no idle one: its upload is answered otherwise.
    wait_until(lambda: not any(map(_is_alive, forked)), lambda: f"{forked} outlive their parent")
    assert fence(asked(TABLE)).valid


@pytest.mark.parametrize(("starved_after", "seconds"), [(0.2, PATIENT_SECONDS), (PATIENT_SECONDS, 1)])
def test_a_strangers_file_for_which_no_processor_has_time_is_to_come_again(
    strict: Callable[[Allowance], FencedExamination],
    monkeypatch: pytest.MonkeyPatch,
    starved_after: float,
    seconds: float,
):
    fence = strict(Allowance(96 * MIB, seconds))
    monkeypatch.setattr(dialogue, "STARVED_AFTER_SECONDS", starved_after)

    def stop(_: object) -> dict[str, pl.DataFrame]:  # while the process waits for the tables to take over
        _send_all(signal.SIGSTOP)  # as if others had all processors from now on
        return {}

    try:
        with pytest.raises(ServiceBusy):
            fence(asked(LONG_TABLE, caller=Caller.OPEN_CHECK, carried=stop, may_carry=["funding"]))
    finally:
        _send_all(signal.SIGCONT)
    monkeypatch.undo()

    assert _checked_for_anybody(strict(Allowance(96 * MIB, PATIENT_SECONDS))).valid


def test_a_strangers_file_that_has_used_its_time_is_told_so(
    strict: Callable[[Allowance], FencedExamination], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dialogue, "STARVED_SHARE", 0.0)  # as if it had had a processor, however busy the machine is

    with pytest.raises(UploadTooDemanding) as stopped:
        strict(Allowance(512 * MIB, 0.05))(asked(LONG_TABLE, caller=Caller.OPEN_CHECK))
    assert stopped.value.limit == "time"


def _checked_for_anybody(fence: FencedExamination) -> CheckedUpload:
    """The open check of a small table, some times while other tests have the processors."""
    for _ in range(MOST_TRIES):
        with suppress(ServiceBusy):
            return fence(asked(TABLE, caller=Caller.OPEN_CHECK))
    raise AssertionError(f"the open check was busy {MOST_TRIES} times")


def _send_all(number: int) -> None:
    for pid in _fenced():
        os.kill(pid, number)


def test_where_no_process_can_be_started_files_are_refused_until_one_can(caplog: pytest.LogCaptureFixture):
    config = Config(Path("unused"), "unused", "unused", "unused", check_seconds=PATIENT_SECONDS)
    fence = FencedExamination.of(config, places=2)
    whole, fence.down_seconds = fence.supply, 600
    fence.supply = ProcessSupply(config.kinds_dir, ROOT, {**environment_without_secrets(), "PYTHONHOME": "/nowhere"})
    try:
        assert fence.answers()  # nothing was asked of it yet
        for _ in range(2):
            with pytest.raises(ReadingUnavailable) as refused:
                fence(asked(TABLE))
            assert "Protokoll" in refused.value.in_language("de")
            assert not fence.answers()
        assert [record.message for record in caplog.records] == [
            "files cannot be read: no process behind the fence can be started: the forking parent has ended"
        ]
        fence.supply, fence._down_until = whole, 0.0
        assert fence.answers()
        assert fence(asked(TABLE)).valid
    finally:
        fence.close()


ONE_PROCESS_TOO_MANY = """
import os, resource, socket
from opendata.fence.forking_parent import _Parent
from opendata.fence.forking_parent_words import FORK, PID
ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
parent = _Parent(its, None)
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
os.getuid() or os.setuid(65534)  # for root there is no such limit
socket.send_fds(ours, [FORK], [os.open("/dev/null", os.O_RDONLY)])
parent._obey()
print(PID.unpack(ours.recv(PID.size))[0])
"""


def test_a_forking_parent_that_may_not_fork_says_so_at_once():
    said = subprocess.run([sys.executable, "-c", ONE_PROCESS_TOO_MANY], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    assert int(said.stdout) == -errno.EAGAIN


OWNER = """
import sys, time
from pathlib import Path
from opendata.config import Config
from opendata.domain.model import SourceFile
from opendata.fence.fenced_examination import FencedExamination
from opendata.steps.ports.checking import Asked, Caller
fence = FencedExamination.of(Config(Path("unused"), "unused", "unused", "unused", check_seconds=120), 1)
fence(Asked([SourceFile("a.csv", sys.stdin.buffer.read())], "climate-measures", None, Caller.PUBLISHER))
print("done", flush=True)
time.sleep(600)
"""


def test_a_service_that_ends_leaves_no_process_behind():
    with subprocess.Popen(
        [sys.executable, "-c", OWNER],
        cwd=ROOT,
        env=environment_without_secrets(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as owner:
        assert owner.stdin
        assert owner.stdout
        owner.stdin.write(TABLE.encode())
        owner.stdin.close()
        assert owner.stdout.readline() == b"done\n"
        pids = descendants(owner.pid)
        assert len(pids) >= 2  # the forking parent and a process behind the fence
        owner.kill()  # it cannot react to this, and it does not react to SIGTERM
    wait_until(lambda: not any(_is_alive(pid) for pid in pids), lambda: f"{pids} do not end")


def test_secrets_stay_outside_of_the_fence():
    given = {"SECRET_KEY": "x", "DATABASE_URL": "x", "AWS_SECRET_ACCESS_KEY": "x", "REDIS_URL": "x", "PATH": "/bin"}
    assert not {"SECRET_KEY", "DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "REDIS_URL"} & set(
        environment_without_secrets(given)
    )


def _forking_parents() -> list[int]:
    return [pid for pid in descendants(os.getpid()) if _parent_of(pid) == os.getpid() and _is_ours(pid)]


def _fenced() -> list[int]:
    parents = _forking_parents()
    return [pid for pid in descendants(os.getpid()) if _parent_of(pid) in parents]


def _is_ours(pid: int) -> bool:
    try:
        return b"opendata.fence.forking_parent" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_behind_the_fence_cells_are_edited_and_errors_marked_as_without_it(fence: FencedExamination, here: Examiner):
    text = TABLE.replace("2026", "demnächst").replace("in Umsetzung", "in Umsetzng")
    edits = [Edit("a.csv", None, "E2", "2027")]

    behind, without = (side(asked(text, carried=lambda _: {}, edits=edits)) for side in (fence, here))
    assert behind.report == without.report
    assert behind.edits == without.edits
    assert [edit.field for edit in behind.edits] == ["planned_end"]

    books = [side.mark(asked(text, edits=edits), "de") for side in (fence, here)]
    assert books[0].name == "a-Fehler.xlsx" and books[0].is_new
    assert parts(books[0].content) == parts(books[1].content)
    with pytest.raises(RequestNotValid):
        fence.mark(asked(text), "de", "b.csv")
    with pytest.raises(EditNotValid):
        fence(asked(text, edits=[Edit("a.csv", None, "Z9", "x")]))


def test_behind_the_fence_a_report_is_read_and_drawn_as_without_it(fence: FencedExamination, here: Examiner):
    report = asked("", files=[SourceFile("bericht.pdf", report_pdf())], carried=lambda _: {})
    behind, without = fence(report), here(report)
    assert behind.of_report == without.of_report
    assert behind.of_report and [state.as_of.year for state in behind.of_report.states] == [2013, 2016, 2018]
    again = fence(replace(report, files=with_readings(report.files, behind.of_report)))
    assert (again.of_report, again.report) == (behind.of_report, behind.report)

    place = PlaceOnPage.from_json(behind.of_report.origins["measures"][0]["cells"]["title"]["boxes"][0])
    assert fence.clip(report, [place]) == here.clip(report, [place])
    with pytest.raises(UnreadableFile):
        fence.clip(report, [replace(place, page=7)])
    with pytest.raises(UnreadableFile):
        fence.clip(asked("no page"), [place])
