"""Mappings: a publisher's description of how a city's table becomes that of the kind (docs/mapping.md).

Here: reading and checking the JSON. Not here: the parts about sheets and the shape of tables (table_shapes.py), and
applying a mapping to a table (column_assignment.py, data_rows.py, column_reading.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from opendata.domain.errors import MappingNotValid
from opendata.domain.kinds import Field, Kind, Table
from opendata.intake.matching.mapping_checks import (
    check_field,
    check_keys,
    checked_factor,
    checked_object,
    must_be_format,
    nothing_of_that_name,
    optional_object,
    optional_text,
)
from opendata.intake.matching.table_shapes import EVERY_SHEET, SHAPE_KEYS, TableShape, read_shape
from opendata.intake.office_words import cell_key, code_key, header_key, is_text
from opendata.intake.own_fields import FIELD_CONSTRAINTS, FIELD_TYPES, OWN_NAME, OWN_PROPERTIES

Json = Any
CODE = ("code", "den Code")
MAX_FIELD_CHARACTERS = 1_000  # of each text about an own field: every message about a cell may repeat it
MAX_CONSTANT_CHARACTERS = 5_000  # a constant is repeated in every row
RESOURCE_KEYS = (
    *("sheet", "file", "header_row", "fields", "codes", "constants", "skip_rows", "decimal", "sections", "ticks"),
    *SHAPE_KEYS,
)


@dataclass(frozen=True)
class MappingTarget:
    """A field that a column fills."""

    field: str
    factor: Decimal | None = None
    own: Field | None = None


@dataclass(frozen=True)
class MappedHeader:
    """A header of the city's table and the fields that its column fills; without any, the column is not published."""

    header: str
    targets: tuple[MappingTarget, ...]


@dataclass(frozen=True)
class TableMapping:
    """The mapping of one resource; its headers are keyed by header_key, its code words by code_key."""

    sheet: str | None = None
    file: str | None = None
    header_row: int | None = None
    fields: Mapping[str, MappedHeader] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    skip_rows: Sequence[Mapping[str, frozenset[str]]] = ()  # by header as written: cells, as cell_key() writes them
    decimal: str | None = None
    ticks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by field: the code that a tick means
    sections: str | None = None  # the field that headings between the rows fill
    shape: TableShape = field(default_factory=TableShape)

    @property
    def supplied(self) -> frozenset[str]:
        """The fields that need no column: a constant, headings or the table's shape supply their values."""
        return frozenset([*self.constants, *([self.sections] if self.sections else [])]) | self.shape.supplied

    @property
    def own_fields(self) -> list[Field]:
        """The dataset's own fields, in the order of the mapping."""
        own = {target.field: target.own for mapped in self.fields.values() for target in mapped.targets if target.own}
        return list(own.values())


NO_MAPPING = TableMapping()


def of_own_workbook(mapping: TableMapping) -> TableMapping:
    """What of a mapping holds for a workbook of this service: the words of codes; its columns explain themselves."""
    return TableMapping(codes=mapping.codes)


def of_other_system(mapping: TableMapping, headers: Collection[str]) -> TableMapping:
    """What of a mapping holds for a table that was made of another system's file, which explains itself as well.

    A mapping all of whose headers stand in the table was made for it, and says what becomes of its columns; any other
    is for a table of the city's own. headers: as header_key() writes them.
    """
    fields = mapping.fields if mapping.fields.keys() <= set(headers) else {}
    return TableMapping(codes=mapping.codes, fields=fields)


def read_mapping(json: Json, kind: Kind) -> dict[str, TableMapping]:
    """The mapping of each resource that the JSON names; raises MappingNotValid, whose text says what is allowed."""
    if json is None:
        return {}
    if not is_text(json):
        raise MappingNotValid(
            "", "holds halves of letters, which are no text", "enthält halbe Zeichen, die kein Text sind"
        )
    check_keys(json, ("resources",), "")
    resources = optional_object(json.get("resources"), "resources")
    tables = {table.name: table for table in kind}
    for name in resources:
        if name not in tables:
            raise nothing_of_that_name("resources", name, tables, ("resource", "die Tabelle"))
    return {name: _table_mapping(about, tables[name], f"resources.{name}") for name, about in resources.items()}


