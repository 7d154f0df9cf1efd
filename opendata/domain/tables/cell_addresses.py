"""Cell addresses: what spreadsheets call a cell or a column, such as F12 and AA.

Here: the only functions that make and read such names. Not here: which cell is meant.
"""

from functools import cache


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
