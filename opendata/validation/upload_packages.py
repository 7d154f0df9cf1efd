"""The tables of an upload as one Frictionless package, with schemas reduced to the properties that it judges by.

Here: turning mapped tables into resources. Not here: judging them (engines.py), files as they are
(files_as_they_are.py).
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

# Frictionless judges a field by these properties. Others are left out, because it copies schemas often.
JUDGED = ("name", "type", "format", "constraints", "delimiter", "itemType", "arrayItem")
VERSION_2 = "https://datapackage.org/profiles/2.0/"  # names the version of the standard; nothing is fetched


@dataclass(frozen=True)
class Fault:
    """Why a schema cannot be used, in both languages; field: the one at fault, None where it is the whole schema."""

    field: str | None
    reason: Mapping[str, str]


@dataclass(frozen=True)
class JudgedKeys:
    """The keys of a table that can be judged in this upload."""

    primary: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    foreign: tuple[ForeignKey, ...]


def schema_of(table: Table, keys: JudgedKeys, missing: Iterable[str]) -> Schema | list[Fault]:
    """The schema that a table's frame is held against, or the faults for which there is none.

    missing: fields without a column. Intake has reported them, so their constraints are dropped.
    """
    unknown = set(missing)
    descriptor = {
        "$schema": f"{VERSION_2}tableschema.json",
        "fields": [_judged(field.descriptor, field.name in unknown) for field in table],
        "primaryKey": list(keys.primary),
        "foreignKeys": [_foreign_key(key, table.name) for key in keys.foreign],
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
    """The tables that have a schema, as one package, in which foreign keys reach other tables."""
    return Package(resources=[_resource(name, tables[name], schema) for name, schema in schemas.items()])


def _resource(name: str, mapped: MappedTable, schema: Schema) -> TableResource:
    # Frictionless gets the cells themselves, not a CSV file in which it could detect the format wrongly.
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
