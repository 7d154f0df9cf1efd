"""Columns: which column of a table fills which field, and which columns are not published.

Here: the choice among columns that the mapping, a name, a label or a synonym gives to a field. Not here: the cells
in the columns (column_reading.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.findings import Dropped, Finding, Note
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.group_headers import claims_of_groups, questions_about_groups
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.header_units import stated_unit
from opendata.intake.matching.header_vocabulary import LIKE, MAPPED
from opendata.intake.matching.made_keys import key_columns
from opendata.intake.matching.missing_columns import missing_columns
from opendata.intake.matching.plain_headers import PlainHeader
from opendata.intake.matching.span_columns import span_columns
from opendata.intake.matching.value_columns import value_column_errors, value_columns
from opendata.intake.time_spans import FIRST, LAST
from opendata.intake.unit_words import StatedUnit

Remark = Finding | Note | Dropped | Question


@dataclass(frozen=True)
class FieldColumn:
    """The column a field takes its cells from.

    unit: the unit of its numbers, where the table states one. rivals: columns that fit the field as well, which are
    not published; whether they say the same is seen when their cells are read. span: FIRST or LAST where the cells
    hold time spans, of which the field takes the beginning or the end. made_from: the columns that a made key is made
    of, the first of them being column.
    """

    column: int
    header: str
    factor: Decimal | None = None
    unit: StatedUnit | None = None
    rivals: tuple["FieldColumn", ...] = ()
    span: str | None = None
    made_from: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[int, ...]:
        """All columns that the field's cells come from."""
        return self.made_from or (self.column,)


@dataclass(frozen=True)
class ColumnClaim:
    """A column that a field may take its cells from; rank: the smaller it is, the surer the claim.

    like: what its header says beside the field's word, where it is no word of the field itself.
    """

    rank: int
    label: HeaderLabel
    factor: Decimal | None = None
    like: PlainHeader | None = None


def assign_columns(choice: TableChoice) -> tuple[dict[str, FieldColumn], list[Remark]]:
    """The columns of the fields that have one, and remarks on columns and fields that do not fit together."""
    parts, groups = claims_of_groups(choice)
    claims, left_out = _claims(choice, parts, groups)
    field_columns: dict[str, FieldColumn] = {}
    remarks: list[Remark] = []
    made, of_keys = key_columns(choice)
    remarks += [*of_keys, *value_column_errors(choice)]
    older: set[int] = set()
    for field in choice.resource:
        if key := made.get(field.name):
            field_columns[field.name] = FieldColumn(key.columns[0], ", ".join(key.headers), made_from=key.columns)
        if field.name in choice.vocabulary.mapping.shape.made_fields:
            continue
        claimed = sorted(claims.get(field.name, []), key=lambda claim: claim.rank)
        if not claimed:
            continue
        first, of_older_date = _newest([claim for claim in claimed if claim.rank == claimed[0].rank])
        older |= {claim.label.column for claim in of_older_date}
        is_amount = field.type in NUMBER_TYPES and claimed[0].rank != MAPPED
        if len(first) > 1 and not is_amount:
            remarks.append(duplicate_label(choice, field, [claim.label for claim in first]))
        field_column, unit_findings = field_column_of(choice, field, first[0])
        remarks += unit_findings
        if is_amount or (field.codes and claimed[0].rank != MAPPED):
            others = [
                claim for claim in claimed if claim not in ((first[0], *of_older_date) if field.codes else first[:1])
            ]
            rivals = [field_column_of(choice, field, claim)[0] for claim in others]
            field_column = replace(field_column, rivals=tuple(rivals))
        if first[0].like:
            remarks.append(_read_as(choice, [field], first[0].label))
        if field_column.unit and not field_column.unit.in_header and field_column.unit.ratio != 1:
            remarks.append(_unit_of_line(choice, field, field_column.unit))
        field_columns[field.name] = field_column
    used = {column for field_column in field_columns.values() for column in field_column.columns}
    used |= value_columns(choice)
    for span in span_columns(choice, used, {*field_columns, *choice.vocabulary.mapping.supplied}):
        for name, part in ((span.first, FIRST), (span.last, LAST)):
            field_columns[name] = FieldColumn(span.label.column, span.label.text, span=part)
        remarks.append(_read_as(choice, list(map(choice.resource.field, (span.first, span.last))), span.label))
        used.add(span.label.column)
    remarks += questions_about_groups(
        choice, groups, {name: (column.column, column.header) for name, column in field_columns.items()}
    )
    remarks += _dropped(choice, used, left_out, older, {*parts, *groups})
    remarks += missing_columns(choice, {name: field_column.column for name, field_column in field_columns.items()})
    remarks += _notes(choice, field_columns)
    return field_columns, remarks


