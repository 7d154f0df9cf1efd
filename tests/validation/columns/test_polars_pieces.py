"""Pieces without quotes, read by Polars: never other cells than csv.reader gives, whatever the bytes are."""

import csv
import io
import os
import random
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import settings

from bench.server import ROOT
from opendata.validation.columns.rows.row_batches import _read, _with_polars

CELLS = "a b1 é 0 -1 1e5 null NA #x '' \\N \t ; | \x01 \x0b \x0c \x1c \x1f \x7f \x85 \xa0 \u2028 \ufeff 😀".split(" ")
ENDS = ["\n", "\n", "\r\n"]


def by_csv(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def made(chance: random.Random, delimiter: str, width: int) -> str:
    """A few rows, now and then of another width, or letters in any order."""
    cells = [each for each in ("", "", " ", *CELLS) if each != delimiter]
    if chance.random() < 0.2:
        return "".join(chance.choice([*cells, delimiter, delimiter, *ENDS]) for _ in range(chance.randint(1, 14)))
    text = ""
    for _ in range(chance.randint(1, 6)):
        wide = width if chance.random() < 0.9 else chance.randint(0, width + 1)
        row = ("".join(chance.choice(cells) for _ in range(chance.choice([0, 1, 1, 2]))) for _ in range(wide))
        text += delimiter.join(row) + chance.choice(ENDS)
    return text.rstrip("\r\n") if chance.random() < 0.2 else text


@pytest.mark.hypothesis  # `make examples` runs it, too
@pytest.mark.parametrize("seed", range(4))
def test_a_piece_has_the_cells_that_csv_reader_gives(seed: int):
    chance = random.Random(seed)
    rectangular = 0
    pieces = 10 * settings().max_examples  # more of them with `make examples`
    for _ in range(pieces):
        delimiter, width = chance.choice(",,;\t| "), chance.choice([1, 2, 3])
        text = made(chance, delimiter, width)
        piece = text.encode()
        if not piece:
            continue
        dialect = type("Own", (csv.excel,), {"delimiter": delimiter})
        frame, odd = _read(piece, width, dialect())
        expected = by_csv(text, delimiter)
        rectangular += not odd and all(len(row) == width for row in expected)
        assert {at: list(cells) for at, cells in odd.items()} == {
            at: row for at, row in enumerate(expected) if len(row) != width
        }, piece
        assert [list(row) for at, row in enumerate(frame.rows()) if at not in odd] == [
            row for row in expected if len(row) == width
        ], piece
    assert rectangular > pieces / 5


def large_piece() -> tuple[list[list[str]], bytes]:
    chance = random.Random(1)
    rows = [[chance.choice(CELLS[:8]) * chance.randint(0, 9) for _ in range(7)] for _ in range(150_000)]
    return rows, "".join(",".join(row) + chance.choice(ENDS) for row in rows).encode()


def threads_and_differences() -> tuple[int, int]:
    """How many threads Polars has in this process, and how many rows of the large piece it reads otherwise."""
    rows, piece = large_piece()
    frame = _with_polars(piece, 7, ",")
    assert frame is not None
    found = [list(row) for row in frame.iter_rows()]
    return pl.thread_pool_size(), abs(len(found) - len(rows)) + sum(a != b for a, b in zip(found, rows, strict=False))


def test_a_large_piece_that_several_threads_read_at_once():
    # In a process of its own, because Polars asks once how many threads it may have.
    asked = "import tests.validation.columns.test_polars_pieces as here; print(here.threads_and_differences())"
    env = {**os.environ, "POLARS_MAX_THREADS": "3"}
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )

    assert told.stdout == "(3, 0)\n"


@pytest.mark.parametrize(
    "rest", [b"3\n", b"3,4,5\n", b"3\n4,5,6\n", b"\xff,3\n", b"\n3,4\n", b"3\n4,5,", b"3,4,", b"3,4,,", b"3"]
)
def test_what_is_not_rectangular_text_is_left_to_others(rest: bytes):
    assert _with_polars(b"1,2\n" + rest, 2, ",") is None
