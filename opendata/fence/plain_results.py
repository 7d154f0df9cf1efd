"""Plain results: what is asked of a process behind the fence, and what it answers, as messages.

Here: both forms, written and read. Not here: sending them (messages.py). Tables are canonical CSV or Arrow IPC, the
rest is JSON: each is only read as values, whatever a process behind the fence puts into it.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl

from opendata.domain.errors import (
    DomainError,
    EditNotValid,
    KindNotFound,
    MappingNotValid,
    RequestNotValid,
    UnreadableFile,
)
from opendata.domain.model import SourceFile
from opendata.domain.packages.canonical_tables import CanonicalTable
from opendata.domain.report.edits import edits_from_json
from opendata.domain.report.rewritten_cells import ColumnRewrites, Rewrites
from opendata.domain.report.sent_tables import SentTable, SentTables
from opendata.domain.tables.marked_workbooks import MarkedFile
from opendata.fence.messages import Message
from opendata.fence.plain_facts import facts_json, facts_of
from opendata.steps.ports.checking import Asked, Caller, CheckedUpload

EXAMINE, LOOK, MARK = "examine", "look", "mark"  # what may be done with files
AIMS = {EXAMINE: {"do": EXAMINE}, LOOK: {"do": LOOK}}


def mark_aim(language: str, file: str | None) -> Mapping[str, Any]:
    """The aim of marking one of the files."""
    return {"do": MARK, "language": language, "file": file}


def question(asked: Asked, memory_bytes: int, aim: Mapping[str, Any]) -> Message:
    """What is asked, and how much more memory the answer may take; aim: one of AIMS, or mark_aim()."""
    what = {
        "kind": asked.kind,
        "mapping": asked.mapping,
        "names": [file.name for file in asked.files],
        "carries": asked.carried is not None,
        "may_carry": list(asked.may_carry),
        "tells": asked.tell is not None,
        "memory": memory_bytes,
        "aim": dict(aim),
        "edits": [edit.as_json() for edit in asked.edits],
        "readings": [file.reading is not None for file in asked.files],
    }
    readings = [file.reading for file in asked.files if file.reading is not None]
    return Message(what, [*(file.content for file in asked.files), *readings])


def asked_of(message: Message) -> Asked:
    """What is asked; without the functions, which stay with the one who asks."""
    what = message.what
    contents, readings = message.parts[: len(what["names"])], iter(message.parts[len(what["names"]) :])
    files = [
        SourceFile(name, content, next(readings) if has_reading else None)
        for name, content, has_reading in zip(what["names"], contents, what["readings"], strict=True)
    ]
    return Asked(
        files,
        what["kind"],
        what["mapping"],
        Caller.PUBLISHER,
        may_carry=what["may_carry"],
        edits=edits_from_json(what["edits"]),
    )


def carried_tables(frames: Mapping[str, pl.DataFrame]) -> Message:
    """Tables that are taken over from the current version."""
    return Message({"carried": list(frames)}, [_arrow(frame) for frame in frames.values()])


def carried_of(message: Message) -> dict[str, pl.DataFrame]:
    """The tables in a message of carried_tables()."""
    return {name: _frame(part) for name, part in zip(message.what["carried"], message.parts, strict=True)}


def answer(checked: CheckedUpload, *, is_spent: bool) -> Message:
    """What was found; is_spent: the process ends now, and another one takes its place."""
    columns = checked.rewrites.columns if isinstance(checked.rewrites, Rewrites) else ()
    tables, facts = checked.tables, checked.of_report
    what = {
        "step": "done",
        "report": checked.report,
        "own_fields": checked.own_fields,
        "rewrites": [[column.resource, column.field, column.column, column.sheet] for column in columns],
        "tables": None if tables is None else [[name, table.frame.columns] for name, table in tables.items()],
        "edits": [edit.as_json() for edit in checked.edits],
        "report_facts": None if facts is None else facts_json(facts),
        "spent": is_spent,
    }
    parts = [] if tables is None else [table.content for table in tables.values()]
    parts += [] if facts is None else facts.readings.values()
    for column in columns:
        parts += [_arrow(pl.DataFrame({"rows": column.rows, "which": column.which})), _arrow(column.readings)]
    return Message(what, parts)


def checked_of(message: Message) -> CheckedUpload:
    """What was found, by a message of answer()."""
    what, parts = message.what, iter(message.parts)
    tables = None
    if what["tables"] is not None:
        tables = {str(name): CanonicalTable.read(next(parts), names) for name, names in what["tables"]}
    facts = None if what["report_facts"] is None else facts_of(what["report_facts"], parts)
    columns = []
    for resource, field, column, sheet in what["rewrites"]:
        cells, readings = _frame(next(parts)), _frame(next(parts))
        columns.append(ColumnRewrites(resource, field, column, sheet, cells["rows"], cells["which"], readings))
    edits = edits_from_json(what["edits"])
    return CheckedUpload(what["report"], what["own_fields"], Rewrites(columns), tables, edits, facts)


def sight(seen: SentTables, *, is_spent: bool) -> Message:
    """The tables as they were sent."""
    heads = [[table.name, table.file, table.sheet, table.hidden] for table in seen.tables]
    what = {"step": "seen", "tables": heads, "readings": list(seen.readings), "spent": is_spent}
    return Message(what, [_arrow(table.cells) for table in seen.tables])


def seen_of(message: Message) -> SentTables:
    """The tables in a message of sight()."""
    tables = [
        SentTable(str(name), str(file), None if sheet is None else str(sheet), bool(hidden), _frame(part))
        for (name, file, sheet, hidden), part in zip(message.what["tables"], message.parts, strict=True)
    ]
    return SentTables(tables, message.what["readings"])


def marked_answer(marked: MarkedFile, *, is_spent: bool) -> Message:
    """A workbook with its marks."""
    what = {"step": "marked", "name": marked.name, "new": marked.is_new, "spent": is_spent}
    return Message(what, [marked.content])


def marked_of(message: Message) -> MarkedFile:
    """The workbook in a message of marked_answer()."""
    (content,) = message.parts
    return MarkedFile(str(message.what["name"]), content, bool(message.what["new"]))


def refusal(error: DomainError, *, is_spent: bool) -> Message:
    """An error that says what is wrong with what was sent."""
    facts: Sequence[Any]
    match error:
        case UnreadableFile():
            facts = [error.file, error.reason, error.messages]
        case MappingNotValid():
            facts = [error.where, error.reason, error.german]
        case EditNotValid():
            facts = [error.address, error.reason, error.german]
        case RequestNotValid():
            facts = [error.name, error.reason, error.known, error.reason_in("de")]
        case KindNotFound():
            facts = [error.kind, error.known]
        case _:
            raise error
    return Message({"step": "refused", "error": type(error).__name__, "facts": facts, "spent": is_spent})


def refused_of(message: Message) -> DomainError:
    """The error in a message of refusal()."""
    errors: Collection[type[DomainError]] = (
        UnreadableFile,
        MappingNotValid,
        EditNotValid,
        RequestNotValid,
        KindNotFound,
    )
    by_name = {error.__name__: error for error in errors}
    return by_name[message.what["error"]](*message.what["facts"])


def _arrow(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer)
    return buffer.getvalue()


def _frame(content: bytes) -> pl.DataFrame:
    return pl.read_ipc_stream(io.BytesIO(content))
