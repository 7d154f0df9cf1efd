"""Cell addresses: what spreadsheets call a cell or a column, such as F12 and AA.

Here: the only functions that make and read such names. Not here: which cell is meant.
"""

import re
from functools import cache

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,7})", re.ASCII)


def address(row: int, column: int) -> str:
    """The spreadsheet address of a cell, both counted from 1: (12, 6) is F12."""
    return f"{column_letters(column)}{row}"


@cache
def column_letters(column: int) -> str:
    """The letters by which spreadsheets name a column, counted from 1: 6 is F, 27 is AA."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """The position of the column with these letters, counted from 1: F is 6, AA is 27; raises ValueError.

    letters: A to Z only, in either case. Upper-casing other letters would turn ß into SS, which is column 513.
    """
    if not letters.isascii() or not letters.isalpha():
        raise ValueError(f"{letters!r} does not name a column")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_place(cell: str) -> tuple[int, int]:
    """The row and the column of an address, both counted from 1: F12 is (12, 6); raises ValueError."""
    parts = _ADDRESS.fullmatch(cell)
    if parts is None:
        raise ValueError(f"{cell!r} is no address of a cell")
    return int(parts[2]), column_number(parts[1])
