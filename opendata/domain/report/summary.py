"""The summary of a report: one list of sentences that tells an office everything that was decided about its table.

Here: which lines there are, and their order: first the few things that matter, then the rest. Not here: the phrases
(reading_phrases.py), the cells of rewrites by rule (rewritten_cells.py), printing (validation/messages/).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from opendata.domain.kinds import Field, Kind
from opendata.domain.report.edits import PROPOSALS
from opendata.domain.report.findings import MAX_REWRITES_LISTED, Dropped, LeftOut, Note, Report
from opendata.domain.report.questions import Question
from opendata.domain.report.reading_phrases import (
    DROPPED,
    HARMLESS_ROWS,
    LEFT_OUT,
    MINOR_NOTES,
    OTHER_COLUMNS,
    OTHER_ROWS,
    Phrase,
    rule_phrase,
)
from opendata.domain.report.rewritten_cells import CellsOfOneRule, cells_by_rule, listed_rewrites
from opendata.domain.report.word_lists import ended, first_few
from opendata.domain.tables.cell_addresses import column_letters
from opendata.domain.tables.header_texts import on_one_line

Part = TypeVar("Part")
Unpublished = TypeVar("Unpublished", LeftOut, Dropped)
LANGUAGES = ("de", "en")
MOST_NAMED = 20  # how many cells, rows or columns one line names
MOST_QUOTED = 60  # characters of a cell that a line repeats
FEW_NAMED = 6  # of more cells a line that does not matter names only some
ROW = {"de": "Zeile", "en": "row"}
ROWS = {"de": "Zeilen", "en": "rows"}


@dataclass(frozen=True)
class SummaryLine:
    """One sentence about what was decided.

    code: "rewritten", "column-not-published", "row-left-out", "sheet-left-out", "rows-without-content", the code of
    a note, or what a question is about. addresses: the cells ("E4"), rows ("6") or columns ("E"), at most MOST_NAMED.
    matters: whether it is one of the few things to be told first. question: the id of the question it asks.
    """

    code: str
    messages: Mapping[str, str]
    matters: bool
    count: int = 1
    resource: str | None = None
    addresses: Sequence[str] = ()
    sheet: str | None = None
    field: str | None = None
    rule: str | None = None
    question: str | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        """The line as the API gives it, with its message in the given language and in both."""
        return {
            "code": self.code,
            "count": self.count,
            "resource": self.resource,
            "sheet": self.sheet,
            "field": self.field,
            "rule": self.rule,
            "question": self.question,
            "addresses": list(self.addresses),
            "message": self.messages.get(language) or next(iter(self.messages.values()), ""),
            "messages": dict(self.messages),
            "matters": self.matters,
        }


def report_json(
    report: Report, kind: Kind | None = None, language: str = "de", rewrites: int | None = MAX_REWRITES_LISTED
) -> dict[str, Any]:
    """The report as JSON together with its summary; bounded() cuts it to a size that can be sent.

    kind: gives the fields of rewrites the names that people know. rewrites: how many are listed; None lists all.
    """
    lines = [line.as_json(language) for line in summary_lines(report, kind)]
    # The rewrites are put in afterwards, because their texts are cut before they are read.
    return {**report.as_json(language, 0), "rewrites": listed_rewrites(report.rewrites, rewrites), "summary": lines}


def in_language(report: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A report in the form of report_json() with its messages in a language."""
    whole = {name: part for name, part in report.items() if name != PROPOSALS}
    for part in ("errors", "notes", "summary"):
        whole[part] = [{**line, "message": line["messages"].get(language, line["message"])} for line in whole[part]]
    return whole


ASKING = ("questions", "summary")  # the parts of a report that with_questions() changes


def with_questions(report: Mapping[str, Any], questions: Sequence[Question], language: str = "de") -> dict[str, Any]:
    """A report in the form of report_json() that has these questions in place of its own."""
    asking = [line.as_json(language) for line in question_lines(questions)]
    rest = [line for line in report.get("summary", ()) if line["question"] is None]
    asked = [question.as_json() for question in questions]
    return {**report, "questions": asked, "summary": [*asking, *rest]}


