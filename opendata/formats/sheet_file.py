"""Rows as a sheet of a workbook (.xlsx), written part by part, so that a million rows take little memory.

Here: a plain sheet for programs and for Excel: field names above, then the values. Not here: the workbook that staff
carry on, with its words and dropdowns (workbook.py).

A number that Excel would round is written as text, and so is a date of reduced precision. Cells hold no formulas.
"""

import zipfile
from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape

import polars as pl

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.tables.cell_addresses import column_letters
from opendata.formats.row_files import AboutRows
from opendata.formats.workbook_cells import MOST_CHARACTERS, MOST_DIGITS, MOST_ROWS

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DATA_ROWS = MOST_ROWS - 1
LONGEST_NUMBER = 300  # characters; longer ones may be too small or too large for Excel
NUMBER, DAY = r"^-?[0-9]+(\.[0-9]+)?$", r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
FIRST_DAY = pl.date(1899, 12, 30)
NEVER_IN_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
MADE = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can tell, so that equal rows are equal bytes
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    f'relationships"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font>'
    '<b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="164" '
    'applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle '
    'name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
DAY_STYLE, HEADER_STYLE = 1, 2


def must_fit(rows: int) -> None:
    """Raise RequestNotValid if a sheet cannot hold so many rows."""
    if rows > MOST_DATA_ROWS:
        raise RequestNotValid(
            "limit",
            f"a sheet holds at most {MOST_DATA_ROWS} rows below its header, and these are {rows}; choose fewer by "
            "filters or ?limit=, or take them as csv or parquet",
            german=f"ein Tabellenblatt fasst höchstens {MOST_DATA_ROWS} Zeilen unter der Kopfzeile, und dies sind "
            f"{rows}; wählen Sie mit Filtern oder ?limit= weniger aus, oder nehmen Sie csv oder parquet",
        )


def write_sheet(file: BinaryIO, parts: Iterable[pl.DataFrame], about: AboutRows) -> None:
    """A workbook of one sheet; raises RequestNotValid for a text longer than a cell holds."""
    name = escape(about.table.name[:31], {'"': "&quot;"})
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, text in {**_PARTS, "xl/workbook.xml": workbook}.items():
            archive.writestr(_entry(path), _HEAD + text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            for text in _sheet(parts, about):
                sheet.write(text.encode())


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet(parts: Iterable[pl.DataFrame], about: AboutRows) -> Iterable[str]:
    yield f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
    yield 'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row r="1">'
    for place, name in enumerate(about.names):
        text = escape(name)
        yield f'<c r="{column_letters(place + 1)}1" s="{HEADER_STYLE}" t="inlineStr"><is><t>{text}</t></is></c>'
    yield "</row>"
    line = 2
    for part in parts:
        if part.height:
            yield str(_rows(part, line, about).str.join("").item())
        line += part.height
    yield "</sheetData></worksheet>"


def _rows(part: pl.DataFrame, line: int, about: AboutRows) -> pl.Series:
    number = pl.int_range(line, line + part.height, dtype=pl.UInt32).cast(pl.String).alias("number")
    cells = [
        _cell(name, about.table.field(name), pl.concat_str([pl.lit(column_letters(place + 1)), number]))
        for place, name in enumerate(part.columns)
    ]
    texts = part.select(
        pl.concat_str([pl.lit('<row r="'), number, pl.lit('">'), *cells, pl.lit("</row>")], ignore_nulls=True).alias(
            "row"
        ),
        *(_is_too_long(name).any().alias(f"long {name}") for name in part.columns),
    )
    for name in part.columns:
        if texts[f"long {name}"][0]:
            raise _too_long(name)
    return texts["row"]


def _cell(name: str, field: Field, address: pl.Expr) -> pl.Expr:
    """The cell of a field in each row; null, which leaves it out, where it is empty."""
    value = pl.col(name)
    begin = pl.concat_str([pl.lit('<c r="'), address])
    text = pl.concat_str(
        [begin, pl.lit('" t="inlineStr"><is><t xml:space="preserve">'), _escaped(value), pl.lit("</t></is></c>")]
    )
    if field.precision != "reduced" and (field.type in NUMBER_TYPES or field.type == "year"):
        written = pl.concat_str([begin, pl.lit('"><v>'), value, pl.lit("</v></c>")])
        return pl.when(_is_exact(value)).then(written).otherwise(text)
    if field.type == "boolean":
        truth = pl.concat_str(
            [begin, pl.lit('" t="b"><v>'), value.replace({"true": "1", "false": "0"}), pl.lit("</v></c>")]
        )
        return pl.when(value.is_in(["true", "false"])).then(truth).otherwise(text)
    if field.type == "date" and field.precision != "reduced":
        days = (value.str.to_date("%Y-%m-%d", strict=False) - FIRST_DAY).dt.total_days()
        day = pl.concat_str([begin, pl.lit(f'" s="{DAY_STYLE}"><v>'), days.cast(pl.String), pl.lit("</v></c>")])
        return pl.when(value.str.contains(DAY) & (days > 60)).then(day).otherwise(text)
    return text


def _is_exact(value: pl.Expr) -> pl.Expr:
    """Whether Excel keeps every digit of a number."""
    digits = value.str.replace_all("[-.]", "").str.strip_chars_start("0").str.len_bytes()
    return value.str.contains(NUMBER) & (digits <= MOST_DIGITS) & (value.str.len_bytes() <= LONGEST_NUMBER)


def _escaped(value: pl.Expr) -> pl.Expr:
    """Text in XML; a character that XML cannot hold is written as workbooks do, _x0001_."""
    value = value.str.replace_all("(_x[0-9A-Fa-f]{4}_)", "_x005F$1").str.replace_all("\r", "_x000D_", literal=True)
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        value = value.str.replace_all(sign, name, literal=True)
    return value.map_batches(_without_forbidden, return_dtype=pl.String)


def _without_forbidden(values: pl.Series) -> pl.Series:
    odd = values.str.contains(NEVER_IN_XML)
    if not odd.any():
        return values
    written = [
        "".join(f"_x{ord(sign):04X}_" if sign in _FORBIDDEN else sign for sign in text) for text in values.filter(odd)
    ]
    return values.clone().scatter(odd.arg_true(), written)


_FORBIDDEN = frozenset(chr(code) for code in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF))


def _is_too_long(name: str) -> pl.Expr:
    return pl.col(name).str.len_chars() > MOST_CHARACTERS


def _too_long(name: str) -> RequestNotValid:
    return RequestNotValid(
        name,
        f"has a text longer than the {MOST_CHARACTERS} characters that a cell of a sheet holds; take csv or parquet, "
        "or leave the field out by ?fields=",
        german=f"enthält einen Text, der länger ist als die {MOST_CHARACTERS} Zeichen, die eine Zelle fasst; nehmen "
        "Sie csv oder parquet, oder lassen Sie das Feld mit ?fields= weg",
    )
