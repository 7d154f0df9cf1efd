"""Listed errors: which cell each error of a report marks, what its comment says, and its line in the list.

Here: values and words. Not here: the workbook's own parts (workbook_marks.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from opendata.domain.kinds import Kind
from opendata.domain.report.edits import Edit
from opendata.domain.report.findings import Finding
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.tables.cell_addresses import address, cell_place
from opendata.domain.tables.marked_workbooks import LIST_TITLES, MENDED, WRONG
from opendata.intake.text_tables import TextTable
from opendata.marking.error_sheet import ErrorList, ListedCell
from opendata.marking.marked_sheet import Place
from opendata.marking.words import WORDS

NOWHERE = (10**9, 10**9)


@dataclass
class SheetMarks:
    """What is to be marked on one sheet: the sort of mark and the text of each cell."""

    marks: dict[Place, str] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)

    def add(self, place: Place, mark: str, text: str) -> None:
        """Mark a cell; what is said about it already stays, and an error outweighs an edit."""
        if self.marks.get(place) != WRONG:
            self.marks[place] = mark
        before = self.texts.get(place)
        self.texts[place] = text if before is None else f"{before}\n{text}"


@dataclass(frozen=True)
class MarkList:
    """Everything that is put into a workbook: the marks by the name of their sheet, and the list."""

    sheets: Mapping[str, SheetMarks]
    lines: Sequence[ListedCell]
    mended: Sequence[ListedCell]

    def error_list(self, leads: Sequence[str], language: str) -> ErrorList:
        """What the sheet with the list of errors holds."""
        words = WORDS[language]
        return ErrorList(
            LIST_TITLES[language],
            leads,
            words["head"].split("|"),
            self.lines,
            words["mended"].split("|"),
            self.mended,
        )


@dataclass(frozen=True)
class _Subject:
    """What errors are about: the tables of one file, by the sheet that the report names."""

    tables: Mapping[str | None, TextTable]
    names: Mapping[str | None, str]  # what each sheet is called in the workbook
    mapped: Mapped
    language: str


def listing(
    errors: Sequence[tuple[Finding, Edit | None]],
    edits: Sequence[Edit],
    tables: Mapping[str | None, TextTable],
    names: Mapping[str | None, str],
    mapped: Mapped,
    language: str,
) -> MarkList:
    """The marks and lines of one file. errors: with their proposals. tables, names: by the sheet of the report."""
    subject = _Subject(tables, names, mapped, language)
    sheets: dict[str, SheetMarks] = {}
    lines = [(_order(subject, error), _line(subject, error, proposal, sheets)) for error, proposal in errors]
    mended = [_mended(subject, edit, sheets) for edit in edits]
    return MarkList(sheets, [line for _, line in sorted(lines, key=lambda each: each[0])], mended)


def _order(subject: _Subject, error: Finding) -> tuple[int, Place]:
    sheets = list(subject.tables)
    place = sheets.index(error.sheet) if error.sheet in sheets else -1
    return place, (error.row or 0, error.column or 0)


def _line(subject: _Subject, error: Finding, proposal: Edit | None, sheets: dict[str, SheetMarks]) -> ListedCell:
    words, table = WORDS[subject.language], subject.tables.get(error.sheet)
    text = _sentence(error, subject.language)
    if proposal is not None and not any(quoted in text for quoted in (f"„{proposal.after}“", f"'{proposal.after}'")):
        text += f" {words['proposal'].format(text=proposal.after)}"
    place = _place(subject, error)
    name = subject.names.get(error.sheet, "")
    link = None
    if place is not None and table is not None:
        shown = _first_of_merged(table, place)
        sheets.setdefault(name, SheetMarks()).add(shown, WRONG, text)
        link = _link(name, shown)
        text += _hint(table, shown, words)
    where = error.address or (words["row"].format(row=error.row) if error.row else "–")
    return ListedCell(
        (where, name, _field(subject.mapped.kind, error, subject.language), error.cell or "", text), link
    )


def _mended(subject: _Subject, edit: Edit, sheets: dict[str, SheetMarks]) -> ListedCell:
    words, name = WORDS[subject.language], subject.names.get(edit.sheet, "")
    place = cell_place(edit.address)
    table = subject.tables.get(edit.sheet)
    shown = place if table is None else _first_of_merged(table, place)
    text = words["mended_comment"].format(text=edit.after or words["empty"])
    sheets.setdefault(name, SheetMarks()).add(shown, MENDED, text)
    after = edit.after or words["empty"]
    return ListedCell(
        (edit.address, name, edit.before or words["empty"], after, words["mended_line"]), _link(name, shown)
    )


def _sentence(error: Finding, language: str) -> str:
    text = error.messages.get(language) or next(iter(error.messages.values()), error.code)
    return text.removeprefix(f"{error.address}: ") if error.address else text


def _place(subject: _Subject, error: Finding) -> Place | None:
    """The cell that is marked for an error: its own, or the first one of its row; None if it is about no row."""
    table = subject.tables.get(error.sheet)
    if table is None:
        return None
    if error.address:
        try:
            return cell_place(error.address)
        except ValueError:
            return None
    if not error.row:
        return None
    return error.row, error.column or _first_column(subject, error, table)


def _first_column(subject: _Subject, error: Finding, table: TextTable) -> int:
    fed = subject.mapped.tables.get(error.resource or "")
    columns: Iterator[int] = iter(sorted(fed.columns.values()) if fed else ())
    return next(columns, table.columns[0] if table.columns else 1)


def _first_of_merged(table: TextTable, place: Place) -> Place:
    """The cell that is seen in place of this one: of merged cells the first."""
    row, column = place
    for span in table.merged:
        if span.top <= row <= span.bottom and span.left <= column <= span.right:
            return span.top, span.left
    return place


def _hint(table: TextTable, place: Place, words: Mapping[str, str]) -> str:
    if table.hidden:
        return f" {words['hidden_sheet']}"
    if place[1] in table.hidden_columns:
        return f" {words['hidden_column']}"
    return f" {words['hidden_row']}" if place[0] in table.hidden_rows else ""


def _field(kind: Kind, error: Finding, language: str) -> str:
    known = next((table for table in kind if table.name == error.resource), None)
    if known is None:
        return ""
    return known.field_or_text(error.field).label(language) if error.field else known.label(language)


def _link(sheet: str, place: Place) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address(*place)}"
