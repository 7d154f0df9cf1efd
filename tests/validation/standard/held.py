"""One case held against its schema three ways: by Frictionless as its users call it, and by each of our engines."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from frictionless import Package, Report, Resource, Schema

from opendata.domain.errors import DomainError
from opendata.validation import validate_files
from opendata.validation.engines import ENGINES, fast

Line = tuple[Any, ...]
NAMES = ("row_number", "field_name", "field_number", "cell")


class Case(NamedTuple):
    """Files, and what they are held against.

    files: by name. schema: one for the file called first; package: a descriptor for them all, or a file's name.
    """

    files: Mapping[str, bytes]
    schema: Any = None
    package: Any = None
    limit: int | None = None
    resource: str | None = None


def told(report: Report) -> tuple[bool, list[Line]]:
    """The verdict and the list of Frictionless' own report."""
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    return report.valid, [(each.type, each.note, *(getattr(each, name, None) for name in NAMES)) for each in errors]


def by_frictionless(case: Case) -> tuple[bool, list[Line]] | Exception:
    """What Frictionless reports in the working directory, or what it raises."""
    options: dict[str, Any] = {} if case.limit is None else {"limit_errors": case.limit}
    try:
        if case.schema is not None:
            schema = Schema.from_descriptor(case.schema)
            return told(Resource(path=next(iter(case.files)), schema=schema).validate(**options))
        return told(Package(case.package).validate(name=case.resource, **options))
    except Exception as error:  # Frictionless raises anything
        return error


def by_us(case: Case, folder: Path, way: str) -> tuple[bool, list[Line]] | DomainError:
    """What we report, or the error of the domain; any other error fails the test.

    way: an engine, or "columns": by columns however small the table is.
    """

    def placed(given: Any) -> Any:
        return folder / given if isinstance(given, str) else given

    paths = [folder / next(iter(case.files))] if case.schema is not None else []
    with pytest.MonkeyPatch.context() as patch:
        if way == "columns":
            patch.setattr("opendata.validation.engines.ENGINES", {**ENGINES, "fast": partial(fast, small_rows=0)})
        try:
            report = validate_files(
                paths,
                schema=placed(case.schema),
                package=placed(case.package),
                resource=case.resource,
                limit=case.limit,
                engine="fast" if way == "columns" else way,
            )
        except DomainError as error:
            return error
    assert json.loads(json.dumps(report)) == report
    assert report["error_count"] == len(report["errors"])
    assert all(each["messages"]["de"] and each["messages"]["en"] for each in report["errors"])
    names = ("code", "note", "row", "field", "column", "cell")
    return report["valid"], [tuple(each[name] for name in names) for each in report["errors"]]
