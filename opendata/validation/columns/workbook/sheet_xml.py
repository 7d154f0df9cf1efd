"""The XML of sheets and shared strings, read as columns where it is written plainly.

Here: a grammar for rows, cells and texts as spreadsheet programs write them. It is a part of XML: what it matches in
full is well-formed and has one meaning. Other XML is returned unread, or the functions raise NotColumnar.
Not here: what a number, a style or an index stands for (stored_cells.py), files (sheet_rows.py).
"""

import re
from dataclasses import dataclass

import polars as pl

from opendata.domain.tables.cell_addresses import column_number
from opendata.validation.columns.engine_contract import NotColumnar

TEXT = "(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*"
SPACE = r"[ \t\n]*"
PRESERVED = '(?: xml:space="preserve")?'
ATTRIBUTE = ' [A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?="[^"<&]*"'
FORMULA = "".join(f'(?: {name}="[^"<&]*")?' for name in ("aca", "t", "ref", "ca", "si"))
CELL = (
    r'^r="(?P<letters>[A-Z]{1,3})[1-9][0-9]{0,6}"(?: s="(?P<style>[0-9]{1,6})")?(?: t="(?P<type>[a-zA-Z]{1,9})")? ?'
    rf"(?:/>|>(?:<f{FORMULA}(?:/>|>{TEXT}</f>))?"
    rf"(?:<v/>|<v{PRESERVED}>(?P<value>{TEXT})</v>)?(?:<is><t{PRESERVED}>(?P<inline>{TEXT})</t></is>)?</c>){SPACE}$"
)
ROW = rf"^{SPACE}<row(?P<attributes>(?:{ATTRIBUTE})*) ?>{SPACE}$"
STRING = rf"^{SPACE}<si><t{PRESERVED}>(?P<text>{TEXT})</t>$"
EMPTY_ROW = re.compile(rb"(<row(?: [^<>]*)?)/>")
# Letters that XML does not allow, and the carriage return, which XML changes. stored_cells.py marks cells with \x01.
NO_LETTERS = bytes([*range(9), *range(11, 32)])
NOT_TEXT = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}  # &amp; is replaced last


@dataclass(frozen=True)
class PlainCells:
    """The rows of a piece of a sheet, and their cells in order.

    numbers: of the rows, rising. shapes: the attributes of rows without values, each combination once.
    cells: "at" (position of the row), "column" (from 1), "style", "type", "value", "inline": Strings or null.
    other: "at", "column" and "xml" of cells that are not written plainly; cells has them too, without a value.
    """

    numbers: pl.Series
    shapes: set[str]
    cells: pl.DataFrame
    other: pl.DataFrame


def plain(piece: bytes) -> str:
    """A piece as text; raises NotColumnar for letters that XML does not allow or that it changes."""
    if len(piece.translate(None, NO_LETTERS)) != len(piece) or any(mark in piece for mark in NOT_TEXT):
        raise NotColumnar("letters that are not plain text")
    try:
        return piece.decode("utf-8")
    except UnicodeError as error:
        raise NotColumnar(str(error)) from error


def read_rows(piece: bytes) -> PlainCells:
    """The rows of a piece of a sheet, which begins and ends between two rows; raises NotColumnar for other XML."""
    text = plain(piece)
    if "/>" in text and EMPTY_ROW.search(piece):
        text = EMPTY_ROW.sub(rb"\1></row>", piece).decode("utf-8")
    rows = pl.Series("row", [text]).str.split("</row>").explode(empty_as_null=True)
    if rows[-1].strip(" \t\n") or len(rows) == 1:
        raise NotColumnar("a row without an end")
    split = rows.head(len(rows) - 1).str.split("<c ")
    starts = pl.DataFrame({"start": split.list.first()}, schema={"start": pl.String}).select(
        attributes=pl.col("start").str.extract(ROW, 1)
    )
    attributes = starts["attributes"]
    numbers = attributes.str.extract(r'^(?:.* )?r="([1-9][0-9]{0,6})"', 1).cast(pl.UInt64)
    if numbers.null_count() or not (numbers.diff().drop_nulls().cast(pl.Int64) > 0).all():
        raise NotColumnar("rows without a number, out of order, or with something beside cells")
    shapes = set(attributes.str.replace_all('="[^"]*"', '=""').unique().to_list())
    counts = split.list.len() - 1
    flat = pl.DataFrame({"at": pl.int_range(len(split), dtype=pl.UInt32, eager=True), "cell": split.list.slice(1)})
    flat = flat.filter(counts > 0).explode("cell")
    return PlainCells(numbers, shapes, *_cells(flat))


def read_strings(piece: bytes) -> tuple[pl.Series, dict[int, str]]:
    """The texts of a piece of the shared strings, and by position the XML of those that are not written plainly."""
    items = pl.Series("item", [plain(piece)]).str.split("</si>").explode(empty_as_null=True)
    if items[-1].strip(" \t\n"):
        raise NotColumnar("a shared string without an end")
    frame = pl.DataFrame({"item": items.head(len(items) - 1)}, schema={"item": pl.String})
    strings = frame.select("item", text=pl.col("item").str.extract(STRING, 1))
    other = strings.with_row_index("at").filter(pl.col("text").is_null())
    _refuse_comments(other["item"])
    odd = {at: f"{item}</si>" for at, item in other.select("at", "item").iter_rows()}
    return unescaped(strings["text"], piece), odd


def unescaped(texts: pl.Series, piece: bytes) -> pl.Series:
    """The texts with each entity replaced by its letter."""
    if b"&" not in piece:
        return texts
    for entity, letter in ENTITIES.items():
        texts = texts.str.replace_all(entity, letter, literal=True)
    return texts


def _cells(flat: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    parts = flat.select("at", "cell", pl.col("cell").str.extract_groups(CELL).alias("parts")).unnest("parts")
    other = parts.filter(pl.col("letters").is_null()).select("at", "cell")
    if other.height:
        _refuse_comments(other["cell"])
        letters = other["cell"].str.extract(r'^(?:[A-Za-z:]+="[^"<&]*" )*r="([A-Z]{1,3})[1-9][0-9]{0,6}"', 1)
        if letters.null_count():
            raise NotColumnar("cells that do not say where they are")
        other = other.with_columns(letters=letters)
        places = parts["letters"].is_null().arg_true()
        parts = parts.with_columns(letters=parts["letters"].scatter(places, letters))
    columns = {letters: column_number(letters) for letters in ["A", *parts["letters"].unique()]}
    number = pl.col("letters").replace_strict(columns, return_dtype=pl.UInt32)
    cells = parts.select("at", number.alias("column"), "style", "type", "value", "inline")
    rising = (pl.col("column").cast(pl.Int64).diff() > 0) | (pl.col("at").cast(pl.Int64).diff() > 0)
    if not cells.select(rising.fill_null(value=True).all()).item():
        raise NotColumnar("cells out of order")
    if not other.height:
        return cells, pl.DataFrame(schema={"at": pl.UInt32, "column": pl.UInt32, "xml": pl.String})
    return cells, other.select("at", number.alias("column"), (pl.lit("<c ") + pl.col("cell")).alias("xml"))


def _refuse_comments(parts: pl.Series) -> None:
    """Raise NotColumnar for comments and sections, which may hide the elements by which a piece is split."""
    if parts.str.contains("<[!?]").any():
        raise NotColumnar("comments or sections")
