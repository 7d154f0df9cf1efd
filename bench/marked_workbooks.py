"""A workbook of 300 measures comes back with its errors marked, behind no fence.

Run alone: .venv/bin/python -m bench.marked_workbooks
Beside it: reading and checking the same workbook, which is a part of it; and openpyxl, which colours and comments
the same cells and saves the workbook, without reading or checking anything, and loses what it does not know.
"""

import io
import time
from collections.abc import Callable

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from bench.server import ROOT
from bench.table import Measure, as_text
from opendata.domain.model import SourceFile
from opendata.intake import read_upload
from opendata.intake.looking import look_at
from opendata.intake.page_pictures import page_clip
from opendata.kind_folders import KindFolders
from opendata.marking.returned_workbook import returned_workbook
from opendata.steps.examining import Examiner
from opendata.steps.ports.checking import Asked, Caller
from opendata.validation import check
from opendata.validation.proposals import proposals

HEADER = ("Nr.", "Maßnahme", "Status", "Geplantes Ende", "Kosten", "Sachstand")
WRONG_EVERY = 5  # rows


def measure(rows: int = 300, repeats: int = 5) -> list[Measure]:
    """The marked workbook beside its check, and beside openpyxl."""
    file = workbook(rows)
    examiner = Examiner(
        KindFolders(ROOT / "datapackages"), read_upload, check, look_at, proposals, returned_workbook, page_clip
    )
    asked = Asked([file], "climate-measures", None, Caller.JOB, carried=lambda _: {})
    wrong = [str(error["address"]) for error in examiner(asked).report["errors"]]
    marked = _seconds(lambda: examiner.mark(asked, "de"), repeats)
    checked = _seconds(lambda: examiner(asked), repeats)
    saved = _seconds(lambda: _by_openpyxl(file, wrong), repeats)
    what = f"workbook of {rows:,} measures, {len(wrong)} errors, comes back marked"
    return [
        Measure(what, marked, "s", "read and checked alone", checked),
        Measure("  the same", marked, "s", "marked and saved by openpyxl, unread", saved),
    ]


def workbook(rows: int) -> SourceFile:
    """Measures as an office keeps them; in each fifth row a word is mistyped and a day does not exist."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    for number in range(rows):
        wrong = number % WRONG_EVERY == 0
        words = ("geplnt", "31.02.2026") if wrong else ("geplant", "2026")
        sheet.append((f"A-{number}", f"Ausbau der Radwege {number}", *words, number * 100, "Der Bescheid steht aus."))
    content = io.BytesIO()
    book.save(content)
    return SourceFile("massnahmen.xlsx", content.getvalue())


def _by_openpyxl(file: SourceFile, wrong: list[str]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    sheet = book.worksheets[0]
    for address in wrong:
        sheet[address].fill = PatternFill("solid", fgColor="FFFFC8C1")
        sheet[address].comment = Comment("Bitte berichtigen.", "Prüfbericht")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _seconds(act: Callable[[], object], repeats: int) -> float:
    """The least of several, after one that is not counted."""
    act()
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    print(as_text(measure()))  # noqa: T201
