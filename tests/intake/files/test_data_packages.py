"""Data Packages as uploads: zipped, in plain files, from elsewhere and from this service."""

import hashlib
import json
from typing import Any

import pytest

from opendata.domain.errors import UnreadableFile
from opendata.domain.packages.canonical_tables import written_tables
from opendata.domain.packages.descriptor import table_files
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.tables.canonical_text import canonical_kind, empty_frame
from opendata.intake import SourceFile, read_upload
from tests.intake.files.test_xlsx_workbooks import written_by_openpyxl
from tests.intake.making import KIND, codes, column, rules, zip_file

ROWS = "measure_id,title,cost_eur\n1,Radweg,1.234\n"


def package(resource: Any = None, **files: Any) -> dict[str, bytes | str]:
    """The files of a package with one resource, measures."""
    about = {"name": "measures", "path": "measures.csv", **(resource or {})}
    return {"datapackage.json": json.dumps({"resources": [about]}), "measures.csv": ROWS, **files}


def read(files: dict[str, bytes | str]) -> Mapped:
    return read_upload([zip_file(files)], KIND, None)


def refusal(files: dict[str, bytes | str]) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(files)
    return refused.value.messages["en"]


def schema(*fields: dict[str, Any], **about: Any) -> dict[str, Any]:
    return {"schema": {"fields": list(fields), **about}}


def test_a_package_is_read_zipped_in_a_folder_and_as_plain_files():
    files = package()
    plain = [SourceFile(name, text.encode()) for name, text in files.items() if isinstance(text, str)]

    for mapped in (
        read(files),
        read({f"stadt/{name}": text for name, text in files.items()}),
        read_upload(plain, KIND, None),
    ):
        assert (codes(mapped), column(mapped, "cost_eur")) == ([], ["1.234"])
        assert len(mapped.report.rewrites) == 0


def test_files_that_the_package_does_not_name_are_pointed_out():
    plain = [SourceFile(name, str(text).encode()) for name, text in package(**{"other.csv": "a,b\n1,2\n"}).items()]

    assert "other.csv" in next(
        note.messages["de"] for note in read_upload(plain, KIND, None).report.notes if note.code == "file-not-used"
    )


def test_encoding_and_dialect_are_those_declared():
    text = "measure_id|title|cost_eur\n1|'Fußweg|Süd'|5\n".encode("cp1252")
    about = {"encoding": "windows-1252", "dialect": {"delimiter": "|", "quoteChar": "'"}}

    mapped = read(package(about, **{"measures.csv": text}))

    assert column(mapped, "title") == ["Fußweg|Süd"]


def test_a_file_without_header_takes_the_names_of_its_schema():
    about = {"dialect": {"header": False}, **schema({"name": "measure_id"}, {"name": "title"})}

    mapped = read(package(about, **{"measures.csv": "1,Radweg\n2,Dach\n"}))

    assert column(mapped, "title") == ["Radweg", "Dach"]
    assert mapped.tables["measures"].rows == [1, 2]


def test_formats_and_missing_values_are_those_of_its_schema():
    about = schema(
        {"name": "measure_id", "type": "string"},
        {"name": "title", "type": "string"},
        {"name": "cost_eur", "type": "number", "decimalChar": ",", "groupChar": "."},
        {"name": "decided_on", "type": "date", "format": "%d/%m/%Y"},
        missingValues=["", "-99"],
    )
    text = 'measure_id,title,cost_eur,decided_on\n1,a,"1.234,5",01/02/2025\n2,b,-99,-99\n'

    mapped = read(package(about, **{"measures.csv": text}))

    assert codes(mapped) == []
    assert column(mapped, "cost_eur") == ["1234.5", None]
    assert column(mapped, "decided_on") == ["2025-02-01", None]
    assert rules(mapped, "decided_on") == ["canonical", "missing-word"]


def test_own_fields_come_with_the_package_and_others_are_dropped():
    about = schema(
        {"name": "measure_id"}, {"name": "title"}, {"name": "x_rank", "type": "integer"}, {"name": "secret"}
    )

    mapped = read(package(about, **{"measures.csv": "measure_id,title,x_rank,secret\n1,a,5,b\n"}))

    assert mapped.kind.table("measures").field("x_rank").type == "integer"
    assert column(mapped, "x_rank") == ["5"]
    assert [each.header for each in mapped.report.dropped] == ["secret"]


@pytest.mark.parametrize(
    "data",
    [
        [{"measure_id": "1", "title": "Radweg", "cost_eur": 1.234}],
        [["measure_id", "title", "cost_eur"], ["1", "Radweg", 1.234]],
        ROWS,
    ],
)
def test_rows_may_stand_in_the_descriptor(data: Any):
    mapped = read({"datapackage.json": json.dumps({"resources": [{"name": "measures", "data": data}]})})

    assert (column(mapped, "title"), column(mapped, "cost_eur")) == (["Radweg"], ["1.234"])


