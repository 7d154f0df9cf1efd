"""CSV as text, held against Python's csv module."""

import csv
import io

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from opendata.domain.errors import UnreadableFile
from opendata.intake import Limits, SourceFile
from opendata.intake.files.csv_files import LONGEST_LINE, read_csv
from opendata.intake.text_tables import TextTable
from tests.intake.making import csv_file

LIMITS = Limits()
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def read(content: bytes | str) -> TextTable:
    return read_csv(SourceFile("t.csv", content.encode() if isinstance(content, str) else content), LIMITS)


def lines(table: TextTable) -> list[list[str | None]]:
    return [list(row) for row in table.cells.rows()]


def shown(cell: str) -> str:
    """What a spreadsheet shows of a cell: of the formula ="001", by which texts are kept, its text."""
    is_formula = len(cell) > 2 and cell.startswith('="') and cell.find('"', 2) == len(cell) - 1
    return cell[2:-1] if is_formula else cell


@given(st.lists(st.lists(WORDS, min_size=2, max_size=5), min_size=1, max_size=12), st.sampled_from(";,\t|"))
@example([["", '=""']], ";")
@example([["1", '="001"'], ["2", '="0"1"']], ";")
def test_records_are_those_of_the_csv_module(rows: list[list[str]], delimiter: str):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    content = text.getvalue().encode()
    expected = list(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=delimiter))
    width = max(map(len, expected))
    padded = [[shown(cell) or None for cell in row] + [None] * (width - len(row)) for row in expected]

    assume(any(any(row) for row in expected))

    table = read_csv(SourceFile("t.csv", content), LIMITS, "utf-8", {"delimiter": delimiter})

    assert lines(table) == padded
    assert table.rows.to_list() == list(range(1, len(rows) + 1))


@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters='\0"\r\n;'), max_size=9
            ),
            max_size=5,
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_the_fast_way_for_files_without_quotes_reads_the_same(rows: list[list[str]], end: str, ended: bool):
    text = end.join(["a;b;c", *(";".join(row) for row in rows)]) + (end if ended else "")
    # Naming the quotation mark is asking for the csv module.
    exact = {"delimiter": ";", "quotechar": '"'}

    fast = read_csv(SourceFile("t.csv", text.encode()), LIMITS, "utf-8", {"delimiter": ";"})

    slow = read_csv(SourceFile("t.csv", text.encode()), LIMITS, "utf-8", exact)
    width = max(fast.cells.width, slow.cells.width)
    assert [[*row, *[None] * (width - len(row))] for row in lines(fast)] == [
        [*row, *[None] * (width - len(row))] for row in lines(slow)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_umlauts_survive_every_encoding_of_office_programs(encoding: str):
    text = "Nr.;Maßnahme;Kosten\r\n" + "1;Fußweg Mühlstraße – Süd;5 €\r\n" * 5

    table = read(text.encode(encoding))

    assert lines(table)[1] == ["1", "Fußweg Mühlstraße – Süd", "5 €"]
    assert [note.code for note in table.notes] == (["encoding"] if encoding == "cp1252" else [])


def test_bytes_that_windows_1252_does_not_define_are_refused_with_their_line():
    with pytest.raises(UnreadableFile, match="line 2") as refused:
        read(b"a;b\n\x81;\xe4\n")
    assert "CSV UTF-8" in refused.value.messages["de"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_under_titles_blank_lines_and_prose(delimiter: str):
    rows = [
        ["Maßnahmen, Stand: 31.12.2024; vorläufig"],
        [],
        ["Nr.", "Maßnahme", "Kosten"],
        ["1", "Radweg, Beleuchtung, Schilder; Planung", "4,17"],
        ["2", "Dach", "3,89"],
        ["3", "kurz"],
    ]

    table = read_csv(csv_file(*rows, delimiter=delimiter), LIMITS)

    assert lines(table)[3] == ["1", "Radweg, Beleuchtung, Schilder; Planung", "4,17"]
    assert table.rows.to_list() == [1, 2, 3, 4, 5, 6]


def test_a_cell_with_line_breaks_does_not_move_the_rows_below_it():
    table = read('a;b\n"x\r\ny";1\nz;2\n')

    assert lines(table) == [["a", "b"], ["x\r\ny", "1"], ["z", "2"]]
    assert table.rows.to_list() == [1, 2, 3]


@pytest.mark.parametrize("ending", ["", "\n", '"\n"x'])
def test_a_quotation_mark_that_is_never_closed_is_named_by_its_row(ending: str):
    with pytest.raises(UnreadableFile, match="row 3") as refused:
        read(f'a;b\n1;2\n3;"offen\n4;5\n6;7{ending and chr(10)}')
    assert "Zeile 3" in refused.value.messages["de"]


def test_a_file_that_ends_inside_its_last_cell_is_not_taken_for_whole():
    with pytest.raises(UnreadableFile, match="row 2"):
        read('a;b\n1;"')


def test_quotation_marks_that_are_not_doubled_stay_in_the_text_and_are_pointed_out():
    table = read('a;b\n1;"sagt ""ja"""\n2;"so" genannt\n3;der "Rest"\n')

    assert lines(table)[1:] == [["1", 'sagt "ja"'], ["2", '"so" genannt'], ["3", 'der "Rest"']]
    assert [(note.code, note.row) for note in table.notes] == [("loose-quotes", 3)]
    assert read('a;b\n1;"sagt ""ja"""\n3;der "Rest" hier\n').notes == []


def test_a_cell_of_fifty_megabytes_is_refused():
    with pytest.raises(UnreadableFile, match="characters"):
        read("a;b\n1;" + "x" * 50_000_000 + "\n")
    with pytest.raises(UnreadableFile, match="characters"):
        read('a;b\n1;"' + "x" * 50_000_000 + '"\n')


@pytest.mark.parametrize("line", ["a;" * 2**23, '"a";' * 2**22, "x" * (LONGEST_LINE + 1)])
def test_a_line_longer_than_any_row_is_refused_before_it_is_taken_apart(line: str):
    assert len(line) >= LONGEST_LINE
    with pytest.raises(UnreadableFile, match="A line of the file has more than 16,777,216 characters"):
        read(f"a;b\n1;2\n{line}x\n")


def test_long_files_of_ordinary_lines_are_read():
    line = "1;" + "x" * 900_000 + "\n"
    rows = 2 * LONGEST_LINE // len(line)

    assert read("a;b\n" + line * rows).cells.height == rows + 1


def test_a_hundred_thousand_columns_are_refused():
    with pytest.raises(UnreadableFile, match="columns"):
        read(";".join(map(str, range(100_000))) + "\n")
    with pytest.raises(UnreadableFile, match="columns"):
        read("a;b\n" * 300_000 + ";".join(map(str, range(100_000))) + "\n")


def test_a_wide_row_above_many_narrow_ones_is_refused_before_it_fills_the_memory():
    with pytest.raises(UnreadableFile, match="cells"):
        read('"a"' + ";" * 16_000 + "\n" + "1;2\n" * 100_000)