def with_note(report: Mapping[str, Any], note: Note, language: str = "de") -> dict[str, Any]:
    """A report in the form of report_json() with one more note, which its summary tells after its questions."""
    lines = list(report.get("summary", ()))
    place = sum(line["question"] is not None for line in lines)
    lines.insert(place, _of_note(note).as_json(language))
    return {**report, "notes": [*report["notes"], note.as_json(language)], "summary": lines}


def summary_lines(report: Report, kind: Kind | None = None) -> list[SummaryLine]:
    """Everything that the report tells beside its errors: first what matters, in both parts in a fixed order."""
    rewritten = list(cells_by_rule(report.rewrites, MOST_NAMED, partial(_is_label, kind)))
    sheets = {cells.sheet for cells in rewritten} | {column.sheet for column in report.dropped}
    sheets |= {row.sheet for row in report.left_out if row.row is not None}
    several_sheets = len(sheets) > 1
    lines = [
        *question_lines(report.questions),
        *map(_of_note, _different(report.notes)),
        *_of_rows(report.left_out, several_sheets=several_sheets),
        *_of_columns(report.dropped, several_sheets=several_sheets),
        *(_of_rewrites(cells, kind, several_sheets=several_sheets) for cells in rewritten),
        *_of_sheets(report.left_out),
        *_of_harmless_rows(report.left_out),
    ]
    return sorted(lines, key=_rank)  # the sort is stable


def _rank(line: SummaryLine) -> int:
    """The place of a line among the others: questions, what cannot be right, what else matters, the rest."""
    if line.question is not None:
        return 0
    if line.code == "total-disagrees" or line.code.startswith("sense-"):
        return 1
    return 2 if line.matters else 3


def question_lines(questions: Sequence[Question]) -> list[SummaryLine]:
    """A line for each question; of more than FEW_NAMED questions of one group, one line that names their rows."""
    lines: list[SummaryLine] = []
    for (group,), together in _grouped(questions, lambda question: (question.group or question.id,)):
        few = len(together) <= FEW_NAMED
        lines += map(_of_question, together) if few else [_of_many_questions(group, together)]
    return lines


def _of_many_questions(group: str, questions: Sequence[Question]) -> SummaryLine:
    first = questions[0]
    keys = [question.key or "" for question in questions]
    others = ended(first_few(keys[1:], MOST_NAMED))
    return SummaryLine(
        first.about,
        {
            language: f"{first.texts[language]} {also.format(len(keys) - 1)}: {others}"
            for language, also in (
                ("de", "Dasselbe wird zu {} weiteren gefragt"),
                ("en", "The same is asked about {} more"),
            )
        },
        matters=True,
        count=len(keys),
        resource=first.resource,
        field=first.field,
        question=group,
    )


def _of_question(question: Question) -> SummaryLine:
    return SummaryLine(
        question.about,
        question.texts,
        matters=True,
        resource=question.resource,
        addresses=[question.address] if question.address else [],
        sheet=question.sheet,
        field=question.field,
        question=question.id,
    )


def _different(notes: Sequence[Note]) -> list[Note]:
    """The notes without those that say word by word what another one says of the same sheet."""
    return list({(note.sheet, *note.messages.items()): note for note in reversed(notes)}.values())[::-1]


def _of_note(note: Note) -> SummaryLine:
    return SummaryLine(
        note.code,
        note.messages,
        matters=note.code not in MINOR_NOTES,
        resource=note.resource,
        addresses=[note.address] if note.address else [str(note.row)] if note.row else [],
        sheet=note.sheet,
    )


