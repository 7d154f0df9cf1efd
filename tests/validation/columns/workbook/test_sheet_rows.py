"""Workbooks by columns and by Frictionless itself: the same list, whoever wrote the file."""

from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings

from opendata.validation import validate_files
from tests.validation.columns.books import (
    FORMATS,
    MAIN,
    START,
    STRICT,
    STRINGS,
    cell,
    inline,
    packages_of_books,
    workbook,
)
from tests.validation.columns.both import compared
from tests.validation.columns.made import Made

FIELDS: dict[str, Any] = {
    "fields": [
        {"name": "n", "type": "integer", "constraints": {"maximum": 100}},
        {"name": "t", "type": "string", "constraints": {"maxLength": 8}},
        {"name": "d", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    ],
    "primaryKey": ["n"],
}


def package(schema: dict[str, Any] = FIELDS, **declared: Any) -> dict[str, Any]:
    return {"name": "made", "resources": [{"name": "one", "path": "one.xlsx", **declared, "schema": schema}]}


def answered(content: bytes, limit: int = 0, piece_bytes: int = 5_000, **declared: Any) -> str:
    return compared(package(**declared), {"one.xlsx": content}, limit, piece_bytes)[0]


def row(number: int, *cells: tuple[str, str], attributes: str = "") -> str:
    inside = "".join(cell(number, at, *each) for at, each in enumerate(cells, start=1))
    return f'<row r="{number}"{attributes}>{inside}</row>'


def plain_cell(value: str, attributes: str = "") -> tuple[str, str]:
    return f"<v>{value}</v>", attributes


HEADER = row(1, inline("n"), inline("t"), inline("d"))
ONE = row(2, plain_cell("1"), inline("a"), plain_cell("45296", ' s="1"'))
TWO = row(3, plain_cell("2.0"), inline("b & c"), plain_cell("45296.5", ' s="1"'))
SIZE = '<dimension ref="A1:C3"/>'
NOT_THERE = plain_cell("#N/A", ' t="e"')

# What openpyxl makes of it is Frictionless' to say; these are read by columns all the same.
PLAIN = {
    "numbers, texts and dates": workbook(HEADER + ONE + TWO, before=SIZE),
    "no size": workbook(HEADER + ONE + TWO),
    "the epoch of 1904": workbook(HEADER + ONE + TWO, before=SIZE, epoch_1904=True),
    "styled cells at the end": workbook(
        HEADER + ONE + row(3, *[("", ' s="1"')] * 5), before='<dimension ref="A1:E3"/>'
    ),
    "styled rows at the end": workbook(
        HEADER + ONE + '<row r="9" s="1"/>', before='<dimension ref="A1:C9"/>'
    ),
    "a size that is too small": workbook(HEADER + ONE, before='<dimension ref="A1:B3"/>'),
    "a size that is too large": workbook(HEADER + ONE, before='<dimension ref="A1:G90"/>'),
    "rows that are not there": workbook(HEADER + ONE + row(40, plain_cell("1")), before='<dimension ref="A1:C40"/>'),
    "cells that are not there": workbook(
        HEADER + '<row r="2"><c r="B2" t="str"><v>x</v></c></row><row r="3"><c r="E3"><v>1</v></c></row>'
    ),
    "errors": workbook(
        HEADER + row(2, NOT_THERE, NOT_THERE, NOT_THERE) + row(3, ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"'))
    ),
    "formulas without a value": workbook(HEADER + row(2, ("<f>A1</f>", ""), ("<f>A1</f><v></v>", ' t="str"'))),
    "truth values": workbook(HEADER + row(2, *[plain_cell("1", ' t="b"')] * 3) + row(3, plain_cell("0", ' t="b"'))),
    "shared strings": workbook(
        HEADER + "".join(row(at + 2, plain_cell(str(at)), plain_cell(str(at), ' t="s"')) for at in range(5)),
        strings=STRINGS,
    ),
    "texts in parts": workbook(HEADER + row(2, ("<is><r><t>a</t></r><r><t> b</t></r></is>", ' t="inlineStr"'))),
    "letters by number": workbook(HEADER + row(2, ("<v>&#49;</v>", ""), ("<v>a&#10;&#228;</v>", ' t="str"'))),
    "dates that are written out": workbook(HEADER + row(2, plain_cell("2024-01-05", ' t="d"'), ("", ""), plain_cell(
        "2024-01-05T00:00:00", ' t="d"'))),
    "dates out of range": workbook(HEADER + row(2, *[plain_cell("99999999", ' s="1"')] * 3)),
    "other attributes and spaces": workbook(
        f'\n {HEADER}\n <row r="2" spans="1:3" ht="15" x14ac:dyDescent="0.25">\n  <c r="A2" s="0" t="n" cm="1">'
        '<v>1</v></c>\n  <c r="B2" t="str"><f aca="false">A1&amp;"x"</f><v>1x</v></c> </row>\n'
    ),
    "what follows the rows": workbook(
        HEADER + ONE, after='<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells><pageMargins left="0.7" '
        'right="0.7" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
    ),
    "another sheet": workbook(
        HEADER + ONE, more_sheets=[f'{START}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>']
    ),
    "no rows": workbook(""),
    "no header at all": workbook(row(1, plain_cell("1"), plain_cell("45296", ' s="1"'))),
}  # fmt: skip

# Only openpyxl itself can tell.
ODD = {
    "cells without a place": workbook(HEADER + '<row r="2"><c><v>1</v></c></row>'),
    "rows without a number": workbook(HEADER + "<row><c><v>1</v></c></row>"),
    "rows out of order": workbook(row(3, plain_cell("3")) + row(2, plain_cell("2")) + HEADER),
    "a row that comes twice": workbook(HEADER + ONE + ONE),
    "cells out of order": workbook(HEADER + '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>'),
    "rows beyond the size": workbook(HEADER + ONE + TWO, before='<dimension ref="A1:C2"/>'),
    "comments": workbook(HEADER + "<!-- <row> -->" + ONE),
    "a comment that hides a row": workbook(
        HEADER + ONE.replace("</row>", "<!-- </row>") + TWO.replace("<c ", "--><c ", 1)
    ),
    "sections": workbook(HEADER + row(2, ("<is><t><![CDATA[</row><c r]]></t></is>", ' t="inlineStr"'))),
    "carriage returns": workbook(HEADER + row(2, ("<v>a\r\nb</v>", ' t="str"'))),
    "strict OOXML": workbook(HEADER + ONE, root=f'<worksheet xmlns="{STRICT}">', main=STRICT),
    "another prefix": workbook("", sheet=(
        f'{START}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>n</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>").encode()),
    "UTF-16": workbook("", sheet=(
        f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData>{HEADER}{ONE}'
        "</sheetData></worksheet>").encode("utf-16")),
    "Latin-1": workbook("", sheet=(
        f'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet xmlns="{MAIN}"><sheetData>{HEADER}{ONE}</sheetData>'
        "</worksheet>").encode("latin-1")),
    "an entity of its own": workbook("", sheet=(
        f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet xmlns="{MAIN}"><sheetData>{HEADER}{row(2, ("<v>&a;</v>", ""))}'
        "</sheetData></worksheet>").encode()),
    "an attribute twice": workbook(HEADER + ONE.replace("<row ", '<row spans="1:1" spans="1:1" ')),
    "an attribute of a name that is not declared": workbook(HEADER + ONE.replace("<row ", '<row y:ht="1" ')),
    "damaged behind the rows": workbook(HEADER + ONE, before=SIZE, after="<a>"),
    "damaged behind the rows, no size": workbook(HEADER + ONE, after="<a>"),
    "more rows behind the rows": workbook(HEADER + ONE, after=f"<sheetData>{TWO}</sheetData>"),
    "a number that is none": workbook(HEADER + row(2, plain_cell("x"))),
    "a shared string that is not there": workbook(HEADER + row(2, plain_cell("7", ' t="s"'))),
    "no shared strings": workbook(HEADER + row(2, plain_cell("0", ' t="s"')), strings=None),
    "shared strings with a comment": workbook(
        HEADER + row(2, plain_cell("0", ' t="s"')), strings="<si><t>a<!-- </si> --></t></si>"
    ),
    "no workbook": b"PK",
}  # fmt: skip


@pytest.mark.parametrize(("piece_bytes", "limit"), [(60, 0), (5_000, 0), (5_000, 2)])
@pytest.mark.parametrize("name", PLAIN)
def test_plain_workbooks(name: str, piece_bytes: int, limit: int):
    assert answered(PLAIN[name], limit, piece_bytes) == "fast"


@pytest.mark.parametrize("name", ODD)
def test_odd_workbooks_are_left_to_the_reference(name: str):
    assert answered(ODD[name], 0, 100) in ("asked", "raised")
    assert answered(ODD[name], 1) in ("asked", "raised", "fast")  # where reading ends before what is odd


@pytest.mark.parametrize("fifth", range(5))
def test_a_damaged_archive_is_left_to_the_reference(fifth: int):
    rows = "".join(row(at, plain_cell(str(at * at)), inline(f"x{at * 7}")) for at in range(2, 500))
    content = bytearray(workbook(HEADER + rows, before='<dimension ref="A1:B499"/>'))
    at = len(content) * fifth // 5
    content[at : at + 20] = b"\xff" * 20

    assert answered(bytes(content)) in ("asked", "raised")
    assert answered(bytes(content), limit=1) in ("asked", "raised", "fast")


@pytest.mark.parametrize("missing", [[""], ["#N/A"], ["1", "", "True"], ["2024-01-05 00:00:00", "5.0"], []])
def test_error_cells_and_missing_values(missing: list[str]):
    kinds = ("string", "integer", "number", "date", "boolean", "any", "year")
    schema = {"fields": [{"name": each, "type": each} for each in kinds], "missingValues": missing}
    cells = [
        NOT_THERE,
        plain_cell("5.00"),
        plain_cell("1"),
        plain_cell("1", ' t="b"'),
        plain_cell("45296", ' s="1"'),
        ("", ""),
    ]
    rows = [row(at + 2, *[each] * len(kinds)) for at, each in enumerate(cells)]
    content = workbook(row(1, *map(inline, kinds)) + "".join(rows), before='<dimension ref="A1:G7"/>')

    assert compared(package(schema), {"one.xlsx": content}, 0) == ["fast"]


@pytest.mark.parametrize("epoch_1904", [False, True])
@pytest.mark.parametrize("style", range(len(FORMATS)))
def test_every_format_of_numbers(style: int, epoch_1904: bool):
    """A column of each type, with the same values in all of them."""
    kinds = ("date", "datetime", "time", "duration", "integer", "number", "string", "any", "year")
    schema = {"fields": [{"name": "k", "type": "integer"}, *({"name": each, "type": each} for each in kinds)]}
    values = ["0", "0.5", "1", "59", "60", "61", "2024", "45296", "45296.75", "-1", "2958465", "1E9", "5.0", "0.1"]
    rows = [
        row(at, plain_cell(str(at)), *[plain_cell(each, f' s="{style}"')] * len(kinds))
        for at, each in enumerate(values, start=2)
    ]
    content = workbook(row(1, inline("k"), *map(inline, kinds)) + "".join(rows), epoch_1904=epoch_1904)

    assert compared(package(schema), {"one.xlsx": content}, 0) == ["fast"]


@pytest.mark.parametrize("kind", ["integer", "number", "any", "string", "date", "boolean", "year"])
@pytest.mark.parametrize("key", ["unique", "primary", "foreign"])
def test_keys_of_values_of_all_types(kind: str, key: str):
    field: dict[str, Any] = {"name": "v", "type": kind}
    schema: dict[str, Any] = {"fields": [field, {"name": "w", "type": "number"}]}
    if key == "unique":
        field["constraints"] = {"unique": True}
    elif key == "primary":
        schema["primaryKey"] = ["v"]
    else:
        schema["foreignKeys"] = [{"fields": ["v"], "reference": {"resource": "", "fields": ["w"]}}]
    cells = [plain_cell("1"), plain_cell("1.0"), plain_cell("1", ' t="b"'), inline("1"), inline("1.0"),
             inline("True"), plain_cell("0.1"), plain_cell("0.10000000000000001"), inline("0.10"),
             plain_cell("1E0"), plain_cell("45296", ' s="1"'), inline("2024-01-05"), plain_cell("2024"),
             inline("2024"), plain_cell("-0"), plain_cell("0")]  # fmt: skip
    rows = [row(at, each, each) for at, each in enumerate(cells, start=2)]
    content = workbook(row(1, inline("v"), inline("w")) + "".join(rows))

    assert compared(package(schema), {"one.xlsx": content}, 0)[0] == ("asked" if kind == "any" else "fast")


def by_openpyxl(write_only: bool) -> bytes:
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("Daten", 0) if write_only else book.active
    assert sheet is not None
    sheet.append(["n", "t", "d"])
    for at in range(30):
        sheet.append([at % 25, f"Straße {at} <&>", date(2024, 1, 1) + timedelta(days=at)])
    sheet.append([1.5, True, time(10, 30)])
    sheet.append(["=A1", None, date(1999, 1, 1)])
    sheet.append([None, "#N/A", timedelta(hours=30)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter(**options: Any) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    sheet, day, bold = book.add_worksheet(), book.add_format({"num_format": 14}), book.add_format({"bold": True})
    sheet.write_row(0, 0, ["n", "t", "d"], bold)
    for at in range(30):
        sheet.write_row(at + 1, 0, [at % 25, f" Straße {at} <&>\n"])
        sheet.write_datetime(at + 1, 2, date(2024, 1, 1) + timedelta(days=at), day)
    sheet.write_formula(31, 0, "=1+1", None, 2)
    sheet.write_formula(32, 1, '="x"', None, "x")
    sheet.write_blank(40, 5, None, bold)
    if "constant_memory" not in options:
        sheet.write_rich_string(3, 1, "a", bold, "b", "c")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("limit", [0, 3])
def test_workbooks_that_libraries_write(limit: int):
    made = [by_openpyxl(False), by_openpyxl(True), by_xlsxwriter(), by_xlsxwriter(constant_memory=True),
            by_xlsxwriter(default_date_format="dd.mm.yy")]  # fmt: skip
    assert [answered(each, limit, 500) for each in made] == ["fast"] * len(made)


@pytest.mark.parametrize(
    ("dialect", "who"),
    [
        ({"excel": {"sheet": 2}}, "fast"),
        ({"excel": {"sheet": "S2"}}, "fast"),
        ({"excel": {"sheet": 0}}, "fast"),
        ({"excel": {"sheet": 3}}, "asked"),
        ({"excel": {"sheet": "S3"}}, "asked"),
        ({"headerRows": [1, 2]}, "fast"),
        ({"header": False}, "fast"),
        ({"headerCase": False}, "fast"),
        ({"excel": {"fillMergedCells": True}}, "asked"),
        ({"excel": {"preserveFormatting": True}}, "asked"),
        ({"excel": {"stringified": True}}, "asked"),
        ({"commentChar": "a"}, "asked"),
        ({"skipBlankRows": True}, "asked"),
    ],
    ids=str,
)
def test_dialects_that_are_declared(dialect: dict[str, Any], who: str):
    second = (
        f'{START}<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{TWO}{TWO.replace("3", "4")}</sheetData></worksheet>'
    )
    content = workbook(HEADER + ONE + TWO, more_sheets=[second])

    assert answered(content, dialect=dialect) == who


def test_what_the_descriptor_says_of_bytes_and_rows():
    for declared in ({"bytes": 1}, {"hash": "0"}, {"hash": "sha256:0"}, {"rows": 3}, {"fields": 7}):
        assert answered(workbook(HEADER + ONE + TWO, before=SIZE), **declared) == "fast"


def test_a_large_workbook_is_judged_by_columns(tmp_path: Path):
    rows = "".join(row(at, plain_cell(str(at)), inline("a"), plain_cell("45296", ' s="1"')) for at in range(2, 3_002))
    (tmp_path / "table.xlsx").write_bytes(workbook(HEADER + rows + row(3_002, NOT_THERE)))
    report = validate_files(
        [tmp_path / "table.xlsx"],
        schema={"fields": [{**FIELDS["fields"][0], "constraints": {}}, *FIELDS["fields"][1:]]},
    )

    assert report["engine"] == "fast"
    assert [(each["code"], each["cell"]) for each in report["errors"]] == [
        ("type-error", "#N/A"), ("missing-cell", ""), ("missing-cell", "")
    ]  # fmt: skip


@settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
@given(packages_of_books())
def test_two_workbooks_with_keys(made: Made):
    compared(*made)
