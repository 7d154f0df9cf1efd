"""Canonical tables: the frame and the bytes of a table always say the same."""

import csv
import io
from collections.abc import Sequence

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.packages.canonical_tables import CanonicalTable, canonical_csv, read_canonical_csv
from opendata.domain.packages.long_tables import LongCsv, LongTable
from opendata.steps.unnamed_files import unnamed_file
from tests.making import frame

TEXT = st.text(st.characters(exclude_categories=["Cs"]))  # empty text and NUL included: a frame may hold them
NAMES = ("a", "b", "c")


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Any frame of text that a kind may have: of one column too, and with rows that hold nothing at all."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    return frame(names, *draw(st.lists(st.tuples(*[st.none() | TEXT for _ in names]), max_size=8)))


@given(frames())
def test_the_frame_that_is_read_back_is_the_one_that_was_written(written: pl.DataFrame):
    table = CanonicalTable.written(written)

    again = CanonicalTable.read(table.content, written.columns)

    assert again.frame.equals(written, null_equal=True)
    assert again.frame.schema == written.schema
    assert CanonicalTable.written(again.frame).content == table.content


@given(frames(), st.integers(1, 40), st.integers(0, 9), st.none() | st.integers(0, 9), st.integers(1, 9))
def test_a_stretch_of_a_long_table_is_read_from_its_bytes_part_by_part(
    written: pl.DataFrame, part_bytes: int, start: int, limit: int | None, at_once: int
):
    names = list(reversed(written.columns))
    file = unnamed_file("tables", None, lambda into: into.write(canonical_csv(written)))
    whole = LongTable.of(LongCsv(file.read, file.size, part_bytes), written.columns, names, written.height)

    part = whole.part(start, limit)

    for _ in range(2):  # when the rows are asked for again, where the parts begin is known
        read = [each for each in part.frames(at_once) if each.height]
        expected = written.select(names).slice(start, limit)
        assert len(part) == expected.height
        assert all(each.height <= at_once for each in read)
        assert pl.concat([expected.clear(), *read]).equals(expected, null_equal=True)
    places = pl.Series([*range(written.height)][:: -1 if at_once % 2 else 2], dtype=pl.UInt32)
    assert whole.at(places, written.columns).equals(written[places], null_equal=True)
    assert pl.concat([written.clear(), *whole.pieces(written.columns)]).equals(written, null_equal=True)
    for wanted in written.rows(named=True):
        filled = {name: text for name, text in wanted.items() if text is not None}
        rows = [row for row in written.rows(named=True) if filled.items() <= row.items()]
        assert not filled or [*map(dict, whole.having(filled).rows(named=True))] == [
            {name: row[name] for name in names} for row in rows
        ]


@given(st.lists(st.tuples(TEXT.filter(lambda text: "\x00" not in text), st.none() | st.just("x")), max_size=8))
def test_any_csv_reader_reads_the_same(rows: list[Sequence[str | None]]):
    text = CanonicalTable.written(frame(("a", "b"), *rows)).content.decode()

    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [[a, b or ""] for a, b in rows]


def test_an_empty_cell_and_empty_text_stay_apart():
    written = frame(("a", "b"), ("x", None), ("x", ""))
    content = CanonicalTable.written(written).content

    assert content == b'a,b\nx,\nx,""\n'
    assert read_canonical_csv(content, ["a", "b"])["b"].to_list() == [None, ""]
