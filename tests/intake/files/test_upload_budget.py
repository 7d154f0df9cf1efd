"""One budget holds for all files and tables of an upload, and a small file has a small one."""

import pytest

from opendata.domain.errors import UnreadableFile
from opendata.domain.model import SourceFile
from opendata.intake.size_limits import Limits
from opendata.intake.upload_reading import read_tables
from tests.fence.hostile_files import FILES, ods, ods_table, package, sheet, xlsx

NARROW = "a;b\n" * 100


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("one wide row, then many narrow ones", "6,600,000 cells"),
        ("one file named by some resources", "cells"),
        ("one long file named by some resources", "cells"),
        ("a cell repeated in many tables", "cells"),
        ("a cell repeated in columns and rows", "cells"),
        ("rows in the descriptor", "cells"),
        ("blanks by number", "too much text"),
        ("one long text in many cells", "too much text"),
        ("many empty shared texts", "formats and empty parts"),
        ("a workbook in a package that unpacks far", "formats and empty parts"),
        ("a long attribute", "not built as an office program"),
        ("a long comment", "not built as an office program"),
        ("many merged ranges", "20000 ranges are merged"),
        ("spanned cells", "20000 ranges are merged"),
        ("many sheets", "250 sheets"),
    ],
)
def test_a_small_file_that_becomes_large_is_refused_with_a_reason(name: str, reason: str):
    with pytest.raises(UnreadableFile, match=reason):
        read_tables([SourceFile(*FILES[name]())])


def test_files_that_are_sent_together_share_one_budget():
    one = SourceFile("a.csv", b"a;b\n" * 100)
    two = SourceFile("b.csv", b"a;b\n" * 100)
    limits = Limits(cells=300)
    assert len(read_tables([one], limits)) == len(read_tables([two], limits)) == 1

    with pytest.raises(UnreadableFile, match="300 cells"):
        read_tables([one, two], limits)


def test_merged_ranges_count_over_all_sheets():
    merged = sheet(after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 6 + "</mergeCells>")
    assert read_tables([SourceFile(*xlsx([merged]))], Limits(merged_ranges=10))

    with pytest.raises(UnreadableFile, match="10 ranges"):
        read_tables([SourceFile(*xlsx([merged, merged]))], Limits(merged_ranges=10))


def test_a_hidden_column_is_hidden_once_however_often_it_is_defined():
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="1" max="2" hidden="1"/><col min="9" max="9"/></cols>'
    (table,) = read_tables([SourceFile(*xlsx([sheet(before=columns * 3)]))])
    assert table.hidden_columns == {1, 2, 3}


def test_what_a_table_of_its_size_holds_is_read():
    tables = read_tables([SourceFile(*ods(ods_table(20, 5_000)))])
    assert (tables[0].cells.height, tables[0].cells.width) == (5_000, 20)
    resources = {"resources": [{"name": f"r{n}", "path": "x.csv"} for n in range(3)]}
    assert len(read_tables([SourceFile(*package(resources, {"x.csv": NARROW}))])) == 3
