"""Reshaping: the parts of a table become one: columns side by side, several sheets, repeated rows.

Here: putting parts together, and rows that say the same or contradict each other. Not here: the reading of each part
(table_reading.py), and what a mapping says about it (matching/table_shapes.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.report.findings import MAX_LISTED, Dropped, Finding, Note
from opendata.domain.report.mapped_tables import MappedTable, TablePart
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address, column_number
from opendata.intake.bilingual_sentences import bilingual, comma_list, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import ColumnClaim, FieldColumn, field_column_of
from opendata.intake.matching.header_vocabulary import MAPPED
from opendata.intake.matching.value_columns import MAX_GROUPS, value_labels

Remark = Finding | Note


@dataclass(frozen=True)
class ValueGroup:
    """The value columns of one name, such as a year; fixed: what that name fills in every row.

    findings: what is wrong with the units that the columns' headers name.
    """

    columns: Mapping[str, FieldColumn]
    fixed: Mapping[str, str]
    findings: Sequence[Finding] = ()


def value_groups(choice: TableChoice) -> list[ValueGroup]:
    """The groups of value columns, in the order of the table; without any, one group that has no columns."""
    unpivot = choice.vocabulary.mapping.shape.unpivot
    if unpivot is None:
        return []
    groups = []
    factors = {value.field_name: value.factor for value in unpivot.values}
    for fixed, by_field in value_labels(choice).items():
        columns: dict[str, FieldColumn] = {}
        findings: list[Finding] = []
        for name, labels in by_field.items():
            claim = ColumnClaim(MAPPED, labels[0], factors[name])
            columns[name], of_unit = field_column_of(choice, choice.resource.field(name), claim)
            findings += of_unit
        groups.append(ValueGroup(columns, dict(fixed), findings))
    return groups[:MAX_GROUPS] or [ValueGroup({}, {})]


def unpivoted_columns(groups: Sequence[ValueGroup]) -> dict[str, FieldColumn]:
    """All value columns, each under a name of its own, for what looks at the columns that are published."""
    columns = [column for group in groups for column in group.columns.values()]
    return {f"{column.header} {column.column}": column for column in columns}


def with_values(part: MappedTable, names: Mapping[str, FieldColumn]) -> MappedTable:
    """The rows of a group that have a value in one of its columns."""
    if not names:
        return replace(part, frame=part.frame.clear(), rows=[])
    filled = part.frame.select(pl.any_horizontal(pl.col(list(names)).is_not_null()).alias("filled"))["filled"]
    return _keeping(part, filled)


def one_table(choice: TableChoice, parts: Sequence[MappedTable]) -> tuple[MappedTable, list[Remark]]:
    """The parts of a resource as one table, and remarks on rows that are the same or contradict each other."""
    table, remarks = _stacked(choice, parts)
    resource = choice.resource
    if choice.vocabulary.mapping.shape.distinct:
        table, of_rows = _distinct(table, resource)
        remarks += of_rows
    elif table.made_keys.issuperset(resource.primary_key):
        remarks += _doubled_keys(table, resource)
    return table, remarks


def _stacked(choice: TableChoice, parts: Sequence[MappedTable]) -> tuple[MappedTable, list[Remark]]:
    if len(parts) == 1:
        return parts[0], []
    stacked = replace(
        parts[0],
        frame=pl.concat([part.frame for part in parts]),
        rows=[row for part in parts for row in part.rows],
        parts=tuple(TablePart(part.columns, part.sheet, part.file) for part in parts),
        part_of_row=[place for place, part in enumerate(parts) for _ in part.rows],
        made_keys=frozenset(name for part in parts for name in part.made_keys),
    )
    names = list(dict.fromkeys(part.sheet or part.file or "" for part in parts))
    return stacked, [_united(choice.resource, names)] if len(names) > 1 else []


def dropped_everywhere(dropped: Sequence[Dropped], parts: Mapping[str, Sequence[MappedTable]]) -> list[Dropped]:
    """The columns that no table takes, each once; parts: of each resource.

    Where one sheet fills several resources, each of them leaves out the columns of the others.
    """
    used = _used(parts)
    left: dict[tuple[str | None, str | None, int], Dropped] = {}
    for column in dropped:
        files = {part.file for part in parts.get(column.resource or "", ()) if part.sheet == column.sheet}
        places = [(file, column.sheet, column.column) for file in sorted(files, key=str)]
        if not places or not used.intersection(places):
            left.setdefault((places or [(column.resource, column.sheet, column.column)])[0], column)
    return list(left.values())


def asked_everywhere(questions: Sequence[Question], parts: Mapping[str, Sequence[MappedTable]]) -> list[Question]:
    """The questions without those about a column that another resource of the same sheet takes."""
    used, asked = _used(parts), []
    for question in questions:
        if question.about == "unread_column" and question.address and question.resource:
            column = column_number(question.address.rstrip("0123456789"))
            files = {part.file for part in parts.get(question.resource, ()) if part.sheet == question.sheet}
            if any((file, question.sheet, column) in used for file in files):
                continue
        asked.append(question)
    return asked


def _used(parts: Mapping[str, Sequence[MappedTable]]) -> set[tuple[str | None, str | None, int]]:
    """The columns that are published, each by its file and its sheet."""
    return {
        (part.file, part.sheet, column)
        for several in parts.values()
        for part in several
        for column in part.columns.values()
    }


def _keeping(table: MappedTable, mask: pl.Series) -> MappedTable:
    """The table with only those rows."""
    places = mask.arg_true().to_list()
    return replace(
        table,
        frame=table.frame.filter(mask),
        rows=[table.rows[place] for place in places],
        part_of_row=[table.part_of_row[place] for place in places] if table.part_of_row else (),
    )


def _distinct(table: MappedTable, resource: Table) -> tuple[MappedTable, list[Remark]]:
    """Each row once; of rows that share a key and differ, only the first, and an error for each of the others."""
    first = table.frame.select(first=pl.struct(pl.all()).is_first_distinct())["first"]
    repeated = int((~first).sum())
    distinct = _keeping(table, first)
    remarks: list[Remark] = []
    if repeated:
        remarks.append(_repeated(resource, table.frame.height, distinct.frame.height))
    key = [name for name in resource.primary_key if name in distinct.frame.columns]
    if not key or distinct.frame.is_empty():
        return distinct, remarks
    differs, earlier = _repeating(distinct.frame, key)
    remarks += _contradictions(distinct, resource, differs, earlier)
    return _keeping(distinct, ~differs), remarks


def _repeating(frame: pl.DataFrame, key: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """For each row, whether an earlier row has the same complete key, and the first row that has it."""
    keys = frame.select(*key).with_row_index("place")
    keys = keys.with_columns(
        first=pl.col("place").first().over(key), complete=pl.all_horizontal(pl.col(*key).is_not_null())
    )
    return keys["complete"] & (keys["first"] != keys["place"]), keys["first"]


def _contradictions(table: MappedTable, resource: Table, differs: pl.Series, earlier: pl.Series) -> Iterator[Finding]:
    for place in differs.arg_true().head(MAX_LISTED):
        row, earlier_row = table.frame.row(place, named=True), table.frame.row(earlier[place], named=True)
        name = next(name for name in row if row[name] != earlier_row[name])
        key = ", ".join(row[part] for part in resource.primary_key)
        field, part = resource.field(name), table.part(place)
        column = part.columns.get(name) or next(iter(part.columns.values()), 1)
        where, earlier_where = address(table.rows[place], column), _row_name(table, earlier[place], part)
        at_de, at_en = (_at(table, part, where, language) for language in ("de", "en"))
        texts = quoted(row[name] or ""), quoted(earlier_row[name] or "")
        yield Finding(
            "contradicting-rows",
            bilingual(
                f"{at_de}Für „{quoted(key)}“ steht bei „{field.label('de')}“ hier „{texts[0]}“, in "
                f"{earlier_where['de']} aber „{texts[1]}“. Bitte schreiben Sie in beide Zeilen dasselbe.",
                f"{at_en}for '{quoted(key)}', '{field.label('en')}' is '{texts[0]}' here but "
                f"'{texts[1]}' in {earlier_where['en']}. Please write the same in both rows.",
            ),
            resource=resource.name,
            row=table.rows[place],
            field=name,
            column=column,
            cell=row[name],
            address=where,
            sheet=part.sheet,
        )


def _doubled_keys(table: MappedTable, resource: Table) -> Iterator[Finding]:
    """An error for each row whose made key an earlier row has as well."""
    key = list(resource.primary_key)
    doubled, earlier = _repeating(table.frame, key)
    for place in doubled.arg_true().head(MAX_LISTED):
        part, first = table.part(place), earlier[place]
        column = part.columns[key[0]]
        where, earlier_name = address(table.rows[place], column), _row_name(table, first, part)
        at_de, at_en = (_at(table, part, where, language) for language in ("de", "en"))
        text = quoted(table.frame[key[0]][place])
        yield Finding(
            "doubled-key",
            bilingual(
                f"{at_de}Diese Zeile ergibt denselben Schlüssel „{text}“ wie {earlier_name['de']}. Bitte "
                "unterscheiden Sie die Zeilen, oder nennen Sie in der Zuordnung unter „key“ eine weitere Spalte.",
                f"{at_en}this row makes the same key '{text}' as {earlier_name['en']}. Please word the two "
                "rows differently, or name another column under 'key' in the mapping.",
            ),
            resource=resource.name,
            row=table.rows[place],
            field=key[0],
            column=column,
            address=where,
            sheet=part.sheet,
        )


def _at(table: MappedTable, part: TablePart, where: str, language: str) -> str:
    """The beginning of a message about a cell; with its sheet where the table has several."""
    several = len({(known.file, known.sheet) for known in table.parts}) > 1
    name = _source(part, language) if several else ""
    return f"{name[:1].upper()}{name[1:]}, {where}: " if name else f"{where}: "


def _source(part: TablePart, language: str) -> str:
    """The sheet or the file of a part as a sentence names it."""
    if part.sheet:
        return {"de": f"Blatt „{part.sheet}“", "en": f"sheet '{part.sheet}'"}[language]
    return {"de": f"Datei „{part.file}“", "en": f"file '{part.file}'"}[language] if part.file else ""


def _row_name(table: MappedTable, place: int, here: TablePart) -> dict[str, str]:
    """The name of a row as a sentence says it, with its sheet where that is another one."""
    part, row = table.part(place), table.rows[place]
    if (part.sheet, part.file) == (here.sheet, here.file):
        return bilingual(f"Zeile {row}", f"row {row}")
    return bilingual(f"Zeile {row} ({_source(part, 'de')})", f"row {row} ({_source(part, 'en')})")


def _united(resource: Table, names: Sequence[str]) -> Note:
    return Note(
        "tables-united",
        bilingual(
            f"„{resource.label('de')}“ besteht aus {len(names)} Tabellen: {comma_list(names)}.",
            f"'{resource.label('en')}' is made of {len(names)} tables: {comma_list(names)}.",
        ),
        resource=resource.name,
    )


def _repeated(resource: Table, rows: int, distinct_rows: int) -> Note:
    return Note(
        "repeated-rows",
        bilingual(
            f"„{resource.label('de')}“: Aus {rows} Zeilen wurden {distinct_rows}, weil gleiche Zeilen nur einmal "
            "zählen.",
            f"'{resource.label('en')}': {rows} rows became {distinct_rows}, because equal rows count once.",
        ),
        resource=resource.name,
    )
