"""Table shapes: what a mapping says about how the rows of sheets become the rows of a resource (docs/mapping.md).

Here: several sheets as one table, keys made of other columns, years as columns, repeated rows, words that mean
nothing; reading and checking them. Not here: applying them (table_choice.py, made_keys.py, reshaping.py).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from opendata.domain.errors import MappingNotValid
from opendata.domain.kinds import Field, Table
from opendata.intake.matching.mapping_checks import (
    Json,
    check_field,
    check_keys,
    checked_factor,
    checked_object,
    checked_texts,
    optional_object,
    optional_text,
)
from opendata.intake.office_words import cell_key, header_key

SHAPE_KEYS = ("sheets", "skip_sheets", "sheet_as", "key", "renamed", "unpivot", "distinct", "missing")
EVERY_SHEET = "*"  # Excel allows no sheet of that name
YEAR = "YEAR"
_YEAR_PATTERN = r"((?:19|20)[0-9]{2})"
Fixed = tuple[tuple[str, str], ...]  # fields, and what each of them is in all rows of some columns


@dataclass(frozen=True)
class ValueColumns:
    """The columns that hold one field's values side by side: those of some headers, or of a pattern with a year.

    names: the fields that the year of a pattern fills. headers: by header_key, the header as the mapping writes it
    and what the rows of its column get. factor: what the numbers of the columns are multiplied by.
    """

    field_name: str
    names: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, Fixed]] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    factor: Decimal | None = None

    def fixed_by(self, keys: Sequence[str]) -> Fixed | None:
        """What the rows of a column get, None where the column is none of these; keys: of its header."""
        for key in keys:
            if key in self.headers:
                return self.headers[key][1]
            if self.pattern is not None and (match := self.pattern.fullmatch(key)):
                return tuple((name, match[1]) for name in self.names)
        return None


@dataclass(frozen=True)
class Unpivot:
    """Columns that become rows: each value gets a row of its own, and the fields `names` say where it stood."""

    names: tuple[str, ...]
    values: tuple[ValueColumns, ...]

    @property
    def supplied(self) -> Iterator[str]:
        """The fields that the columns and their names fill."""
        yield from self.names
        for value in self.values:
            yield value.field_name
            yield from (name for _, fixed in value.headers.values() for name, _ in fixed)


@dataclass(frozen=True)
class TableShape:
    """How the rows of sheets become the rows of a resource.

    sheets: the sheets that make up the table, or EVERY_SHEET alone. skip_sheets: sheets that are not published and
    ask nothing. sheet_as: the field that the name of the sheet fills. keys: by field, the headers of the columns
    that its key is made of. renamed: new texts and the old ones that keys stay made of. distinct: whether repeated
    rows are published once. missing: by field, cells that mean nothing.
    """

    sheets: tuple[str, ...] = ()
    skip_sheets: frozenset[str] = frozenset()  # as header_key() writes them
    sheet_as: str | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)  # by the new text, as cell_key() writes it
    unpivot: Unpivot | None = None
    distinct: bool = False
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def supplied(self) -> frozenset[str]:
        """The fields whose values come from the shape and not from a column of their own."""
        unpivoted = self.unpivot.supplied if self.unpivot else ()
        return frozenset([*self.keys, *unpivoted, *([self.sheet_as] if self.sheet_as else [])])

    @property
    def made_fields(self) -> frozenset[str]:
        """The fields that take no column even where one is called like them."""
        return self.supplied - {self.sheet_as}

    def meanings(self, keys: Sequence[str]) -> set[str]:
        """What a header means for the shape: "=" and its key where a key is made of it, "=" and its values' field."""
        if not self.keys and self.unpivot is None:
            return set()
        made_of = {header_key(header) for headers in self.keys.values() for header in headers}
        meanings = {f"={key}" for key in keys if key in made_of}
        for value in self.unpivot.values if self.unpivot else ():
            if value.fixed_by(keys) is not None:
                meanings.add(f"={value.field_name}")
        return meanings


def read_shape(json: Mapping[str, Json], table: Table, known: Mapping[str, Field], where: str) -> TableShape:
    """The shape in the mapping of one resource; known: its fields and the dataset's own; raises MappingNotValid."""
    sheet_as = optional_text(json.get("sheet_as"), f"{where}.sheet_as")
    if sheet_as is not None:
        check_field(sheet_as, known, f"{where}.sheet_as")
    distinct = json.get("distinct", False)
    if not isinstance(distinct, bool):
        raise MappingNotValid(f"{where}.distinct", "must be true or false", "muss true oder false sein")
    skipped = json.get("skip_sheets")
    return TableShape(
        sheets=_sheets(json, where),
        skip_sheets=frozenset(
            header_key(name) for name in checked_texts(skipped, f"{where}.skip_sheets", '["Archiv"]')
        )
        if skipped is not None
        else frozenset(),
        sheet_as=sheet_as,
        keys=_keys(json.get("key"), table, known, f"{where}.key"),
        renamed=_renamed(json.get("renamed"), f"{where}.renamed"),
        unpivot=_unpivot(json.get("unpivot"), known, f"{where}.unpivot"),
        distinct=distinct,
        missing=_missing(json.get("missing"), known, f"{where}.missing"),
    )


def _sheets(json: Mapping[str, Json], where: str) -> tuple[str, ...]:
    sheets = json.get("sheets")
    if json.get("sheet") == EVERY_SHEET:
        sheets = sheets or [EVERY_SHEET]
    elif sheets is not None and json.get("sheet") is not None:
        raise MappingNotValid(
            f"{where}.sheets",
            "name either one 'sheet' or several 'sheets'",
            "nennen Sie entweder ein Blatt („sheet“) oder mehrere („sheets“)",
        )
    if sheets is None:
        return ()
    names = checked_texts(sheets, f"{where}.sheets", '["Mobilität", "Energie"]')
    return (EVERY_SHEET,) if EVERY_SHEET in names else names