def _table_mapping(json: Json, table: Table, where: str) -> TableMapping:
    check_keys(json, RESOURCE_KEYS, where)
    fields = _fields(optional_object(json.get("fields"), f"{where}.fields"), table, f"{where}.fields")
    own = [target.own for mapped in fields.values() for target in mapped.targets if target.own]
    known = {field.name: field for field in (*table.fields, *own)}
    header_row = json.get("header_row")
    if header_row is not None and (type(header_row) is not int or header_row < 1):
        raise MappingNotValid(
            f"{where}.header_row",
            "must be the number of a row, counted from 1",
            "muss die Nummer einer Zeile sein, von 1 an gezählt",
        )
    decimal = json.get("decimal")
    if decimal not in (None, ",", "."):
        raise MappingNotValid(f"{where}.decimal", 'must be "," or "."', 'muss "," oder "." sein')
    return TableMapping(
        sheet=None if json.get("sheet") == EVERY_SHEET else optional_text(json.get("sheet"), f"{where}.sheet"),
        file=optional_text(json.get("file"), f"{where}.file"),
        header_row=header_row,
        fields=fields,
        codes=_codes(optional_object(json.get("codes"), f"{where}.codes"), known, f"{where}.codes"),
        constants=_constants(
            optional_object(json.get("constants"), f"{where}.constants"), known, f"{where}.constants"
        ),
        skip_rows=_skip_rows([] if json.get("skip_rows") is None else json["skip_rows"], f"{where}.skip_rows"),
        decimal=decimal,
        shape=read_shape(json, table, known, where),
        ticks=_ticks(optional_object(json.get("ticks"), f"{where}.ticks"), known, f"{where}.ticks"),
        sections=_sections(json.get("sections"), known, f"{where}.sections"),
    )


def _fields(json: Mapping[str, Json], table: Table, where: str) -> dict[str, MappedHeader]:
    fields: dict[str, MappedHeader] = {}
    own: dict[str, Field] = {}
    for header, about in json.items():
        targets = () if about is None else about if isinstance(about, list) else [about]
        field_targets = tuple(_target(target, header, table, f"{where}.{header}") for target in targets)
        for target in field_targets:
            if target.own and own.setdefault(target.field, target.own).descriptor != target.own.descriptor:
                raise MappingNotValid(
                    f"{where}.{header}",
                    f"'{target.field}' is described in two ways",
                    f"„{target.field}“ ist auf zwei Arten beschrieben",
                )
        if not (key := header_key(header)):
            raise MappingNotValid(where, "a header must not be empty", "eine Überschrift darf nicht leer sein")
        if key in fields:
            other = fields[key].header
            raise MappingNotValid(
                where,
                f"'{header}' and '{other}' are the same header",
                f"„{header}“ und „{other}“ sind dieselbe Überschrift",
            )
        fields[key] = MappedHeader(header, field_targets)
    return fields


def _target(json: Json, header: str, table: Table, where: str) -> MappingTarget:
    if isinstance(json, str):
        check_field(json, table.field_names, where)
        return MappingTarget(json)
    about = dict(checked_object(json, where))
    name = about.get("name")
    if not isinstance(name, str):
        raise MappingNotValid(where, "needs the 'name' of a field", "braucht den Namen eines Feldes („name“)")
    factor = checked_factor(about.pop("factor"), where) if "factor" in about else None
    if not name.startswith("x_") or (name in table.field_names and set(about) == {"name"}):
        check_field(name, table.field_names, where)
        check_keys(about, ("name",), where)
        return MappingTarget(name, factor)
    return MappingTarget(name, factor, _own_field(about, header, where))


def _own_field(about: dict[str, Json], header: str, where: str) -> Field:
    if not OWN_NAME.match(about["name"]):
        raise MappingNotValid(
            where,
            "the name of an own field is x_ and then small letters, digits or _",
            "der Name eines eigenen Feldes besteht aus x_ und dann Kleinbuchstaben, Ziffern oder _",
        )
    check_keys(about, OWN_PROPERTIES, where)
    if about.get("type", "string") not in FIELD_TYPES:
        raise nothing_of_that_name(where, about["type"], FIELD_TYPES, ("type", "den Typ"))
    check_keys(about.get("constraints") or {}, FIELD_CONSTRAINTS, f"{where}.constraints")
    for name in ("title", "description", "format", "unit", "precision"):
        optional_text(about.get(name), f"{where}.{name}")
        _must_be_short(about.get(name), f"{where}.{name}")
    _must_be_short((about.get("constraints") or {}).get("pattern"), f"{where}.constraints.pattern")
    if about.get("format"):
        must_be_format(about["format"], f"{where}.format")
    if (about.get("constraints") or {}).get("required"):
        raise MappingNotValid(
            where,
            "an own field cannot be required: older versions do not have it",
            "ein eigenes Feld kann kein Pflichtfeld sein: Ältere Versionen haben es nicht",
        )
    descriptor = {"name": about["name"], "type": "string", "title": " ".join(header.split()), **about}
    try:
        return Field.from_descriptor(descriptor)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MappingNotValid(
            where, f"is no Table Schema field: {error}", f"ist kein Feld eines Table Schemas ({error})"
        ) from error


