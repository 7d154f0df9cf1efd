"""Made keys: the number of a row that its office does not number, made of its title or of several of its columns.

Here: which columns a key is made of, and the keys of all rows. Not here: the key that some texts make
(domain/tables/made_keys.py), reading the mapping (table_shapes.py).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.report.findings import Finding, Note
from opendata.domain.tables.made_keys import key_of
from opendata.intake.bilingual_sentences import bilingual, comma_list
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.office_words import cell_key, header_key
from opendata.intake.text_tables import TextTable


@dataclass(frozen=True)
class KeyColumns:
    """The columns that a key is made of, and their headers."""

    headers: tuple[str, ...]
    columns: tuple[int, ...]


def key_columns(choice: TableChoice) -> tuple[dict[str, KeyColumns], list[Finding | Note]]:
    """The columns that keys are made of, by field, and an error for each header that the table does not have."""
    columns = {key: label.column for label in reversed(choice.header.labels) for key in label.keys}
    made: dict[str, KeyColumns] = {}
    remarks: list[Finding | Note] = []
    for name, headers in choice.vocabulary.mapping.shape.keys.items():
        absent = [header for header in headers if header_key(header) not in columns]
        if absent:
            remarks.append(_column_missing(choice, name, absent))
        else:
            made[name] = KeyColumns(headers, tuple(columns[header_key(header)] for header in headers))
            remarks.append(_made_note(choice, name, headers))
    return made, remarks


def made_keys(body: TextTable, columns: Sequence[int], renamed: Mapping[str, str]) -> pl.Series:
    """The keys of all rows; every distinct combination of cells is read once.

    renamed: by a cell's text, as cell_key() writes it, the earlier text that the key is made of instead.
    """
    parts = []
    for place, name in enumerate(map(str, columns)):
        cells = body.cells[name]
        if body.shown is not None and name in body.shown.columns:
            cells = pl.select(pl.coalesce(body.shown[name], cells)).to_series()
        parts.append(cells.alias(f"part{place}"))
    rows = pl.DataFrame(parts)
    distinct = rows.unique()
    keys = pl.Series("key", [_key(texts, renamed) for texts in distinct.iter_rows()], dtype=pl.String)
    known = distinct.with_columns(keys)
    return rows.join(known, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")["key"]


def _key(texts: Sequence[str | None], renamed: Mapping[str, str]) -> str | None:
    return key_of([renamed.get(cell_key(text), text) for text in texts]) if renamed else key_of(texts)


def _column_missing(choice: TableChoice, name: str, headers: Sequence[str]) -> Finding:
    field = choice.resource.field(name)
    return Finding(
        "mapped-column-missing",
        bilingual(
            f"Die Spalte „{comma_list(headers)}“, aus der die Zuordnung „{field.label('de')}“ bildet, fehlt in der "
            "Tabelle. Bitte ergänzen Sie die Spalte oder ändern Sie die Zuordnung.",
            f"Column '{comma_list(headers)}', of which the mapping makes '{field.label('en')}', is not in the table. "
            "Please add the column or change the mapping.",
        ),
        resource=choice.resource.name,
        field=name,
        sheet=choice.table.sheet,
    )


def _made_note(choice: TableChoice, name: str, headers: Sequence[str]) -> Note:
    field = choice.resource.field(name)
    return Note(
        "made-key",
        bilingual(
            f"„{field.label('de')}“ wird aus {comma_list(headers)} gebildet. Ein geänderter Wortlaut ergibt einen "
            "anderen Schlüssel, also einen neuen Eintrag.",
            f"'{field.label('en')}' is made of {comma_list(headers)}. A changed wording makes another key, and so a "
            "new entry.",
        ),
        resource=choice.resource.name,
        sheet=choice.table.sheet,
    )


def proposed_key(choice: TableChoice) -> str | None:
    """The mapping that makes the key of a table without one, as JSON; None where no column has the title."""
    resource = choice.resource
    title = resource.roles.get("title")
    if len(resource.primary_key) != 1 or title is None or title == resource.primary_key[0]:
        return None
    for label in choice.header.labels:
        if title in choice.vocabulary.meanings([label.keys]):
            mapping = {"resources": {resource.name: {"key": [" ".join(label.text.split())]}}}
            return json.dumps(mapping, ensure_ascii=False)
    return None
