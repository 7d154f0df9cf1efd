"""Files are held against a schema as they are, neither mapped nor rewritten; the errors are Frictionless' own.

Here: which file belongs to which resource, and Frictionless' errors as findings of a report.
Not here: files of a kind, which are mapped first (files_by_kind.py), and the sentences (error_sentences.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, overload

from frictionless import FrictionlessException, Resource, helpers

from opendata.domain.errors import RequestNotValid, ResourceNotFound, SchemaNotValid, UnreadableFile
from opendata.domain.kinds import Field, Table
from opendata.domain.report.findings import Count, Finding, Report
from opendata.domain.tables.cell_addresses import address
from opendata.validation.columns import Mistake, PatternTooSlow, counts_of, targets
from opendata.validation.engines import Engine, Reported, attribute
from opendata.validation.limits.column_counts import refuse_wide_table
from opendata.validation.messages.error_sentences import LANGUAGES, Place, in_both_languages, sentences, start
from opendata.validation.messages.root_causes import Trouble
from opendata.validation.schemas.descriptor_files import Descriptor, name_of, read_descriptor, standing
from opendata.validation.schemas.descriptors import (
    load_package,
    load_schema,
    refuse_fetching,
    resources_of,
    why_it_raises,
)

CELL_ERRORS = ("type-error", "constraint-error")
NO_TEXT = "\0"  # placeholder for an address; no file name has this character
MOST_KNOWN = 50_000  # sentences kept for cells that occur again


def held_against_schema(
    paths: Sequence[Path], schema: str | Path | Descriptor, judge: Engine, limit: int, *, counts: bool = False
) -> Report:
    """Hold files against one Table Schema; raises SchemaNotValid, UnreadableFile."""
    table_schema = load_schema(schema)
    resources = [_resource(path, table_schema.to_copy()) for path in paths]
    return _report(resources, judge, limit, name_of(schema), counts=counts)


def held_against_package(
    paths: Sequence[Path],
    package: str | Path | Descriptor,
    name: str | None,
    judge: Engine,
    limit: int,
    *,
    counts: bool = False,
) -> Report:
    """Hold a package's resources, or files in place of some, against their schemas.

    name: the one resource to judge. The others serve its foreign keys.
    Raises SchemaNotValid, UnreadableFile, ResourceNotFound.
    """
    label = name_of(package)
    with standing(package) as place:
        descriptor = read_descriptor(place)
        descriptors = resources_of(label, descriptor)
        known = [str(resource.get("name")) for resource in descriptors]
        if name is not None and name not in known:
            raise ResourceNotFound(name, known)
        replaced = _places(paths, descriptors, name)
        folder = Path(place).absolute().parent if isinstance(place, (str, Path)) else Path.cwd()
        resources = load_package(name_of(place), descriptor, folder, replaced).resources
        # Loading gives a name to resources without one, so the names come from the loaded resources.
        judged = {name} if name is not None else set(replaced) or {resource.name for resource in resources}
        return _report([table for table in resources if table.name in judged], judge, limit, label, counts=counts)


def _no_file(path: Path) -> UnreadableFile:
    """The error for a path at which there is no file."""
    if path.is_dir():
        reasons = {"de": "Das ist ein Ordner und keine Datei.", "en": "it is a folder"}
    else:
        reasons = {"de": "Diese Datei gibt es nicht.", "en": "there is no such file"}
    return UnreadableFile(str(path), reasons["en"], reasons)


def readable(paths: Sequence[str | Path]) -> list[Path]:
    """The paths, each of a file that exists and whose name Frictionless accepts; raises UnreadableFile."""
    files = []
    for path in map(Path, paths):
        if not path.is_file():
            raise _no_file(path)
        if not helpers.is_safe_path(path.name) or helpers.is_remote_path(path.name):
            raise UnreadableFile(
                str(path),
                (reason := "a name with these letters is not accepted; please rename the file"),
                {
                    "de": "Ein Name mit diesen Zeichen wird nicht angenommen; bitte benennen Sie die Datei um.",
                    "en": reason,
                },
            )
        files.append(path)
    return files


def _resource(path: Path, schema: Any) -> Resource:
    # With the folder as base and the bare name as path, Frictionless reads a file of any folder. Otherwise it would
    # have to trust all paths, a setting that holds for every thread at once.
    resource: Resource = Resource(path=path.name, basepath=str(path.absolute().parent), schema=schema)
    refuse_fetching(str(path), resource)
    return resource


def _places(paths: Sequence[Path], descriptors: Sequence[Descriptor], name: str | None) -> dict[str, Path]:
    """The file of each resource: of the resource asked for, of one with the file's name, or of the only one."""
    if name is not None and len(paths) > 1:
        raise RequestNotValid(
            "resource", "is one table; please give one file", german="ist eine Tabelle; geben Sie eine Datei an"
        )
    places: dict[str, Path] = {}
    for path in paths:
        if name is not None:
            places[name] = path
            continue
        names = [str(resource.get("name")) for resource in descriptors if _stands_for(path, resource)]
        if not names and len(paths) == len(descriptors) == 1:
            names = [str(descriptors[0].get("name"))]
        if len(names) != 1:
            known = ", ".join(str(resource.get("name")) for resource in descriptors)
            raise UnreadableFile(str(path), f"it is not clear which resource this is ({known}); please name one")
        places[names[0]] = path
    return places


def _stands_for(path: Path, resource: Descriptor) -> bool:
    own = resource.get("path")
    first = own[0] if isinstance(own, list) and own else own
    return path.stem == resource.get("name") or (isinstance(first, str) and Path(first).name == path.name)