def test_workbooks_in_a_package_are_read_by_sheet():
    content = written_by_openpyxl([["measure_id", "title"], ["1", "Radweg"]])
    about = {"path": "data/m.xlsx", "format": "xlsx", "dialect": {"sheetName": "Sheet"}}

    assert column(read(package(about, **{"data/m.xlsx": content})), "title") == ["Radweg"]
    about["dialect"] = {"sheetName": "Tabelle1"}
    assert "sheet" in refusal(package(about, **{"data/m.xlsx": content}))


def test_a_workbook_in_a_package_may_have_no_header():
    content = written_by_openpyxl([["1", True], ["2", "Radweg"]])
    about = {"path": "m.xlsx", "format": "xlsx", "dialect": {"header": False}}
    about |= schema({"name": "measure_id"}, {"name": "title"})

    assert column(read(package(about, **{"m.xlsx": content})), "title") == ["WAHR", "Radweg"]


def test_size_and_digest_are_checked_where_they_are_declared():
    digest = hashlib.sha256(ROWS.encode()).hexdigest()

    assert codes(read(package({"bytes": len(ROWS), "hash": f"sha256:{digest}"}))) == []
    assert codes(read(package({"hash": hashlib.md5(ROWS.encode()).hexdigest()}))) == []
    assert "contradicts itself" in refusal(package({"bytes": 5}))
    assert "contradicts itself" in refusal(package({"hash": "sha256:00"}))


@pytest.mark.parametrize(
    "about",
    [
        {"path": "https://example.org/measures.csv"},
        {"path": "HTTP://example.org/measures.csv"},
        {"path": "//example.org/measures.csv"},
        {"path": "file:///etc/passwd"},
        {"schema": "https://example.org/schema.json"},
        {"dialect": "ftp://example.org/dialect.json"},
    ],
)
def test_nothing_is_ever_fetched(about: dict[str, Any]):
    assert "nothing is fetched" in refusal(package(about))


@pytest.mark.parametrize("path", ["../measures.csv", "/etc/passwd", "a/../../b.csv", "..\\b.csv", ""])
def test_no_path_leads_out_of_a_package(path: str):
    assert "outside the package" in refusal(package({"path": path}))


# Rows that each name a column of their own, which all of them then have.
WIDE = [{f"c{number}": 1} for number in range(17_000)]
LONG = WIDE[:15_000]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"datapackage.json": "{"}, "no valid JSON"),
        ({"datapackage.json": "[" * 100_000}, "no valid JSON"),
        ({"datapackage.json": '{"resources": NaN}'}, "no valid JSON"),
        ({"datapackage.json": "[]"}, "no JSON object"),
        ({"datapackage.json": "{}"}, "list of 'resources'"),
        ({"datapackage.json": '{"resources": [5]}'}, "without a name"),
        (package({"path": "missing.csv"}), "not in it"),
        (package({"path": ["a.csv", "b.csv"]}), "one file"),
        (package({"path": 5}), "one file"),
        (package({"compression": "gz"}), "packed"),
        (package({"schema": 5}), "invalid 'schema'"),
        (package(schema({"type": "string"})), "wrongly"),
        (package(schema({"name": "x_Ö"})), "invalid field"),
        (package({"dialect": {"delimiter": ";;"}}), "invalid dialect"),
        (package({"dialect": {"commentChar": "#"}}), "not read"),
        (package({"encoding": "klingon"}), "not written in klingon"),
        (package({"encoding": "utf-8\0"}), "not written in"),
        (package({"encoding": "punycode"}), "not written in punycode"),
        (package({"encoding": 5}), "no encoding"),
        (package({"title": "\ud800"}), "no valid JSON"),
        (package(schema({"name": "x_a", "title": 5})), "wrongly"),
        (package(schema({"name": "x_a", "event": "a|b"})), "wrongly"),
        ({"datapackage.json": json.dumps({"resources": [{"name": "m", "data": WIDE}]})}, "16,384 columns"),
        ({"datapackage.json": json.dumps({"resources": [{"name": "m", "data": LONG}]})}, "cells. Please split it"),
        (package(**{"measures.csv": "%PDF-1.7"}), "PDF"),
        (package({"path": "p.zip"}, **{"p.zip": zip_file({"datapackage.json": "{}"}).content}), "another package"),
        ({"datapackage.json": '{"resources": [{"name": "measures", "data": [5]}]}'}, "unknown form"),
    ],
)
def test_a_package_that_is_wrong_is_told_why(files: dict[str, bytes | str], says: str):
    assert says in refusal(files)


def test_what_this_service_publishes_it_can_read_back():
    mapped = read(package())
    tables = {table.name: mapped.tables[table.name].frame for table in mapped.kind if table.name in mapped.tables}
    tables["funding"] = empty_frame(KIND.table("funding").field_names)
    resources, files = table_files(written_tables(tables), canonical_kind(mapped.kind))
    descriptor = {
        "resources": [
            {
                "name": each.name,
                "path": each.path,
                "bytes": each.bytes,
                "hash": each.hash,
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "schema": mapped.kind.table(each.name).public_schema(),
            }
            for each in resources
        ]
    }

    again = read({"datapackage.json": json.dumps(descriptor), **files, "changes.json": "{}"})

    assert (codes(again), len(again.report.rewrites)) == ([], 0)
    assert again.tables["measures"].frame.equals(tables["measures"])
