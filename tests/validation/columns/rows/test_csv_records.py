"""Files are read in pieces that end where a record ends, whatever ends its lines."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.validation.columns.rows.csv_records import BLOCK_BYTES, MOST_TIMES, Untidy, pieces

SIZE = 100
DIALECT = csv.excel()


def cut(path: Path, skip: int = 0) -> list[bytes]:
    return list(pieces(str(path), "utf-8", DIALECT, skip, SIZE, newlines_translated=False))


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("quoted", ["x", '"x"', '"x\ny"', '"x\ry"', '"x\r\ny"'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_no_piece_is_much_larger_than_the_others(end: str, quoted: str, tmp_path: Path):
    content = "".join(f"{number},{quoted}{end}" for number in range(100_000)).encode()
    (tmp_path / "table.csv").write_bytes(content)
    found = cut(tmp_path / "table.csv", skip=1)

    assert max(map(len, found)) <= BLOCK_BYTES + 2 * MOST_TIMES * SIZE
    assert [row for piece in found for row in rows_of(piece)] == rows_of(content)[1:]


@given(st.lists(st.sampled_from(["a", ",", "\n", "\r", "\r\n", '"', '""', "bb"]), max_size=300).map("".join))
def test_the_rows_of_all_pieces_are_the_rows_of_the_file(text: str):
    content = text.encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        try:
            found = cut(path)
        except Untidy:  # then Frictionless reads on
            return
    assert [row for piece in found for row in rows_of(piece)] == rows_of(content)
