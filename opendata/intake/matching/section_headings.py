"""Headings between the rows of a table: the section that each row belongs to.

Here: the text of a heading, the field that headings fill where the mapping says so, and the question that proposes
it.
Not here: which rows are headings (row_kinds.py).
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Note
from opendata.domain.report.questions import YES, Question
from opendata.domain.report.rewritten_cells import ColumnRewrites
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.row_words import is_about_status, names_section, without_ordinal
from opendata.intake.office_words import code_key, trimmed
from opendata.intake.text_tables import TextTable, holds_text

RULE = "section-heading"
MAX_NAMED = 5
_STATUS_OF_MEASURES = re.compile(
    r"(bereits |noch )?(abgeschlossen|laufend|geplant|offen|beendet|umgesetzt|zurückgestellt|ruhend)e "
    r"(klimaschutz)?(maßnahmen|massnahmen|projekte|vorhaben):?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Headings:
    """The headings of a table: their rows, their first column, and the text of each."""

    rows: pl.Series
    column: int
    texts: tuple[str, ...]

    @classmethod
    def of(cls, headings: TextTable) -> "Headings":
        """The headings that these rows are."""
        if headings.rows.is_empty():
            return cls(headings.rows, 1, ())
        texts = []
        for line in headings.cells.iter_rows():
            parts = [trimmed(cell) for cell in line if cell and trimmed(cell)]
            words = [part for part in parts[:2] if any(sign.isalpha() for sign in part) or part == parts[0]]
            texts.append(f"{words[0].rstrip('.):')}: {words[1]}" if len(words) > 1 else words[0])
        columns = [int(name) for name in headings.cells.columns if headings.cells[name].str.contains(r"\S").any()]
        return cls(headings.rows, min(columns, default=1), tuple(texts))


def heading_of_each_row(
    field: Field, headings: Headings, body: TextTable, resource: str
) -> tuple[pl.Series, ColumnRewrites | None]:
    """For each row of the body, the name of its section, and the rewrites that tell from which heading it comes."""
    headings = _headings_of(field, headings)
    if not headings.texts:
        return pl.Series([None], dtype=pl.String).new_from_index(0, body.rows.len()), None
    above = headings.rows.search_sorted(body.rows, side="left").cast(pl.Int64) - 1
    has_heading = above >= 0
    names = pl.Series([_name(text, field) for text in headings.texts], dtype=pl.String)
    which = above.filter(has_heading).cast(pl.UInt32)
    values = pl.select(pl.when(has_heading).then(names.gather(above.clip(0)))).to_series()
    readings = pl.DataFrame({"before": list(headings.texts), "after": names, "rule": [RULE] * names.len()})
    rewrites = ColumnRewrites(
        resource, field.name, headings.column, body.sheet, headings.rows.gather(which), which, readings
    )
    return values, rewrites


def has_cells(body: TextTable, column: int) -> bool:
    """Whether a column has any text in the rows of a body."""
    name = str(column)
    return name in body.cells.columns and holds_text(body.cells[name])


def _headings_of(field: Field, headings: Headings) -> Headings:
    """The headings that name sections of a field; all where none is named by it.

    "Maßnahmenpaket Rad" and "Laufende Maßnahmen" below "Handlungsfeld 1: Mobilität" are no fields of action.
    """
    by_field = any(_rest_after_label(text, field) is not None for text in headings.texts)
    kept = [
        place
        for place, text in enumerate(headings.texts)
        if _rest_after_label(text, field) is not None
        or not (by_field and (names_section(without_ordinal(text)) or _STATUS_OF_MEASURES.fullmatch(text)))
    ]
    if not kept:
        return headings
    return Headings(headings.rows.gather(kept), headings.column, tuple(headings.texts[place] for place in kept))


def remarks_on_headings(
    choice: TableChoice, headings: Headings, with_column: Collection[str]
) -> list[Question | Note]:
    """The question whether headings are to fill the field that groups the rows, or a note that there are none.

    with_column: the names of the fields that have a column with cells; one that holds nothing but headings has none.
    """
    mapping = choice.vocabulary.mapping
    if mapping.sections and mapping.sections not in with_column and not headings.texts:
        return [_no_heading(choice, choice.resource.field(mapping.sections))]
    return [*_proposal(choice, headings, {*with_column, *mapping.supplied})]


def _no_heading(choice: TableChoice, field: Field) -> Note:
    return Note(
        "no-section-heading",
        bilingual(
            f"Die Zuordnung füllt „{field.label('de')}“ aus Zwischenüberschriften, aber die Tabelle hat keine. "
            "Das Feld bleibt leer.",
            f"The mapping fills '{field.label('en')}' from headings between the rows, but the table has none. "
            "The field stays empty.",
        ),
        choice.resource.name,
        sheet=choice.table.sheet,
    )


def _proposal(choice: TableChoice, headings: Headings, filled: Collection[str]) -> list[Question]:
    name = choice.resource.roles.get("group")
    if name is None or name in filled or not headings.texts or all(map(is_about_status, headings.texts)):
        return []
    field = choice.resource.field(name)
    if field.type != "string" or field.codes or field.constraints.get("enum"):
        return []
    mapping = json.dumps({"resources": {choice.resource.name: {"sections": name}}})
    named = list(zip(headings.rows.head(MAX_NAMED + 1), map(quoted, headings.texts), strict=False))
    rows_de = first_few((f"{row} („{text}“)" for row, text in named), MAX_NAMED)
    rows_en = first_few((f"{row} ('{text}')" for row, text in named), MAX_NAMED)
    one = len(headings.texts) == 1
    rows_de, rows_en = (f"Zeile {rows_de}", f"row {rows_en}") if one else (f"den Zeilen {rows_de}", f"rows {rows_en}")
    label_de, label_en, example = field.label("de"), field.label("en"), quoted(_name(headings.texts[0], field))
    return [
        Question(
            "section_heading",
            choice.resource.name,
            None,
            bilingual(
                f"Die Tabelle hat keine Spalte „{label_de}“, aber Zwischenüberschriften in {rows_de}. "
                f"Sollen sie das Feld „{label_de}“ der Zeilen darunter füllen, zum Beispiel mit „{example}“? Dann "
                f"laden Sie die Tabelle bitte mit der Zuordnung {mapping} noch einmal hoch. Sonst bleibt es leer.",
                f"The table has no column '{label_en}', but headings in {rows_en}. "
                f"Should they fill '{label_en}' of the rows below them, with '{example}' for example? Then please "
                f"upload the table again with the mapping {mapping}. Otherwise it stays empty.",
            ),
            answer=YES,
            required=False,
            field=name,
            address=address(headings.rows[0], headings.column),
            sheet=choice.table.sheet,
        )
    ]


def _name(heading: str, field: Field) -> str:
    """What a heading calls its section: "Handlungsfeld 1: Mobilität" is "Mobilität" in the field "Handlungsfeld"."""
    return _rest_after_label(heading, field) or _line(heading)


def _line(heading: str) -> str:
    return without_ordinal(" ".join(heading.split()))


def _rest_after_label(heading: str, field: Field) -> str | None:
    """What follows a name of the field and a number in a heading; None where it does not begin so."""
    line = _line(heading)
    for word in sorted({*field.labels.values(), *field.synonyms, "HF"}, key=len, reverse=True):
        if word and code_key(line).startswith(code_key(word)):
            rest = line[len(word) :]
            # "Bereichsübergreifend" begins with "Bereich" but is no such prefix.
            if match := re.fullmatch(
                r"\s*(?:[\w.]{1,6}\s*[:.)–—-]\s*|[:–—-]\s*|\s+(?:\d{1,2}|[IVX]{1,5}|[A-Z])\s+)(\S.*)", rest
            ):
                return match[1]
            if match := re.fullmatch(r"\s+([^\W\d]{3}.*)", rest):
                return match[1]
    return None
