"""Files of a kind: mapped as an upload is, then checked; and the one function for outsiders.

Here: validate_files, which the command line calls, and where it finds kinds and intake.
Not here: files as they are (as_they_are.py), checking what was mapped (check.py).
"""

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Kind
from opendata.domain.report.findings import MAX_LISTED
from opendata.domain.report.mapped_tables import Mapped
from opendata.kind_folders import KindFolders
from opendata.validation.as_they_are import held_against_package, held_against_schema, readable
from opendata.validation.check import check
from opendata.validation.columns import many_objects
from opendata.validation.engines import engine_named

REPOSITORY = Path(__file__).resolve().parents[2]


class ReadFiles(Protocol):
    """What validation asks of intake: files by name, mapped to a kind."""

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
    engine: str = "fast",
    limit: int | None = None,
    counts: bool = False,
    language: str = "de",
    read_files: ReadFiles | None = None,
) -> dict[str, Any]:
    """Check files by a kind, a Table Schema or a Data Package; nothing is kept, nothing is fetched.

    paths: one file or several. With `package` there may be none: then the package's own files are checked.
    kind: a folder of datapackages/ (or of KINDS_DIR), or a Kind: files are mapped as an upload is.
    schema, package: files are held against it as they are; the errors are those of Frictionless, in its order.
    resource: the one resource of the package that is checked; the others serve its foreign keys.
    limit: how many errors are listed (of each file, as Frictionless does): None means Frictionless' own 1000,
        0 all. Where the limit was reached, "more" is true.
    counts: whether "counts" tells how many errors there are of each code in each field, listed or not. Then the
        whole table is read, also where the limit would have ended it sooner.
    Returns {"valid", "error_count", "more", "errors", …} as docs/validation.md describes.
    Raises a DomainError for what cannot be checked at all: SchemaNotValid, UnreadableFile, ResourceNotFound,
        KindNotFound, RequestNotValid.
    """
    if sum(each is not None for each in (kind, schema, package)) != 1:
        raise RequestNotValid("kind, schema, package", "exactly one of them says what to check by")
    if resource is not None and package is None:
        raise RequestNotValid("resource", "names a table of a package; give a package as well")
    files = readable([paths] if isinstance(paths, (str, Path)) else paths)
    if not files and package is None:
        raise RequestNotValid("paths", "name at least one file")
    most, judge = MAX_LISTED if limit is None else limit, engine_named(engine)
    if schema is not None:
        report = held_against_schema(files, schema, judge, most, counts=counts)
    elif package is not None:
        report = held_against_package(files, package, resource, judge, most, counts=counts)
    else:
        contents = [(each.name, each.read_bytes()) for each in files]
        mapped = (read_files or _read_upload)(contents, _kind(kind))
        report = check(mapped, limit=most, engine=engine, counts=counts)
    with many_objects():
        return report.as_json(language)


def _kind(kind: str | Kind | None) -> Kind:
    if isinstance(kind, Kind):
        return kind
    folder = Path(os.environ.get("KINDS_DIR") or REPOSITORY / "datapackages")
    return KindFolders(folder)[str(kind)]


def _read_upload(files: Sequence[tuple[str, bytes]], kind: Kind) -> Mapped:
    # validation/ knows nothing of intake/, except here: validate_files is called from outside the project
    # with nothing but paths, so somebody has to bring the two together, and only then.
    intake = import_module("opendata.intake")
    sources = [intake.SourceFile(name, content) for name, content in files]
    mapped: Mapped = intake.read_upload(sources, kind, None)  # no mapping: all is found by the kind
    return mapped
