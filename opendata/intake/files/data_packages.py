"""Data Packages: tables sent with their description, in a zip or as plain files.

Here: finding the resources of a datapackage.json and reading them as declared. Not here: the tables' formats.
Nothing is ever fetched, and no path leads out of the package.
Source: https://datapackage.org/standard/data-package/
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.model import SourceFile
from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual, unreadable
from opendata.intake.files.csv_files import read_csv
from opendata.intake.files.format_detection import FileFormat, format_of
from opendata.intake.files.ods_spreadsheets import read_opendocument
from opendata.intake.files.shown_numbers import ShownCell
from opendata.intake.files.stored_cell_values import number_text
from opendata.intake.files.table_builder import TableBuilder
from opendata.intake.files.xlsx_workbooks import read_workbook
from opendata.intake.files.zip_archives import ZipArchive
from opendata.intake.office_words import is_text
from opendata.intake.own_fields import FIELD_TYPES, OWN_NAME
from opendata.intake.size_limits import Limits, too_many_cells, too_many_columns
from opendata.intake.text_tables import CellMark, DeclaredResource, TextTable

Json = Any
DESCRIPTOR = "datapackage.json"
MAX_DESCRIPTOR_BYTES = 20 * 2**20
_REMOTE = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+:|//|\\\\)")
# The dialect of a Data Package in the words of csv.reader. Keys that are neither here nor below are refused.
_DIALECT = {
    "delimiter": "delimiter",
    "quoteChar": "quotechar",
    "doubleQuote": "doublequote",
    "escapeChar": "escapechar",
    "skipInitialSpace": "skipinitialspace",
}
_DIALECT_WITHOUT_EFFECT = ("header", "lineTerminator", "csvddfVersion", "sheetName", "sheetNumber", "$schema", "type")


def read_package(files: Sequence[SourceFile], limits: Limits) -> list[TextTable]:
    """The tables of a package; files: the zip alone, or all of its files. Raises UnreadableFile."""
    package = _Package(files, limits)
    resources = package.descriptor.get("resources")
    if not isinstance(resources, list) or not resources or len(resources) > limits.tables:
        raise package.refuse("hat keine Liste von „resources“", "has no list of 'resources'")
    tables = [_resource(package, resource) for resource in resources]
    unused = [] if package.packed else sorted(set(package.names) - package.read_names - {package.descriptor_name})
    if unused and tables:
        tables[0] = tables[0].noted(
            Note(
                "file-not-used",
                bilingual(
                    f"Im Datenpaket nicht genannt und deshalb nicht gelesen: {', '.join(unused)}.",
                    f"Not named in the data package and therefore not read: {', '.join(unused)}.",
                ),
            )
        )
    return tables


class _Package:
    """The descriptor and the files beside it, wherever they are."""

    def __init__(self, files: Sequence[SourceFile], limits: Limits) -> None:
        self.limits = limits
        self.read_names: set[str] = set()
        self._archive: ZipArchive | None = None
        self._plain = {source.name: source.content for source in files}
        self.packed = len(files) == 1 and format_of(files[0], limits) is FileFormat.PACKAGE
        if self.packed:
            self._archive = ZipArchive(files[0], limits)
            self.names = self._archive.names
        else:
            self.names = list(self._plain)
        self.descriptor_name = min(
            (name for name in self.names if name.rpartition("/")[2].lower() == DESCRIPTOR),
            key=lambda name: name.count("/"),
        )
        self._folder = self.descriptor_name.rpartition("/")[0]
        self.file = files[0].name if self.packed else self.descriptor_name
        self.descriptor = self.json(self.descriptor_name.rpartition("/")[2])

    def bytes(self, path: str) -> bytes:
        """A file by its path in the package; raises UnreadableFile if it lies elsewhere."""
        if _REMOTE.match(path):
            raise self.refuse(
                f"verweist auf {path}; aus dem Netz wird nichts geladen. Bitte legen Sie die Datei in das Paket",
                f"refers to {path}; nothing is fetched from the network. Please put the file into the package",
            )
        parts = path.split("/")
        if path.startswith("/") or ".." in parts or "\\" in path or not path:
            raise self.refuse(
                f"verweist auf {path!r}, was nicht im Paket liegt",
                f"refers to {path!r}, which is outside the package",
            )
        full = "/".join(part for part in [*self._folder.split("/"), *parts] if part not in ("", "."))
        # Browsers send files without their folders.
        for name in (full, path, parts[-1]) if not self.packed else (full,):
            if name in self.names:
                self.read_names.add(name)
                return self._archive.read(name) if self._archive else self._plain[name]
        raise self.refuse(f"nennt {path}, aber die Datei fehlt im Paket", f"names {path}, but the file is not in it")

    def json(self, path: str) -> Mapping[str, Json]:
        """A JSON object in the package."""
        content = self.bytes(path)
        try:
            if len(content) > MAX_DESCRIPTOR_BYTES:
                raise ValueError("too large")
            value = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
            if b"\\u" in content and not is_text(value):
                raise ValueError("halves of letters")
        except (ValueError, RecursionError) as error:
            raise self.refuse(f"{path} ist kein gültiges JSON", f"{path} is no valid JSON") from error
        if not isinstance(value, dict):
            raise self.refuse(f"{path} ist kein JSON-Objekt", f"{path} is no JSON object")
        return value

    def refuse(self, de: str, en: str) -> Exception:
        return unreadable(self.file, f"Das Datenpaket {de}.", f"The data package: it {en}.")


def _resource(package: _Package, about: Json) -> TextTable:
    if not isinstance(about, dict) or not isinstance(about.get("name"), str):
        raise package.refuse("hat eine Ressource ohne Namen", "has a resource without a name")
    name = about["name"]
    schema = _described(package, about.get("schema") or {}, "schema")
    dialect = _described(package, about.get("dialect") or {}, "dialect")
    declared = _declared(package, name, schema)
    table = _inline(package, name, about["data"]) if "data" in about else _table(package, about, dialect)
    if dialect.get("header") is False:
        table = _with_header(table, [field["name"] for field in schema.get("fields") or ()])
    return replace(table, name=name, decimal=".", declared=declared)


def _described(package: _Package, value: Json, what: str) -> Mapping[str, Json]:
    """A schema or dialect, from the descriptor itself or from another file of the package."""
    if isinstance(value, str):
        return package.json(value)
    if not isinstance(value, dict):
        raise package.refuse(f"hat ein ungültiges „{what}“", f"has an invalid '{what}'")
    return value


def _declared(package: _Package, name: str, schema: Mapping[str, Json]) -> DeclaredResource:
    try:
        fields = {field.name: field for field in map(Field.from_descriptor, schema.get("fields") or ())}
        missing = {name: _words(field.descriptor.get("missingValues")) for name, field in fields.items()}
        usual = _words(schema.get("missingValues"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise package.refuse(f"beschreibt „{name}“ fehlerhaft", f"describes '{name}' wrongly") from error
    for field in fields.values():
        if field.own and (not OWN_NAME.match(field.name) or field.type not in FIELD_TYPES):
            raise package.refuse(f"hat ein ungültiges Feld „{field.name}“", f"has an invalid field '{field.name}'")
    return DeclaredResource(name, fields, {field: words or usual for field, words in missing.items()})


def _words(values: Json) -> frozenset[str]:
    """Missing values, as texts or (since version 2 of the standard) as objects with a value."""
    return frozenset(str(value["value"] if isinstance(value, dict) else value) for value in values or ())


def _table(package: _Package, about: Mapping[str, Json], dialect: Mapping[str, Json]) -> TextTable:
    path = about.get("path")
    if isinstance(path, list) and len(path) == 1:
        path = path[0]
    if not isinstance(path, str):
        raise package.refuse(
            f"nennt für „{about['name']}“ nicht genau eine Datei", f"does not name one file for '{about['name']}'"
        )
    if about.get("compression") not in (None, "no", ""):
        raise package.refuse(f"enthält {path} gepackt", f"holds {path} packed")
    encoding = about.get("encoding")
    if encoding is not None and not isinstance(encoding, str):
        raise package.refuse(f"nennt für {path} eine ungültige Kodierung", f"names no encoding for {path}")
    content = package.bytes(path)
    _check_digest(package, about, path, content)
    source = SourceFile(path, content)
    match format_of(source, package.limits):
        case FileFormat.CSV:
            return read_csv(source, package.limits, encoding, _csv_dialect(package, dialect, path))
        case FileFormat.XLSX:
            tables = read_workbook(source, package.limits)
        case FileFormat.ODS:
            tables = read_opendocument(source, package.limits)
        case FileFormat.PDF:
            raise package.refuse(f"enthält mit {path} ein PDF", f"holds a PDF, {path}")
        case _:
            raise package.refuse(f"enthält mit {path} ein weiteres Paket", f"holds another package, {path}")
    return _sheet(package, tables, dialect, path)


def _sheet(package: _Package, tables: Sequence[TextTable], dialect: Mapping[str, Json], path: str) -> TextTable:
    wanted, number = dialect.get("sheetName"), dialect.get("sheetNumber", 1)
    for place, table in enumerate(tables, 1):
        if (table.sheet == wanted) if wanted is not None else (place == number):
            return table
    raise package.refuse(f"nennt ein Blatt, das in {path} fehlt", f"names a sheet that {path} does not have")


def _csv_dialect(package: _Package, dialect: Mapping[str, Json], path: str) -> dict[str, Json]:
    # The standard's defaults for a dialect that leaves these out.
    options: dict[str, Json] = {"delimiter": "\t" if path.endswith(".tsv") else ","} if dialect else {}
    for name, value in dialect.items():
        if name in _DIALECT:
            text = name in ("delimiter", "quoteChar", "escapeChar")
            if value is not None and (
                not isinstance(value, str) or len(value) != 1 if text else type(value) is not bool
            ):
                raise package.refuse(f"hat einen ungültigen Dialekt ({name})", f"has an invalid dialect ({name})")
            options[_DIALECT[name]] = value
        elif name not in _DIALECT_WITHOUT_EFFECT and value not in (None, False):
            raise package.refuse(
                f"verlangt „{name}“, was nicht gelesen wird", f"asks for '{name}', which is not read"
            )
    defaults = {"quotechar": '"', "doublequote": True, "skipinitialspace": False, "escapechar": None}
    return {name: value for name, value in options.items() if defaults.get(name, ...) != value}


def _check_digest(package: _Package, about: Mapping[str, Json], path: str, content: bytes) -> None:
    size, digest = about.get("bytes"), about.get("hash")
    wrong = size is not None and size != len(content)
    if isinstance(digest, str):
        algorithm, _, value = digest.rpartition(":")
        if (algorithm or "md5").lower() in ("md5", "sha1", "sha256", "sha512"):
            wrong = wrong or hashlib.new((algorithm or "md5").lower(), content).hexdigest() != value.lower()
    if wrong:
        raise package.refuse(
            f"stimmt nicht mit sich überein: {path} hat eine andere Größe oder Prüfsumme als angegeben",
            f"contradicts itself: {path} has another size or digest than it says",
        )


def _with_header(table: TextTable, names: Sequence[str]) -> TextTable:
    """A table whose file has no header, with the schema's names as row 0."""
    columns = table.cells.columns
    line = {name: names[place] if place < len(names) else None for place, name in enumerate(columns)}
    head = pl.DataFrame([line], schema=dict.fromkeys(columns, pl.String))
    blank = pl.DataFrame([dict.fromkeys(columns, 0)], schema=dict.fromkeys(columns, pl.UInt8))
    return replace(
        table,
        cells=pl.concat([head, table.cells]),
        rows=pl.concat([pl.Series([0], dtype=pl.UInt32), table.rows]),
        widths=None,  # the header is the schema's, and the check tells which rows do not fit it
        marks=None if table.marks is None else pl.concat([blank, table.marks]),
        shown=None if table.shown is None else pl.concat([table.shown.clear(1), table.shown]),
    )