def _keys(json: Json, table: Table, known: Collection[str], where: str) -> dict[str, tuple[str, ...]]:
    if json is None:
        return {}
    if isinstance(json, list):
        if len(table.primary_key) != 1:
            names = ", ".join(table.primary_key)
            raise MappingNotValid(
                where,
                f'name the field: {{"field": ["header"]}}; the key has the fields {names}',
                f'nennen Sie das Feld: {{"Feld": ["Überschrift"]}}; der Schlüssel hat die Felder {names}',
            )
        json = {table.primary_key[0]: json}
    keys = {}
    for name, headers in checked_object(json, where).items():
        check_field(name, known, where)
        if name not in table.key_fields:
            names = ", ".join(sorted(table.key_fields))
            raise MappingNotValid(
                where,
                f"'{name}' is no key; keys are: {names}",
                f"„{name}“ ist kein Schlüssel; es gibt: {names}",
            )
        keys[name] = checked_texts(headers, f"{where}.{name}", '["Maßnahme"]')
    return keys


def _renamed(json: Json, where: str) -> dict[str, str]:
    names = optional_object(json, where)
    if names:
        checked_texts([*names, *names.values()], where, '{"new title": "old title"}')
    return {cell_key(new): old for new, old in names.items()}


def _unpivot(json: Json, known: Collection[str], where: str) -> Unpivot | None:
    if json is None:
        return None
    check_keys(json, ("name", "values", "factors"), where)
    values = checked_object(json.get("values") or {}, f"{where}.values")
    names = _names(json.get("name"), known, f"{where}.name")
    if not values:
        raise MappingNotValid(
            f"{where}.values",
            'must name columns by field, such as {"value": "YEAR"}',
            'muss Spalten nach Feldern nennen, wie {"value": "YEAR"}',
        )
    for value_field in values:
        check_field(value_field, known, f"{where}.values")
        if value_field in names:
            raise MappingNotValid(
                f"{where}.values",
                f"'{value_field}' takes the names of the columns already",
                f"„{value_field}“ nimmt schon die Namen der Spalten auf",
            )
    factors = optional_object(json.get("factors"), f"{where}.factors")
    for value_field in factors:
        check_field(value_field, values, f"{where}.factors")
    columns = (
        _value_columns(
            about,
            ValueColumns(
                value_field,
                names,
                factor=checked_factor(factors[value_field], f"{where}.factors.{value_field}")
                if value_field in factors
                else None,
            ),
            known,
            f"{where}.values.{value_field}",
        )
        for value_field, about in values.items()
    )
    return Unpivot(names, tuple(columns))


def _names(json: Json, known: Collection[str], where: str) -> tuple[str, ...]:
    """The fields that the names of the columns fill."""
    names = json if isinstance(json, list) and json else [json]
    if not all(isinstance(name, str) for name in names):
        raise MappingNotValid(
            where,
            "must be the field that the names of the columns fill, such as 'date', or a list of fields",
            "muss das Feld sein, das die Namen der Spalten füllen, wie „date“, oder eine Liste von Feldern",
        )
    for name in names:
        check_field(name, known, where)
    return tuple(dict.fromkeys(names))


def _value_columns(json: Json, columns: ValueColumns, known: Collection[str], where: str) -> ValueColumns:
    if isinstance(json, str):
        if json.count(YEAR) != 1:
            raise MappingNotValid(
                where,
                f"a pattern has {YEAR} once, such as 'Wert {YEAR}'; else give a list of headers",
                f"ein Muster enthält {YEAR} einmal, wie „Wert {YEAR}“; sonst nennen Sie eine Liste von Überschriften",
            )
        # Four digits that the pattern does not have hold the place of the year, as header_key() leaves them alone.
        signs = next(signs for signs in map("{:04}".format, range(1, 10_000)) if signs not in header_key(json))
        key = header_key(json.replace(YEAR, signs))
        return replace(columns, pattern=re.compile(re.escape(key).replace(signs, _YEAR_PATTERN)))
    if isinstance(json, Mapping):
        names = checked_object(json, where)
    else:
        names = {header: header for header in checked_texts(json, where, '["2019", "2020"]')}
    checked_texts([*names], where, '{"Wert 2019": "2019"}')
    fixed = {header: _fixed(text, columns, known, f"{where}.{header}") for header, text in names.items()}
    return replace(columns, headers={header_key(header): (header, fixed[header]) for header in names})


def _fixed(json: Json, columns: ValueColumns, known: Collection[str], where: str) -> Fixed:
    """What the rows of one column get: a text in the fields of the names, or texts by field."""
    texts = checked_object(json, where) if isinstance(json, Mapping) else dict.fromkeys(columns.names, json)
    values = checked_texts([*texts.values()], where, '{"year": "2030", "scenario": "target"}')
    for name in texts:
        check_field(name, known, where)
    if columns.field_name in texts:
        raise MappingNotValid(
            where,
            f"'{columns.field_name}' takes the values of the column already",
            f"„{columns.field_name}“ nimmt schon die Werte der Spalte auf",
        )
    return tuple((name, text.strip()) for name, text in zip(texts, values, strict=True))


def _missing(json: Json, known: Collection[str], where: str) -> dict[str, frozenset[str]]:
    missing = {}
    for name, words in optional_object(json, where).items():
        check_field(name, known, where)
        missing[name] = frozenset(checked_texts(words, f"{where}.{name}", '["0"]'))
    return missing