def _report(resources: Sequence[Resource], judge: Engine, limit: int, schema_name: str, *, counts: bool) -> Report:
    findings = _Findings()
    counted: list[Count] = []
    complete = counts
    more, engine = False, "frictionless"  # "fast" where the fast engine judged any table
    several = len(resources) > 1
    for resource in resources:
        for table in (resource, *targets(resource)):  # tables that its foreign keys lead to are read as well
            refuse_wide_table(table)
        try:
            verdict = judge(resource, limit, counts=counts)
        except PatternTooSlow as error:
            raise SchemaNotValid(schema_name, str(error)) from error
        except FrictionlessException as error:
            raise SchemaNotValid(schema_name, "; ".join(reason.note for reason in error.to_errors())) from error
        except Exception as error:  # Frictionless raises anything where cells and schema do not fit
            raise SchemaNotValid(schema_name, why_it_raises(resource, error)) from error
        findings.add(resource, verdict.errors, several)
        more = more or verdict.cut
        engine = verdict.engine if verdict.engine != "frictionless" else engine
        if counts:
            known = verdict.counts or counts_of(verdict.errors)
            counted += [Count(resource.name, name, code, count) for (name, code), count in known.errors.items()]
            complete = complete and verdict.counts is not None
    return Report(
        errors=findings,
        error_count=len(findings),
        more=more,
        engine=engine,
        counts=counted if counts else None,
        counts_complete=complete,
    )


class _Findings(Sequence[Finding]):
    """The findings of some resources, made only when they are read, so that a million need not be held at once."""

    def __init__(self) -> None:
        self._parts: list[tuple[Resource, Sequence[Reported], bool]] = []

    def add(self, resource: Resource, errors: Sequence[Reported], several: bool) -> None:
        """Add the errors of one more resource."""
        self._parts.append((resource, errors, several))

    def __len__(self) -> int:
        return sum(len(errors) for _, errors, _ in self._parts)

    def __iter__(self) -> Iterator[Finding]:
        for part in self._parts:
            yield from _findings(*part)

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> list[Finding]: ...
    def __getitem__(self, at: int | slice) -> Finding | list[Finding]:
        return list(self)[at]


def _findings(resource: Resource, errors: Sequence[Reported], several: bool) -> Iterator[Finding]:
    if not errors:
        return
    table = _table(resource)
    source = {"de": f"Datei „{resource.path}“", "en": f"file '{resource.path}'"} if several else {}
    fields = {field.name: field for field in table} if table else {}
    of_cells = _CellFindings(resource.name or "", table, source)
    for error in errors:
        if error.type in CELL_ERRORS:
            yield of_cells.of(error)
            continue
        place = _place(error, table, fields, source)
        yield Finding(
            code=error.type,
            messages=in_both_languages(error, place),
            resource=resource.name,
            row=attribute(error, "row_number"),
            field=attribute(error, "field_name"),
            column=attribute(error, "field_number"),
            cell=attribute(error, "cell"),
            address=place.address,
            note=error.note,
        )


class _CellFindings:
    """Findings about cells; equal cells in different rows share their sentence, which is made once."""

    def __init__(self, resource: str, table: Table | None, source: Mapping[str, str]) -> None:
        self._resource, self._table = resource, table
        self._fields = {field.name: field for field in table.fields} if table else {}
        self._known: dict[tuple[Any, ...], tuple[str, str]] = {}
        # Every sentence begins with the text before the address, the address, and the text after it.
        self._before, self._after = zip(
            *(start(Place(address=NO_TEXT, source=source), language).split(NO_TEXT) for language in LANGUAGES),
            strict=True,
        )

    def of(self, error: Reported) -> Finding:
        """The finding of an error; the code is positional and inline, because long lists spend their time here."""
        code, note, row, cell, name, column = cast(
            tuple[str, str, int, str, str, int],
            error[:6] if isinstance(error, Mistake) else [attribute(error, name) for name in Mistake._fields[:6]],
        )
        texts = self._known.get((code, note, name, cell))
        if texts is None:
            texts = self._texts(error, name, cell)
        at = address(row, column)
        german, english = self._before
        messages = {
            "de": f"{german}{at}{texts[0]}",
            "en": f"{english}{at}{texts[1]}",
        }
        return Finding(code, messages, self._resource, row, name, column, cell, at, None, note)

    def _texts(self, error: Reported, name: str, cell: str) -> tuple[str, str]:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        field = self._fields.get(name)
        bodies = sentences(error, Place(table=self._table, fields=(field,) if field else ()))
        german, english = (after + bodies[language] for after, language in zip(self._after, LANGUAGES, strict=True))
        self._known[(error.type, error.note, name, cell)] = (german, english)
        return german, english


def _place(error: Reported, table: Table | None, fields: Mapping[str, Field], source: Mapping[str, str]) -> Place:
    primary_key = table.primary_key if table else ()
    trouble = Trouble.of(error, primary_key)
    row, column = attribute(error, "row_number"), attribute(error, "field_number")
    header = attribute(error, "row_numbers")
    if error.type in ("missing-label", "missing-cell"):
        column = None  # the missing cell has no address
    at = row or (header[0] if header else None)
    target = attribute(error, "reference_name") == "" and table
    return Place(
        table=table,
        fields=tuple(fields[name] for name in trouble.fields if name in fields),
        address=address(at, column) if at and column else None,
        row=row,
        source=source,
        other_row=trouble.other_row,
        target=target or None,
    )


def _table(resource: Resource) -> Table | None:
    """The schema as a Table of the domain, for the sentences; None where it cannot be expressed as one."""
    schema = getattr(resource, "schema", None)
    if not schema:
        return None
    try:
        return Table.from_descriptor({"name": resource.name, "schema": schema.to_descriptor()})
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