def _inline(package: _Package, name: str, data: Json) -> TextTable:
    """The rows that the descriptor itself holds: objects, or lists of which the first is the header."""
    if isinstance(data, str):
        return read_csv(SourceFile(name, data.encode()), package.limits)
    if not isinstance(data, list) or not data or not all(isinstance(row, type(data[0])) for row in data):
        raise package.refuse(f"enthält „{name}“ in unbekannter Form", f"holds '{name}' in an unknown form")
    if isinstance(data[0], dict):
        names = list(dict.fromkeys(key for row in data for key in row))
        if len(names) > package.limits.columns:
            raise too_many_columns(package.file, package.limits.columns)
        if len(names) * len(data) > package.limits.left.cells:
            raise too_many_cells(package.file, package.limits.cells)
        data = [names, *([row.get(key) for key in names] for row in data)]
    if not isinstance(data[0], list):
        raise package.refuse(f"enthält „{name}“ in unbekannter Form", f"holds '{name}' in an unknown form")
    builder = TableBuilder(package.file, name, package.limits)
    for number, row in enumerate(data, 1):
        cells = {place: _inline_cell(value) for place, value in enumerate(row, 1) if value is not None}
        builder.add(number, {place: ShownCell(*cell) for place, cell in cells.items()})
    return replace(builder.build(), sheet=None)


def _inline_cell(value: Json) -> tuple[str | None, int]:
    match value:
        case bool():
            return str(value).lower(), CellMark.BOOLEAN
        case int() | float():
            return number_text(repr(value)), CellMark.NUMBER
        case str():
            return value or None, CellMark.TEXT
        case _:
            return json.dumps(value, ensure_ascii=False), CellMark.TEXT


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON")
