"""Cell addresses are those of spreadsheet programs."""

import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from opendata.domain.tables.cell_addresses import address, column_letters, column_number


def test_columns_are_called_as_openpyxl_calls_them():
    for number in range(1, 18_279):  # as far as openpyxl goes: ZZZ
        letters = get_column_letter(number)
        assert column_letters(number) == letters
        assert column_number(letters) == column_number(letters.lower()) == column_index_from_string(letters) == number


def test_a_cell_is_its_column_and_its_row():
    assert address(12, 6) == "F12"


@pytest.mark.parametrize("letters", ["", "ß", "A1", "Ä", " A", "ſ"])
def test_what_is_no_column_is_refused(letters: str):
    with pytest.raises(ValueError, match="does not name a column"):
        column_number(letters)