def _newest(claims: Sequence[ColumnClaim]) -> tuple[list[ColumnClaim], list[ColumnClaim]]:
    """Of columns that differ by the date in their headers, as "Status 2024" and "Status 2025", the newest first."""
    moments = [claim.like.moment if claim.like else None for claim in claims]
    known = [moment for moment in moments if moment]
    if len(claims) < 2 or len(set(known)) < len(claims):
        return list(claims), []
    newest = claims[moments.index(max(known))]
    return [newest], [claim for claim in claims if claim is not newest]


def field_column_of(choice: TableChoice, field: Field, claim: ColumnClaim) -> tuple[FieldColumn, list[Finding]]:
    """The column of a claim with the unit of its numbers; the mapping's factor stands for a unit."""
    stated, findings = (None, []) if claim.factor is not None else stated_unit(choice, claim.label, field)
    return FieldColumn(claim.label.column, claim.label.text, claim.factor, stated), findings


def _read_as(choice: TableChoice, fields: Sequence[Field], label: HeaderLabel) -> Note:
    names_de = " und ".join(f"„{field.label('de')}“" for field in fields)
    names_en = " and ".join(f"'{field.label('en')}'" for field in fields)
    place = address(choice.header.last_row, label.column)
    return Note(
        "header-read-as",
        bilingual(
            f"{place}: Die Spalte „{quoted(label.text)}“ wurde als {names_de} gelesen.",
            f"{place}: column '{quoted(label.text)}' was read as {names_en}.",
        ),
        resource=choice.resource.name,
        row=choice.header.last_row,
        address=place,
        sheet=choice.table.sheet,
    )


def _unit_of_line(choice: TableChoice, field: Field, stated: StatedUnit) -> Note | Question:
    """What is told of a unit that no header states, or asked where its place may speak of something else."""
    words, is_cell = quoted(stated.unit.words), not stated.place_en
    names_de = "Diese Zeile nennt die Einheit" if is_cell else "Hier steht die Einheit"
    names_en = "this line names the unit" if is_cell else "the unit stands here:"
    right_de, right_en = (" Ist das richtig?", " Is that right?") if stated.is_doubtful else ("", "")
    texts = bilingual(
        f"{stated.place}: {names_de} „{words}“; die Zahlen von „{field.label('de')}“ wurden daraus umgerechnet."
        f"{right_de}",
        f"{stated.place_en or stated.place}: {names_en} '{words}'; the numbers of '{field.label('en')}' were "
        f"converted from it.{right_en}",
    )
    resource, sheet = choice.resource.name, choice.table.sheet
    if stated.is_doubtful:
        subject = f"{choice.name}!{field.name}" if choice.united else field.name
        return Question("unit_in_name", resource, subject, texts, field=field.name, sheet=sheet)
    place = stated.place if is_cell else None
    return Note("unit-of-a-line", texts, resource=resource, address=place, sheet=sheet)


def _claims(
    choice: TableChoice, parts: Collection[int], groups: Collection[int]
) -> tuple[dict[str, list[ColumnClaim]], set[int]]:
    """The claims of each field, and the columns that the mapping leaves out.

    parts: columns that are a part of an amount. groups: those whose group may make another meaning of their header;
    they claim a field that no other column claims.
    """
    claims: dict[str, list[ColumnClaim]] = {}
    left_out = set()
    labels = [label for label in choice.header.labels if label.column not in parts]
    for label in sorted(labels, key=lambda label: label.column in groups):
        if mapped := choice.vocabulary.mapped(label.keys):
            for target in mapped[1].targets:
                claims.setdefault(target.field, []).append(ColumnClaim(MAPPED, label, target.factor))
            if not mapped[1].targets:
                left_out.add(label.column)
        elif known := choice.vocabulary.field(label.keys):
            rank, field = known
            if label.column in groups and any(claim.label.column not in groups for claim in claims.get(field, ())):
                continue
            like = choice.vocabulary.likeness(label.keys) if rank == LIKE else None
            claims.setdefault(field, []).append(ColumnClaim(rank, label, like=like.header if like else None))
    return claims, left_out


