"""Report pages: what of a report with pages goes with its tables: the dates it tells of, and the place of each value.

Here: gathering these facts once the tables are mapped, and naming pages in questions. Not here: reading reports
(reports/).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Kind
from opendata.domain.report.mapped_tables import MappedTable
from opendata.domain.report.questions import Question
from opendata.domain.report.report_facts import MOST_CELLS, ReportFacts, ToldState, cell_origin, origin_row
from opendata.domain.tables.cell_addresses import address, cell_place
from opendata.intake.bilingual_sentences import quoted
from opendata.intake.kept_readings import reading_of
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.text_tables import TextTable

Origins = Mapping[tuple[str | None, str | None], TextTable]
_FIRST_CELLS = re.compile(r"[A-Z]{1,3}[1-9][0-9]*(?:, [A-Z]{1,3}[1-9][0-9]*)*(?=:|, …| \()")
_ROWS = re.compile(r"(?:Zeilen?|Rows?) (?=[1-9][0-9]* \()")
_NAMED_ROW = re.compile(r"([1-9][0-9]*) \((?:„(.*?)“|'(.*?)')\)(?:, (?=[1-9][0-9]* \()|(?=:|, …))")
_PAGES = {"de": ("Seite", "Seiten"), "en": ("Page", "Pages")}
_QUOTES = {"de": "„“", "en": "''"}


def asked_by_pages(
    questions: Sequence[Question], read: Sequence[TextTable], mapped: Mapping[str, MappedTable], kind: Kind
) -> list[Question]:
    """The questions; where one about a report begins with cells or rows, it begins with their pages, and with titles.

    Nobody has a sheet of which "J46" would be a cell, or 46 a row. read: the tables as they were sent.
    """
    return [
        _by_pages(
            question, [table for table in read if table.sheet == question.sheet], _titles(question, mapped, kind)
        )
        for question in questions
    ]


def _titles(question: Question, mapped: Mapping[str, MappedTable], kind: Kind) -> dict[int, str]:
    """What the rows of the sheet are called that a question is about, by their numbers."""
    table = mapped.get(question.resource or "")
    title = kind.table(question.resource).role("title") if table is not None and question.resource else None
    if table is None or title is None:
        return {}
    named = zip(table.rows, table.frame[title.name].to_list(), strict=True)
    return {row: text for at, (row, text) in enumerate(named) if text and table.part(at).sheet == question.sheet}


def _by_pages(question: Question, tables: Sequence[TextTable], titles: Mapping[int, str]) -> Question:
    """tables: those of which the question may be; with several of them it is not known where its cells stand."""
    if question.address is None or len(tables) != 1 or not tables[0].origins:
        return question
    texts = {
        language: _begun_with_rows(_begun_with_pages(text, language, tables[0]), language, tables[0], titles)
        for language, text in question.texts.items()
    }
    return replace(question, texts=texts)


def _begun_with_rows(text: str, language: str, report: TextTable, titles: Mapping[int, str]) -> str:
    """The text with "Seite 7 („Beirat“)" in place of "Zeile 12 („Ü1 | Beirat“)" at its beginning."""
    rows = _ROWS.match(text)
    at, told = rows.end() if rows else 0, []
    while rows and (named := _NAMED_ROW.match(text, at)):
        row = int(named[1])
        pages = [origin.page for (of_row, _), origin in report.origins.items() if of_row == row]
        if not pages:  # a row that no page says
            return text
        called = quoted(titles[row]) if row in titles else named[2] or named[3]
        told.append(f"{_PAGES[language][0]} {min(pages)} ({called.join(_QUOTES[language])})")
        at = named.end()
    return ", ".join(told) + text[at:] if told else text


def _begun_with_pages(text: str, language: str, report: TextTable) -> str:
    cells = _FIRST_CELLS.match(text)
    if cells is None:
        return text
    origins = [report.origins.get(cell_place(each)) for each in cells[0].split(", ")]
    pages = sorted({origin.page for origin in origins if origin})
    if not pages or None in origins:  # a cell that no page says, such as a number made here
        return text
    return f"{_PAGES[language][len(pages) > 1]} {', '.join(map(str, pages))}{text[cells.end() :]}"


def report_facts(
    read: Sequence[TextTable],
    choices: Sequence[TableChoice],
    mapped: Mapping[str, MappedTable],
    kind: Kind,
) -> ReportFacts | None:
    """The facts of the reports among the files; None if there are none. read: the tables as they were sent."""
    reports = [table for table in read if table.origins]
    if not reports:
        return None
    states = [
        ToldState(choice.resource.name, told.header, told.as_of)
        for choice in choices
        for told in choice.table.reporting_dates
    ]
    readings = {
        name: reading_of([table for table in read if table.file == name])
        for name in {table.file for table in reports}
    }
    by_place: Origins = {(table.file, table.sheet): table for table in reports}
    origins = {name: _rows(table, kind, name, by_place) for name, table in mapped.items()}
    return ReportFacts(states, {name: rows for name, rows in origins.items() if rows}, readings)


def _rows(table: MappedTable, kind: Kind, name: str, by_place: Origins) -> list[dict[str, Any]]:
    resource = kind.table(name)
    keys = RowNames(resource).keys(table.frame).to_list()
    title = resource.role("title")
    titles = table.frame[title.name].to_list() if title else [None] * table.frame.height
    rows: list[dict[str, Any]] = []
    count = 0
    for position, (row, key) in enumerate(zip(table.rows, keys, strict=True)):
        part = table.part(position)
        report = by_place.get((part.file, part.sheet))
        if report is None:
            continue
        cells = {
            field: cell_origin(part.file, address(row, column), _boxes(report, row, column))
            for field, column in part.columns.items()
        }
        count += len(cells)
        if count > MOST_CELLS:
            break
        rows.append(origin_row(row, key or None, titles[position], cells))
    return rows


def _boxes(report: TextTable, row: int, column: int) -> list[dict[str, Any]]:
    origin = report.origins.get((row, column))
    return [
        {
            "page": box.page,
            **{name: round(float(getattr(box, name)), 1) for name in ("x0", "top", "x1", "bottom")},
        }
        for box in (origin.boxes if origin else ())
    ]
