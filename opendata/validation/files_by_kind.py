"""validate_files: the function by which other programs and the command line check files that are not uploaded.

Here: the choice among the three ways of checking, and files of a kind, which are mapped as an upload is and then
checked. Not here: files that are checked as they stand (files_as_they_are.py), checking a mapped upload (check.py).
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Kind
from opendata.domain.model import SourceFile
from opendata.domain.report.findings import MAX_LISTED
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.report.summary import report_json
from opendata.intake import read_upload
from opendata.kind_folders import KindFolders
from opendata.validation.check import check
from opendata.validation.columns import many_objects
from opendata.validation.engines import engine_named
from opendata.validation.files_as_they_are import held_against_package, held_against_schema, readable


class ReadFiles(Protocol):
    """A function that maps files, given by name and content, to the tables of a kind, as intake does."""

    def __call__(self, files: Sequence[tuple[str, bytes]], kind: Kind, /) -> Mapped:
        """The tables in schema terms; raises UnreadableFile."""
        ...


def validate_files(
    paths: Sequence[str | Path] | str | Path,
    *,
    kind: str | Kind | None = None,
    schema: str | Path | Mapping[str, Any] | None = None,
    package: str | Path | Mapping[str, Any] | None = None,
    resource: str | None = None,
    mapping: Mapping[str, Any] | None = None,
    engine: str = "fast",
    limit: int | None = None,
    counts: bool = False,
    language: str = "de",
    read_files: ReadFiles | None = None,
) -> dict[str, Any]:
    """Check files by a kind, a Table Schema or a Data Package; the function stores nothing and fetches nothing.

    paths: one file or several. With `package` the list may be empty; then the package's own files are checked.
    kind: a Kind, or the name of a folder of KINDS_DIR (by default datapackages/); files are mapped as an upload is.
    schema, package: the files are held against it as they stand; the errors are Frictionless' own, in its order.
    resource: the one resource of the package that is checked; the others serve its foreign keys.
    mapping: how the files of a kind become its tables (docs/mapping.md). None means that they are found by the kind.
    limit: how many errors of each file are listed. None means 1000, as in Frictionless, and 0 means all of them.
        Where there may be more errors than are listed, "more" is true.
    counts: whether the report has "counts", the number of errors of each code in each field, listed or not. Then the
        whole table is read, even where the limit ends the list sooner.
    read_files: the function that maps files of a kind; None means intake.
    Returns {"valid", "error_count", "more", "errors", …} as docs/validation.md describes.
    Raises a DomainError where nothing can be checked: SchemaNotValid, UnreadableFile, ResourceNotFound,
        KindNotFound, MappingNotValid, RequestNotValid.
    """
    if sum(rule is not None for rule in (kind, schema, package)) != 1:
        raise RequestNotValid(
            "kind, schema, package",
            "exactly one of them says what to check by",
            german="genau eines davon sagt, wonach geprüft wird",
        )
    if resource is not None and package is None:
        raise RequestNotValid(
            "resource",
            "names a table of a package; give a package as well",
            german="nennt eine Tabelle eines Data Packages; geben Sie auch dieses an",
        )
    if mapping is not None and kind is None:
        raise RequestNotValid(
            "mapping",
            "says how files become the tables of a kind; give a kind as well",
            german="sagt, wie Dateien zu den Tabellen einer Datenart werden; geben Sie auch die Datenart an",
        )
    files = readable([paths] if isinstance(paths, (str, Path)) else paths)
    if not files and package is None:
        raise RequestNotValid("paths", "name at least one file", german="nennen Sie mindestens eine Datei")
    max_listed, judge = MAX_LISTED if limit is None else limit, engine_named(engine)
    if schema is not None:
        report, mapped = held_against_schema(files, schema, judge, max_listed, counts=counts), None
    elif package is not None:
        report, mapped = held_against_package(files, package, resource, judge, max_listed, counts=counts), None
    else:
        contents = [(path.name, path.read_bytes()) for path in files]
        mapped = (read_files or partial(_read_upload, mapping=mapping))(contents, _kind(kind))
        report = check(mapped, limit=max_listed, engine=engine, counts=counts)
    with many_objects():
        return report_json(report, mapped.kind if mapped else None, language)


def _kind(kind: str | Kind | None) -> Kind:
    if isinstance(kind, Kind):
        return kind
    # Imported here, because config imports SQLAlchemy, which takes half as long as all of validation does.
    from opendata.config import kinds_dir_of  # noqa: PLC0415

    return KindFolders(kinds_dir_of())[str(kind)]


def _read_upload(files: Sequence[tuple[str, bytes]], kind: Kind, mapping: Mapping[str, Any] | None) -> Mapped:
    return read_upload([SourceFile(name, content) for name, content in files], kind, mapping)