def _must_be_short(text: Json, where: str) -> None:
    if isinstance(text, str) and len(text) > MAX_FIELD_CHARACTERS:
        raise MappingNotValid(
            where,
            f"is longer than {MAX_FIELD_CHARACTERS} characters",
            f"ist länger als {MAX_FIELD_CHARACTERS} Zeichen",
        )


def _codes(json: Mapping[str, Json], known: Mapping[str, Field], where: str) -> dict[str, dict[str, str]]:
    codes = {}
    for name, words in json.items():
        check_field(name, known, where)
        allowed = known[name].codes
        for word, code in checked_object(words, f"{where}.{name}").items():
            if not isinstance(code, str):
                raise MappingNotValid(f"{where}.{name}.{word}", "must be a code", "muss ein Code sein")
            if allowed and code not in allowed:
                raise nothing_of_that_name(f"{where}.{name}.{word}", code, allowed, CODE)
        codes[name] = {code_key(word): code for word, code in words.items()}
    return codes


def _ticks(json: Mapping[str, Json], known: Mapping[str, Field], where: str) -> dict[str, dict[str, str]]:
    """By field, the headers of the columns of ticks, as header_key() writes them, and the code of each."""
    _codes(json, known, where)
    for name in json:
        if not known[name].codes:
            raise MappingNotValid(
                f"{where}.{name}",
                "has no codes that ticks could mean",
                "hat keine Codes, für die Kreuze stehen könnten",
            )
    return {name: {header_key(header): code for header, code in headers.items()} for name, headers in json.items()}


def _constants(json: Mapping[str, Json], known: Mapping[str, Field], where: str) -> dict[str, str]:
    constants = {}
    for name, value in json.items():
        check_field(name, known, where)
        if not isinstance(value, str | int | float):
            raise MappingNotValid(
                f"{where}.{name}", "must be one value for all rows", "muss ein Wert für alle Zeilen sein"
            )
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if len(text) > MAX_CONSTANT_CHARACTERS:
            raise MappingNotValid(
                f"{where}.{name}",
                f"is longer than {MAX_CONSTANT_CHARACTERS} characters",
                f"ist länger als {MAX_CONSTANT_CHARACTERS} Zeichen",
            )
        allowed = known[name].codes
        if allowed and text not in allowed:
            raise nothing_of_that_name(f"{where}.{name}", text, allowed, CODE)
        constants[name] = text
    return constants


def _sections(name: Json, known: Mapping[str, Field], where: str) -> str | None:
    if name is None:
        return None
    if not isinstance(name, str):
        raise MappingNotValid(
            where,
            "must be the name of the field that headings between the rows fill",
            "muss der Name des Feldes sein, das die Überschriften zwischen den Zeilen füllen",
        )
    check_field(name, known, where)
    if known[name].type != "string" or known[name].codes:
        raise MappingNotValid(where, f"'{name}' is no field of free text", f"„{name}“ ist kein Feld für freien Text")
    return name


def _skip_rows(json: Json, where: str) -> list[dict[str, frozenset[str]]]:
    if not isinstance(json, list):
        raise MappingNotValid(
            where,
            'must be a list of conditions such as {"Maßnahme": "Summe"}',
            'muss eine Liste von Bedingungen sein, wie {"Maßnahme": "Summe"}',
        )
    conditions = []
    for condition_json in json:
        condition = {
            header: frozenset(
                cell_key("" if v is None else str(v)) for v in (value if isinstance(value, list) else [value])
            )
            for header, value in checked_object(condition_json, where).items()
        }
        if not condition:
            raise MappingNotValid(
                where, "a condition needs at least one header", "eine Bedingung braucht mindestens eine Überschrift"
            )
        conditions.append(condition)
    return conditions
