"""Texts that say nothing by themselves: "dito", "s. o." and a quotation mark for the cell above, "2,02E+12", and "-".

Here: finding them in columns of text, and what is said of them. Not here: words for "no information" in columns of
codes, numbers and dates (field_words.py). The rows of a version have no order, so nothing stands above a row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import polars as pl

from opendata.domain.kinds import Field, Table
from opendata.domain.report.findings import MAX_LISTED, Finding, Note
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, bilingual_at_cell, quoted
from opendata.intake.cells.field_words import TEXT_TYPES
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable

MAX_NAMED = 5
FREE_TEXTS = ("text", "news")  # roles of fields whose "s. o." may be a sentence of its own
_AS_ABOVE = (
    r"(?i)^(?:[\"„“”″〃]{1,2}|''|,,|[-–] ?[\"„“”″] ?[-–]|[\"„“”] +[\"„“”]|dito\.?|ditto|do\.|s\. ?o\.|siehe oben|"
    r"wie oben|wie vor|wie zuvor|idem|ebd\.|ebenda|desgl\.|dgl\.|desgleichen|same as above)$"
)
_EXPONENT = r"^-?[0-9](?:[.,][0-9]+)?E[+-][0-9]{2,3}$"
# A row's number or title that only holds its place. Other signs may be somebody's way to number.
_PLACEHOLDER = r"(?i)^(?:[-‐‑–—−_]+|\?+|…|\.{3,}|n\. ?n\.|t\.?b\.?d\.?|n\. ?b\.)$"


@dataclass(frozen=True)
class _Sort:
    """One sort of such texts: the code of its error, its pattern, and what is said of a cell in both languages."""

    code: str
    pattern: str
    de: str
    en: str


_SORTS = (
    _Sort(
        "as-above",
        _AS_ABOVE,
        "„{text}“ verweist auf eine andere Zelle. Jede Zeile wird aber für sich veröffentlicht, und dann ist nicht "
        "mehr zu erkennen, was gemeint ist. Bitte schreiben Sie es aus.",
        "'{text}' refers to another cell. But each row is published by itself, and nobody can then tell what is "
        "meant. Please write it out.",
    ),
    _Sort(
        "number-in-exponent",
        _EXPONENT,
        "„{text}“ ist eine Zahl, die Excel gekürzt hat, und keine Angabe für „{label_de}“: Aus „1E2“ und aus langen "
        "Nummern macht Excel solche Zahlen. Bitte formatieren Sie die Spalte als „Text“ (Start, Zahl), bevor Sie "
        "tippen, und schreiben Sie die Angabe dann neu in die Zelle.",
        "'{text}' is a number that Excel shortened, and no value of '{label_en}': Excel makes such numbers of '1E2' "
        "and of long numbers. Please format the column as text before you type, and enter the value anew.",
    ),
)
_PLACEHOLDERS = _Sort(
    "placeholder",
    _PLACEHOLDER,
    "„{text}“ steht nur anstelle einer Angabe; „{label_de}“ muss aber in jeder Zeile stehen. Bitte tragen Sie die "
    "Angabe ein.",
    "'{text}' only holds the place of a value, but '{label_en}' is needed in every row. Please enter it.",
)


def texts_without_value(
    values: Mapping[str, pl.Series], table: Table, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> list[Finding | Note]:
    """Errors at such texts, and notes where they stand in free texts; values: canonical text by field."""
    fields = [
        field
        for field in table
        if field.name in field_columns
        and field.type in TEXT_TYPES
        and not (field.codes or field.holds_dates or field_columns[field.name].made_from)
    ]
    wanted = [(field, sort) for field in fields for sort in (*_SORTS, *([_PLACEHOLDERS] if field.required else []))]
    if not wanted:
        return []
    # One call of Polars for the whole table: for a few hundred rows the call costs more than the search.
    masks = pl.DataFrame({field.name: values[field.name] for field in fields}).select(
        pl.col(field.name).str.contains(sort.pattern).fill_null(value=False).alias(str(number))
        for number, (field, sort) in enumerate(wanted)
    )
    free = {table.roles.get(role) for role in FREE_TEXTS}
    remarks: list[Finding | Note] = []
    seen: set[str | None] = set()
    for mask, (field, sort) in zip(masks, wanted, strict=True):
        if not mask.any():
            continue
        column = field_columns[field.name].column
        rows, texts = body.rows.filter(mask), values[field.name].filter(mask)
        if field.name in free and sort.code == "as-above":
            remarks.append(_note(field, column, rows, texts, table, body))
            continue
        found = _findings(field, sort, column, zip(rows, texts, strict=True), table, body)
        # A column can have a hundred thousand of them; sentences are made for those that are listed alone.
        remarks += islice((finding for finding in found if finding.address not in seen), MAX_LISTED)
        seen |= {finding.address for finding in remarks if isinstance(finding, Finding)}
    return remarks


def _findings(
    field: Field, sort: _Sort, column: int, cells: Iterator[tuple[int, str]], table: Table, body: TextTable
) -> Iterator[Finding]:
    labels = {"label_de": field.label("de"), "label_en": field.label("en")}
    for row, text in cells:
        said = {"text": quoted(text), **labels}
        yield Finding(
            sort.code,
            bilingual_at_cell(row, column, sort.de.format(**said), sort.en.format(**said)),
            resource=table.name,
            row=row,
            field=field.name,
            column=column,
            cell=text,
            address=address(row, column),
            sheet=body.sheet,
        )


def _note(
    field: Field, column: int, rows: Sequence[int] | pl.Series, texts: pl.Series, table: Table, body: TextTable
) -> Note:
    places, text = first_few([address(row, column) for row in rows], MAX_NAMED), quoted(texts[0])
    return Note(
        "as-above",
        bilingual(
            f"{places}: „{text}“ wird so veröffentlicht. Jede Zeile steht für sich; bitte prüfen Sie, ob „"
            f"{field.label('de')}“ dort auch ohne die anderen Zeilen zu verstehen ist.",
            f"{places}: '{text}' is published as it stands. Each row stands by itself; please check whether "
            f"'{field.label('en')}' can be understood there without the other rows.",
        ),
        resource=table.name,
        address=address(rows[0], column),
        sheet=body.sheet,
    )