def _of_rows(left_out: Sequence[LeftOut], *, several_sheets: bool) -> Iterator[SummaryLine]:
    rows = [row for row in left_out if row.row is not None and row.reason not in HARMLESS_ROWS]
    for (_, _, reason), group in _grouped(rows, lambda row: (row.resource, row.sheet, row.reason)):
        phrase, addresses = LEFT_OUT.get(reason, OTHER_ROWS), [str(row.row) for row in group[:MOST_NAMED]]
        yield _of_group("row-left-out", group, phrase, _named_row, addresses, several_sheets=several_sheets)


def _of_columns(dropped: Sequence[Dropped], *, several_sheets: bool) -> Iterator[SummaryLine]:
    for (_, _, reason), group in _grouped(dropped, lambda column: (column.resource, column.sheet, column.reason)):
        phrase = DROPPED.get(reason, OTHER_COLUMNS)
        addresses = [column_letters(column.column) for column in group[:MOST_NAMED]]
        yield _of_group(
            "column-not-published", group, phrase, _named_column, addresses, several_sheets=several_sheets
        )


def _of_group(
    code: str,
    group: Sequence[Unpublished],
    phrase: Phrase,
    named: Callable[[Unpublished, str], str],
    addresses: Sequence[str],
    *,
    several_sheets: bool,
) -> SummaryLine:
    """The line about rows or columns of one table, one sheet and one reason; named: what one is called."""
    first = group[0]
    return SummaryLine(
        code,
        {
            language: _sentence(phrase, (named(part, language) for part in group), len(group), language)
            + _on_sheet(first.sheet if several_sheets else None, language)
            for language in LANGUAGES
        },
        matters=phrase.matters,
        count=len(group),
        resource=first.resource,
        addresses=addresses,
        sheet=first.sheet,
        rule=first.reason,
    )


def _of_rewrites(cells: CellsOfOneRule, kind: Kind | None, *, several_sheets: bool) -> SummaryLine:
    phrase, known = rule_phrase(cells.rule), _field(kind, cells.resource, cells.field)
    messages = {
        language: f"{known.label(language) if known else cells.field}: {phrase.in_language(language)} "
        f"({_cells(cells.count, language)}): {_examples(cells, known, language, briefly=not phrase.matters)}"
        + _on_sheet(cells.sheet if several_sheets else None, language)
        for language in LANGUAGES
    }
    return SummaryLine(
        "rewritten",
        messages,
        matters=phrase.matters,
        count=cells.count,
        resource=cells.resource,
        addresses=[address for _, _, addresses in cells.examples for address in addresses] + list(cells.others),
        sheet=cells.sheet,
        field=cells.field,
        rule=cells.rule,
    )


def _cells(count: int, language: str) -> str:
    words = {"de": ("Zelle", "Zellen"), "en": ("cell", "cells")}[language]
    return f"{count} {words[count != 1]}"


def _examples(cells: CellsOfOneRule, field: Field | None, language: str, *, briefly: bool) -> str:
    """The first cells with their text before and after, then the addresses of further ones.

    briefly: whether of many cells two with each text are enough.
    """
    examples, others = cells.examples, cells.others
    if briefly and cells.count > FEW_NAMED:
        examples, others = [(before, after, addresses[:2]) for before, after, addresses in examples], ()
    told = [_example(*example, field, language) for example in examples]
    named = sum(len(addresses) for _, _, addresses in examples) + len(others)
    rest = ", ".join([*others, *(["…"] if cells.count > named else [])])
    also = {"de": "auch ", "en": "also "}[language] if others else ""
    return "; ".join([*told, *([also + rest] if rest else [])])


def _example(before: str, after: str | None, addresses: Sequence[str], field: Field | None, language: str) -> str:
    """The cells and their text before and after, unless the two differ in blanks and invisible characters alone.

    A code is told by its label, which is what people read everywhere else.
    """
    if field and after is not None and after in field.codes:
        after = field.code_label(after, language)
    texts = [_quoted(before, language), _quoted(after, language)]
    return ", ".join(addresses) + (f" {texts[0]} → {texts[1]}" if texts[0] != texts[1] else "")


