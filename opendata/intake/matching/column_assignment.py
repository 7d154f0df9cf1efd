"""Columns: which column of a table feeds which field, and which are not published.

Here: settling the claims of mapping, names, labels and synonyms. Not here: the cells in the columns
(column_reading.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Dropped, Finding, Note
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import listed, quoted, said
from opendata.intake.matching.header_rows import Label
from opendata.intake.matching.header_vocabulary import MAPPED
from opendata.intake.matching.table_choice import Chosen

Remark = Finding | Note | Dropped


@dataclass(frozen=True)
class Feed:
    """The column a field takes its cells from."""

    column: int
    header: str
    factor: Decimal | None = None


@dataclass(frozen=True)
class Claim:
    """A column that could feed a field."""

    rank: int
    label: Label
    factor: Decimal | None = None


def feeds_of(chosen: Chosen) -> tuple[dict[str, Feed], list[Remark]]:
    """The column of each field that has one, and what is to be said about the others."""
    claims, nothing = _claims(chosen)
    feeds: dict[str, Feed] = {}
    remarks: list[Remark] = []
    for field in chosen.resource:
        claimed = sorted(claims.get(field.name, []), key=lambda claim: claim.rank)
        if not claimed:
            continue
        first = [claim for claim in claimed if claim.rank == claimed[0].rank]
        if len(first) > 1:
            remarks.append(_duplicate(chosen, field, [claim.label for claim in first]))
        feeds[field.name] = Feed(first[0].label.column, first[0].label.text, first[0].factor)
    remarks += _dropped(chosen, {feed.column for feed in feeds.values()}, nothing)
    remarks += _missing(chosen, feeds)
    remarks += _notes(chosen, feeds)
    return feeds, remarks


def _claims(chosen: Chosen) -> tuple[dict[str, list[Claim]], set[int]]:
    """Claims by field, and the columns that the mapping leaves out."""
    claims: dict[str, list[Claim]] = {}
    nothing = set()
    for label in chosen.header.labels:
        if mapped := chosen.vocabulary.mapped(label.keys):
            for target in mapped[1].targets:
                claims.setdefault(target.field, []).append(Claim(MAPPED, label, target.factor))
            if not mapped[1].targets:
                nothing.add(label.column)
        elif known := chosen.vocabulary.field(label.keys):
            rank, field = known
            claims.setdefault(field, []).append(Claim(rank, label))
    return claims, nothing


def _dropped(chosen: Chosen, used: set[int], nothing: set[int]) -> list[Dropped]:
    name, sheet = chosen.resource.name, chosen.table.sheet
    labels = {label.column: label for label in chosen.header.labels}
    dropped = []
    below = chosen.table.keeping(chosen.table.rows > chosen.header.last_row).cells
    for column in chosen.table.columns:
        if column in used:
            continue
        label = labels.get(column)
        if label is None:
            if below[str(column)].str.contains(r"\S").any():
                dropped.append(Dropped(name, column, "", "no-header", sheet))
        else:
            known = chosen.vocabulary.field(label.keys)
            reason = "mapped-to-nothing" if column in nothing else "field-already-fed" if known else "not-in-schema"
            dropped.append(Dropped(name, column, label.text, reason, sheet))
    return dropped


def _duplicate(chosen: Chosen, field: Field, labels: Sequence[Label]) -> Finding:
    row = chosen.header.last_row
    places = ", ".join(f"{address(row, label.column)} „{quoted(label.text)}“" for label in labels)
    places_en = ", ".join(f"{address(row, label.column)} '{quoted(label.text)}'" for label in labels)
    return Finding(
        "duplicate-label",
        said(
            f"{places}: Mehrere Spalten stehen für „{field.label('de')}“. "
            "Bitte lassen Sie eine davon weg oder ordnen Sie sie zu.",
            f"{places_en}: several columns stand for '{field.label('en')}'. Please leave one out or map them.",
        ),
        resource=chosen.resource.name,
        row=row,
        field=field.name,
        column=labels[0].column,
        cell=labels[0].text,
        address=address(row, labels[0].column),
        sheet=chosen.table.sheet,
    )


def _missing(chosen: Chosen, feeds: Mapping[str, Feed]) -> list[Remark]:
    """Mapped columns and required fields that the table does not have."""
    remarks: list[Remark] = []
    absent = _absent_headers(chosen, feeds)
    needed = {field.name: field for field in chosen.vocabulary.needed}
    for name, headers in absent.items():
        if name in chosen.vocabulary.mapping.constants:
            remarks.append(_column_note(chosen, headers[0], chosen.resource.field(name)))
        elif name not in needed:
            remarks.append(_mapped_column_missing(chosen, headers, chosen.resource.field(name)))
    remarks += [
        _missing_label(chosen, field, absent.get(name)) for name, field in needed.items() if name not in feeds
    ]
    return remarks


def _absent_headers(chosen: Chosen, feeds: Mapping[str, Feed]) -> dict[str, list[str]]:
    """Headers of the mapping that the table does not have, by the field that gets nothing for it.

    Several headers may name one field, for tables that change their wording from year to year: one is enough.
    """
    present = {key for label in chosen.header.labels for key in label.keys}
    absent: dict[str, list[str]] = {}
    satisfied = set()
    for key, mapped in chosen.vocabulary.mapping.fields.items():
        for target in mapped.targets:
            if key in present:
                satisfied.add(target.field)
            else:
                absent.setdefault(target.field, []).append(mapped.header)
    return {name: headers for name, headers in absent.items() if name not in satisfied}


def _mapped_column_missing(chosen: Chosen, headers: Sequence[str], field: Field) -> Finding:
    return Finding(
        "mapped-column-missing",
        said(
            f"Die Spalte „{listed(headers)}“ aus der Zuordnung fehlt in der Tabelle (für „{field.label('de')}“). "
            "Bitte ergänzen Sie die Spalte oder ändern Sie die Zuordnung.",
            f"The mapping's column '{listed(headers)}' is not in the table (for '{field.label('en')}'). "
            "Please add the column or change the mapping.",
        ),
        resource=chosen.resource.name,
        field=field.name,
        sheet=chosen.table.sheet,
    )


def _column_note(chosen: Chosen, header: str, field: Field) -> Note:
    return Note(
        "mapped-column-missing",
        said(
            f"Die Spalte „{quoted(header)}“ fehlt; „{field.label('de')}“ hat überall den festen Wert der Zuordnung.",
            f"Column '{quoted(header)}' is missing; '{field.label('en')}' has the mapping's constant everywhere.",
        ),
        resource=chosen.resource.name,
        sheet=chosen.table.sheet,
    )


def _missing_label(chosen: Chosen, field: Field, mapped: Sequence[str] | None) -> Finding:
    looked = mapped or [field.label("de"), *field.synonyms[:3]]
    looked_en = mapped or [field.label("en"), field.name]
    return Finding(
        "missing-label",
        said(
            f"Die Spalte „{field.label('de')}“ fehlt. Bitte ergänzen Sie sie; erkannt wird sie zum Beispiel an der "
            f"Überschrift {listed(looked)}.",
            f"Column '{field.label('en')}' is missing. Please add it; it is recognised by a header such as "
            f"{listed(looked_en)}.",
        ),
        resource=chosen.resource.name,
        field=field.name,
        sheet=chosen.table.sheet,
    )


def _notes(chosen: Chosen, feeds: Mapping[str, Feed]) -> list[Note]:
    header, table = chosen.header, chosen.table
    rows = f"{header.first_row}–{header.last_row}" if header.first_row != header.last_row else f"{header.first_row}"
    notes = []

    def note(code: str, de: str, en: str, row: int | None = None) -> None:
        notes.append(Note(code, said(de, en), chosen.resource.name, row, sheet=table.sheet))

    if header.merged:
        note(
            "merged-header",
            f"Die Überschriften in Zeile {rows} enthalten verbundene Zellen.",
            f"The headers in row {rows} contain merged cells.",
            header.first_row,
        )
    if header.multi_line:
        note(
            "multi-line-header",
            f"Die Überschriften in Zeile {rows} sind mehrzeilig und wurden zusammengefügt.",
            f"The headers in row {rows} have several lines and were joined.",
            header.first_row,
        )
    for column in sorted({feed.column for feed in feeds.values()} & table.hidden_columns):
        place, text = address(header.last_row, column), next(f.header for f in feeds.values() if f.column == column)
        note(
            "hidden-column",
            f"{place}: Die Spalte „{quoted(text)}“ ist ausgeblendet und wird trotzdem veröffentlicht.",
            f"{place}: column '{quoted(text)}' is hidden and is published all the same.",
            header.last_row,
        )
    for field in chosen.resource:
        if field.name in feeds or field.name in chosen.vocabulary.mapping.constants or field.default is None:
            continue
        value_de, value_en = field.code_label(field.default, "de"), field.code_label(field.default, "en")
        note(
            "default",
            f"Die Tabelle hat keine Spalte „{field.label('de')}“; überall gilt „{value_de}“.",
            f"The table has no column '{field.label('en')}'; '{value_en}' holds everywhere.",
        )
    return notes
