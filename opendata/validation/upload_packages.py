"""Frames as Frictionless sees them: the tables of an upload as one package, their schemas cut to what is judged.

Here: mapped tables to resources. Not here: judging them (engines.py), files as they are (as_they_are.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from frictionless import Dialect, FrictionlessException, Package, Schema
from frictionless.resources import TableResource

from opendata.domain.kinds import ForeignKey, Json, Table
from opendata.domain.report.mapped_tables import MappedTable
from opendata.validation.columns import FrameRows
from opendata.validation.engines import reasons
from opendata.validation.schemas.unusable_fields import unusable

# What Frictionless judges a field by. Labels, codes and synonyms only cost time: it copies schemas often.
JUDGED = ("name", "type", "format", "constraints", "delimiter", "itemType", "arrayItem")
VERSION_2 = "https://datapackage.org/profiles/2.0/"  # names a version; nothing is fetched


@dataclass(frozen=True)
class Fault:
    """A schema that cannot be used: which field, where it is one field's, and why in both languages."""

    field: str | None
    reason: Mapping[str, str]


@dataclass(frozen=True)
class JudgedKeys:
    """The keys of a table that can be judged in this upload."""

    primary: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    foreign: tuple[ForeignKey, ...]


def schema_of(table: Table, keys: JudgedKeys, missing: Iterable[str]) -> Schema | list[Fault]:
    """The schema that a table's frame is held against, or why there is none.

    missing: fields without a column, known already: nothing is asked of their cells.
    """
    unknown = set(missing)
    descriptor = {
        "$schema": f"{VERSION_2}tableschema.json",
        "fields": [_judged(each.descriptor, each.name in unknown) for each in table],
        "primaryKey": list(keys.primary),
        "foreignKeys": [_foreign_key(each, table.name) for each in keys.foreign],
    }
    try:
        schema = Schema.from_descriptor(descriptor)
    except FrictionlessException as error:
        reason = reasons(error)
        return [Fault(None, {"de": reason, "en": reason})]
    in_keys = {*keys.primary, *(name for key in keys.unique for name in key)}
    in_keys |= {name for key in keys.foreign for name in key.fields}
    faults = [
        Fault(field.name, reason)
        for field in schema.fields
        for reason in unusable(field, in_key=field.name in in_keys)
    ]
    return faults or schema


def package_of(tables: Mapping[str, MappedTable], schemas: Mapping[str, Schema]) -> Package:
    """The tables that have a schema as one package, so that foreign keys find each other."""
    return Package(resources=[_resource(name, tables[name], schema) for name, schema in schemas.items()])


def _resource(name: str, mapped: MappedTable, schema: Schema) -> TableResource:
    # Cells go over as they are, without a detour through CSV: nothing can be detected wrongly.
    return TableResource(
        name=name,
        data=FrameRows(mapped.frame),
        format="inline",
        schema=schema,
        dialect=Dialect(header=True, header_rows=[1]),
        schema_profile=f"{VERSION_2}dataresource.json",
        datapackage_version="v2",
    )


def _judged(descriptor: Mapping[str, Json], missing: bool) -> dict[str, Json]:
    dropped = {"constraints"} if missing else set()
    return {name: descriptor[name] for name in JUDGED if name in descriptor and name not in dropped}


def _foreign_key(key: ForeignKey, own_name: str) -> dict[str, Json]:
    target = "" if key.resource == own_name else key.resource
    return {"fields": list(key.fields), "reference": {"resource": target, "fields": list(key.reference)}}


HANGING = {
    "de": "das Muster braucht für manche Zellen länger, als gewartet wird",
    "en": "the pattern takes longer on some cells than is waited for",
}