def _of_sheets(left_out: Sequence[LeftOut]) -> Iterator[SummaryLine]:
    for (reason,), group in _grouped([row for row in left_out if row.row is None], lambda row: (row.reason,)):
        phrase = LEFT_OUT.get(reason, OTHER_ROWS)
        names = [row.sheet or row.text for row in group]
        yield SummaryLine(
            "sheet-left-out",
            {
                language: _sentence(phrase, (_quoted(name, language) for name in names), len(names), language)
                for language in LANGUAGES
            },
            matters=phrase.matters,
            count=len(group),
            addresses=names[:MOST_NAMED],
            rule=reason,
        )


def _of_harmless_rows(left_out: Sequence[LeftOut]) -> Iterator[SummaryLine]:
    """One line for empty rows and titles above the table, the least important of all."""
    harmless = [row for row in left_out if row.row is not None and row.reason in HARMLESS_ROWS]
    if not harmless:
        return
    messages = {}
    for language in LANGUAGES:
        parts = [
            _sentence(LEFT_OUT[reason], _named_rows(reason, group, language), len(group), language)
            for (reason,), group in _grouped(harmless, lambda row: (row.reason,))
        ]
        messages[language] = "; ".join(parts)
    addresses = [str(row.row) for row in harmless[:MOST_NAMED]]
    yield SummaryLine("rows-without-content", messages, False, len(harmless), addresses=addresses)


def _grouped(
    parts: Iterable[Part], key: Callable[[Part], tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...], list[Part]]]:
    """The parts with equal keys together, groups in the order of their first part."""
    groups: dict[tuple[Any, ...], list[Part]] = {}
    for part in parts:
        groups.setdefault(key(part), []).append(part)
    yield from groups.items()


def _sentence(phrase: Phrase, names: Iterable[str], count: int, language: str) -> str:
    """The phrase with how many there are; names are asked for as long as they are told, for they may be long."""
    words = phrase.in_language(language)
    return f"{words[0].upper()}{words[1:]} ({count}): {first_few(names, MOST_NAMED)}"


def _named_row(row: LeftOut, language: str) -> str:
    has_text = row.text.strip() and row.reason != "empty"
    return f"{ROW[language]} {row.row}" + (f" ({_quoted(row.text, language)})" if has_text else "")


def _named_rows(reason: str, rows: Sequence[LeftOut], language: str) -> Iterator[str]:
    """Each row by its number and text; of several empty ones the numbers alone."""
    for place, row in enumerate(rows):
        if reason != "empty" or len(rows) == 1:
            yield _named_row(row, language)
        else:
            yield str(row.row) if place else f"{ROWS[language]} {row.row}"


def _named_column(column: Dropped, language: str) -> str:
    header = on_one_line(column.header)
    return column_letters(column.column) + (f" {_quoted(header, language)}" if header else "")


def _field(kind: Kind | None, resource: str, name: str) -> Field | None:
    """The field of that name; None where the kind or the field is not known."""
    if kind is None or resource not in [table.name for table in kind]:
        return None
    table = kind.table(resource)
    return table.field(name) if name in table.field_names else None


def _is_label(kind: Kind | None, resource: str, name: str, before: str, after: str | None) -> bool:
    """Whether a word is itself the label of the code that it became, so that nobody reads it differently."""
    field = _field(kind, resource, name)
    if field is None or after is None or after not in field.codes:
        return False
    labels = [after, *field.codes[after].labels.values()]
    return " ".join(before.split()).casefold() in [label.casefold() for label in labels]


def _quoted(text: str | None, language: str) -> str:
    if text is None:
        return {"de": "leer", "en": "empty"}[language]
    line = " ".join(text.split())
    line = line if len(line) <= MOST_QUOTED else f"{line[: MOST_QUOTED - 1]}…"
    return f"„{line}“" if language == "de" else f"“{line}”"


def _on_sheet(sheet: str | None, language: str) -> str:
    if not sheet:
        return ""
    return f" (Blatt {_quoted(sheet, language)})" if language == "de" else f" (sheet {_quoted(sheet, language)})"
