"""Using data: lines to paste into programs, with the addresses and the field names of a dataset.

Here: what the lines are, for the dataset's first table, and the addresses of all tables. Not here: the words around
them (page_texts.py), HTML (templates/use.html).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.kinds import Table
from opendata.domain.model import Version
from opendata.domain.tables.table_rows import first_value
from opendata.steps.reading import LATEST, Snapshot
from opendata.web.addresses import file_url

NUMBERS = ("number", "integer")
FORMATS = ("csv", "json", "parquet", "xlsx")
MOST_SHOWN = 4  # fields in an example that names some


@dataclass(frozen=True)
class Lines:
    """Lines for one program."""

    tool: str  # the key of its texts: use.{tool}
    code: str


@dataclass(frozen=True)
class TableAddresses:
    """A table with the address of each of its formats."""

    label: str
    rows: int
    addresses: Sequence[tuple[str, str]]  # format, full address


@dataclass(frozen=True)
class UsePage:
    """What a page about using a dataset shows."""

    label: str  # of the table that the lines are about
    tools: Sequence[Lines]
    questions: str  # of the API, which a copy as static files cannot answer
    etag: str
    fixed: str  # the address of this very version
    fields: Sequence[tuple[str, str]]  # name and label
    tables: Sequence[TableAddresses]


def use_page(snapshot: Snapshot, language: str) -> UsePage | None:
    """The page of a dataset whose current version is given; None if the version has no table."""
    tables, version = snapshot.tables(), snapshot.version
    if not tables:
        return None
    table = tables[0]
    rows = {resource.name: resource.rows for resource in version.resources}
    return UsePage(
        label=table.label(language),
        tools=_lines(version, table),
        questions=f'curl -fsS "{_url(version, table, "csv")}?{_condition(snapshot, table)}"',
        etag=_conditional(version, table),
        fixed=file_url(version, table.name, "csv"),
        fields=[(field.name, field.label(language)) for field in table.fields],
        tables=[
            TableAddresses(
                each.label(language), rows.get(each.name, 0), [(form, _url(version, each, form)) for form in FORMATS]
            )
            for each in tables
        ],
    )


def _lines(version: Version, table: Table) -> list[Lines]:
    csv, parquet = _url(version, table, "csv"), _url(version, table, "parquet")
    return [
        Lines("curl", f'curl -fsS -o {table.name}.csv "{csv}"'),
        Lines("excel", _power_query(csv, table)),
        Lines("pandas", _pandas(csv, table)),
        Lines("polars", _polars(parquet, table)),
        Lines("r", _r(csv, table)),
        Lines("duckdb", _duckdb(parquet, table)),
    ]


def _power_query(csv: str, table: Table) -> str:
    numbers = ", ".join(f'{{"{name}", type number}}' for name in _numbers(table))
    types = f',\n    Typen = Table.TransformColumnTypes(Kopfzeile, {{{numbers}}}, "en-US")' if numbers else ""
    return (
        "let\n"
        f'    Quelle = Csv.Document(Web.Contents("{csv}"),\n'
        '        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n'
        f"    Kopfzeile = Table.PromoteHeaders(Quelle, [PromoteAllScalars = true]){types}\n"
        f"in\n    {'Typen' if numbers else 'Kopfzeile'}"
    )


def _pandas(csv: str, table: Table) -> str:
    name, numbers = _variable(table), _numbers(table)
    # Everything is read as text first: a key such as 1.10 is no number, and 05334002 keeps its zero.
    lines = ["import pandas as pd", "", f"{name} = pd.read_csv(", f'    "{csv}",']
    lines += ['    dtype=str, keep_default_na=False, na_values=[""],', ")"]
    if numbers:
        lines.append(f"numbers = {_list(numbers)}")
        lines.append(f"{name}[numbers] = {name}[numbers].apply(pd.to_numeric)")
    grouped = _grouped(table)
    lines.append(f'print({name}["{grouped}"].value_counts(dropna=False))' if grouped else f"print({name})")
    return "\n".join(lines)


def _polars(parquet: str, table: Table) -> str:
    name, grouped = _variable(table), _grouped(table)
    shown = f'{name}.group_by("{grouped}").len().sort("len", descending=True)' if grouped else name
    return f'import polars as pl\n\n{name} = pl.read_parquet("{parquet}")\nprint({shown})'


def _r(csv: str, table: Table) -> str:
    name, grouped = _variable(table), _grouped(table)
    lines = [f'{name} <- read.csv("{csv}", colClasses = "character", na.strings = "", encoding = "UTF-8")']
    lines += [f"{name}${number} <- as.numeric({name}${number})" for number in _numbers(table)[:MOST_SHOWN]]
    lines.append(f'table({name}${grouped}, useNA = "ifany")' if grouped else f"summary({name})")
    return "\n".join(lines)


def _duckdb(parquet: str, table: Table) -> str:
    grouped = _grouped(table)
    counted = f"{grouped}, count(*) AS n" if grouped else "*"
    lines = [f"SELECT {counted}", f"FROM '{parquet}'", *(["GROUP BY ALL", "ORDER BY n DESC"] if grouped else [])]
    return "\n".join(lines) + ";"


def _conditional(version: Version, table: Table) -> str:
    kept = f"{table.name}.etag"
    return (
        f"curl -fsS --etag-compare {kept} --etag-save {kept} \\\n"
        f'  -o {table.name}.csv "{_url(version, table, "csv")}"'
    )


def _condition(snapshot: Snapshot, table: Table) -> str:
    """A question to the API about values that this table has."""
    fields = ",".join(field.name for field in table.fields[:MOST_SHOWN])
    grouped = _grouped(table)
    value = first_value(snapshot.rows(table), grouped) if grouped else None
    asked = f"{grouped}={value}&" if value is not None and _is_plain(value) else ""
    return f"{asked}fields={fields}"


def _url(version: Version, table: Table, form: str) -> str:
    return file_url(version, table.name, form, number=LATEST)


def _grouped(table: Table) -> str | None:
    """The field whose values are counted: the status of rows, or the first one with codes."""
    status = table.role("status") or next((field for field in table.fields if field.codes), None)
    return status.name if status and status.name.isidentifier() else None


def _numbers(table: Table) -> list[str]:
    return [field.name for field in table.fields if field.type in NUMBERS and field.name.isidentifier()]


def _variable(table: Table) -> str:
    """The table's name as a variable."""
    return table.name.replace("-", "_").replace(".", "_")


def _list(names: Sequence[str]) -> str:
    quoted = (f'"{name}"' for name in names)
    return f"[{', '.join(quoted)}]"


def _is_plain(text: str) -> bool:
    return text.isascii() and text.replace("_", "").isalnum()