def _dropped(
    choice: TableChoice, used: set[int], left_out: set[int], older: set[int], of_groups: set[int]
) -> list[Dropped]:
    name, sheet = choice.resource.name, choice.table.sheet
    labels = {label.column: label for label in choice.header.labels}
    dropped = []
    below = choice.table.keeping(choice.table.rows > choice.header.last_row).cells
    for column in choice.table.columns:
        if column in used:
            continue
        label = labels.get(column)
        if label is None:
            if below[str(column)].str.contains(r"\S").any():
                dropped.append(Dropped(name, column, "", "no-header", sheet))
        else:
            known = column not in of_groups and choice.vocabulary.field(label.keys)
            reason = "field-already-fed" if known else "not-in-schema"
            reason = "mapped-to-nothing" if column in left_out else "older-date" if column in older else reason
            dropped.append(Dropped(name, column, label.text, reason, sheet))
    return dropped


def duplicate_label(choice: TableChoice, field: Field, labels: Sequence[HeaderLabel]) -> Finding:
    """The error for several columns that stand for one field."""
    row = choice.header.last_row
    places = ", ".join(f"{address(row, label.column)} „{quoted(label.text)}“" for label in labels)
    places_en = ", ".join(f"{address(row, label.column)} '{quoted(label.text)}'" for label in labels)
    return Finding(
        "duplicate-label",
        bilingual(
            f"{places}: Mehrere Spalten stehen für „{field.label('de')}“. "
            "Bitte lassen Sie eine davon weg, oder legen Sie in der Zuordnung fest, welche gilt.",
            f"{places_en}: several columns stand for '{field.label('en')}'. Please leave one out or map them.",
        ),
        resource=choice.resource.name,
        row=row,
        field=field.name,
        column=labels[0].column,
        cell=labels[0].text,
        address=address(row, labels[0].column),
        sheet=choice.table.sheet,
    )


def _notes(choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> list[Note]:
    header, table = choice.header, choice.table
    one = header.first_row == header.last_row
    rows = f"Zeile {header.first_row}" if one else f"den Zeilen {header.first_row} bis {header.last_row}"
    rows_en = f"row {header.first_row}" if one else f"rows {header.first_row} to {header.last_row}"
    notes = []

    def note(code: str, de: str, en: str, row: int | None = None) -> None:
        notes.append(Note(code, bilingual(de, en), choice.resource.name, row, sheet=table.sheet))

    if header.merged:
        note(
            "merged-header",
            f"Die Überschriften in {rows} enthalten verbundene Zellen.",
            f"The headers in {rows_en} contain merged cells.",
            header.first_row,
        )
    if header.multi_line:
        note(
            "multi-line-header",
            f"Die Überschriften in {rows} sind mehrzeilig und wurden zusammengefügt.",
            f"The headers in {rows_en} have several lines and were joined.",
            header.first_row,
        )
    return notes + _default_notes(choice, field_columns)


def _default_notes(choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> list[Note]:
    """Notes on the fields that have no column and take the default of the kind."""
    notes = []
    for field in choice.resource:
        if field.name in field_columns or field.name in choice.vocabulary.mapping.supplied or field.default is None:
            continue
        value_de, value_en = field.code_label(field.default, "de"), field.code_label(field.default, "en")
        sentence = bilingual(
            f"Die Tabelle hat keine Spalte „{field.label('de')}“; überall gilt „{value_de}“.",
            f"The table has no column '{field.label('en')}'; '{value_en}' holds everywhere.",
        )
        notes.append(Note("default", sentence, choice.resource.name, sheet=choice.table.sheet))
    return notes
