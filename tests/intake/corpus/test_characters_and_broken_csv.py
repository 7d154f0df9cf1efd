"""Characters that nobody sees or that were damaged, and CSV files that are not written as CSV asks for."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.intake.cells.characters import is_damaged, key_text, without_controls, without_invisibles
from opendata.intake.files.csv_quotes import loose_records
from opendata.kind_folders import load_kind
from tests.intake.making import ROOT

KIND = load_kind(ROOT / "datapackages" / "climate-measures")
HEADER = "Nr.;Maßnahme;Status;Beschreibung;Sachstand\n"


def read(text: str | bytes) -> Mapped:
    content = text.encode() if isinstance(text, str) else text
    return read_upload([SourceFile("massnahmen.csv", content)], KIND, None)


def titles(mapped: Mapped) -> list[str | None]:
    return mapped.tables["measures"].frame["title"].to_list()


def keys(mapped: Mapped) -> list[str | None]:
    return mapped.tables["measures"].frame["measure_id"].to_list()


def told(mapped: Mapped) -> dict[str, str]:
    return {note.code: note.messages["de"] for note in mapped.report.notes}


def errors(mapped: Mapped) -> list[tuple[str, str | None]]:
    return [(error.code, error.address) for error in mapped.report.errors]


@pytest.mark.parametrize(
    "damaged",
    ["FuÃŸweg", "MÃ¼hle", "KÃ¶ln â€“ Bonn", "Â§ 5 GEG", "Stra\ufffde", "â‚¬ 500", "Ã„mter", "ï»¿Radweg", "SÃ£o"],
)
def test_damaged_text_is_refused_at_its_cell(damaged: str):
    assert errors(read(f"{HEADER}1;{damaged};geplant;;\n")) == [("damaged-characters", "B2")]


@pytest.mark.parametrize(
    "sound",
    ["Straße", "Ämter – ÖPNV", "10 °C", "Ångström", "São Paulo", "„Ä“ und „Ö“", "5 € / m²", "Âge", "Łódź", "50 ‰"],
)
def test_sound_text_is_not_taken_for_damaged(sound: str):
    mapped = read(f"{HEADER}1;{sound};geplant;;\n")
    assert errors(mapped) == []
    assert titles(mapped) == [sound]


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0xFF), min_size=1, max_size=12))
def test_german_text_that_was_decoded_wrongly_is_recognised(text: str):
    assert is_damaged(text.encode().decode("latin-1"))
    assert not is_damaged("äöüßÄÖÜ" + "a")


@pytest.mark.parametrize("dash", ["-", "‐", "‑", "‒", "–", "—", "―", "−", "－"])
def test_a_key_is_the_same_with_every_dash(dash: str):
    mapped = read(f"{HEADER}M{dash}1;Radweg;geplant;;\n")
    assert keys(mapped) == ["M-1"]
    rules = {rewrite.address: rewrite.rule for rewrite in mapped.report.rewrites}
    assert rules.get("A2") == (None if dash == "-" else "key-characters")


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009", "\u202f", "  ", "\t "])
def test_a_key_is_the_same_with_every_blank(blank: str):
    assert keys(read(f"{HEADER}M{blank}1;Radweg;geplant;;\n")) == ["M 1"]


def test_dashes_in_titles_stay_as_they_are():
    assert titles(read(f"{HEADER}1;Köln – Bonn;geplant;;\n")) == ["Köln – Bonn"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Lade\u00adinfra\u00adstruktur", "Ladeinfrastruktur"),
        ("Rad\u200bweg\u200e", "Radweg"),
        ("Rad\u202aweg\u202c", "Radweg"),
        ("Kosten:\u00a05", "Kosten: 5"),
        ("Licht\x0baus", "Licht aus"),
        ("a \x1f b", "a  b"),
        ("Familie \U0001f468\u200d\U0001f469", "Familie \U0001f468\u200d\U0001f469"),
    ],
)
def test_what_nobody_sees_goes_and_is_told(written: str, meant: str):
    mapped = read(f"{HEADER}1;{written};geplant;;\n")
    assert titles(mapped) == [meant]
    assert ("B2" in {rewrite.address for rewrite in mapped.report.rewrites}) == (written != meant)


def test_a_quote_that_opens_by_mistake_is_named_with_the_rows_it_swallowed():
    mapped = read(f'{HEADER}1;"Radweg;geplant;;\n2;Solar;geplant;;\n3;Wald";geplant;;\n4;Dach;geplant;;\n')
    assert errors(mapped) == [("swallowed-rows", "B2")]
    assert "Zeilen 3 bis 4" in mapped.report.errors[0].messages["de"]


def test_lines_are_counted_as_the_file_has_them():
    rows = f'{HEADER}1;"Dach\nund Wand";geplant;;\n2;Rohr;geplant;;"3 Zoll\n3;Solar;geplant;;alt"\n4;Wald;geplant;;\n'
    mapped = read(rows)
    assert [error.code for error in mapped.report.errors] == ["swallowed-rows"]
    assert "In Zeile 4 beginnt" in mapped.report.errors[0].messages["de"]


@pytest.mark.parametrize(
    "text",
    [
        "Erstens; zweitens;\ndrittens; viertens",
        "a;b\nc;d",
        "Radweg, Fußweg\nBus; Bahn; Auto; Schiff; Flug",
        "Amt 66; Amt 67\n\nAmt 68; Amt 69",
    ],
)
def test_a_cell_with_lines_and_delimiters_is_no_mistake(text: str):
    mapped = read(f'{HEADER}1;Radweg;geplant;"{text}";gut\n2;Solar;geplant;;\n')
    assert errors(mapped) == []
    assert mapped.tables["measures"].frame["description"].to_list() == [text, None]


def test_marks_inside_a_cell_stay_in_the_text_and_each_row_is_named():
    mapped = read(f'{HEADER}"1";"Haus "Süd"";"geplant";"";""\n"2";"Am "Markt" 3";"geplant";"";""\n')
    assert titles(mapped) == ['Haus "Süd"', 'Am "Markt" 3']
    assert "Zeilen 2, 3" in told(mapped)["loose-quotes"]


def test_marks_that_leave_the_cells_unclear_are_errors_for_their_rows():
    mapped = read(f'{HEADER}"1";"Haus "Süd";Nord"";"geplant";"";""\n2;Dach;geplant;;\n')
    assert errors(mapped) == [("loose-quotes", None)]
    assert "Zeile 2" in mapped.report.errors[0].messages["de"]


def test_a_row_that_is_wider_than_the_header_is_an_error():
    mapped = read(f"{HEADER}1;Radweg;geplant;Bau;läuft;gut\n2;Solar;geplant;Dach;gut\n3;Wald;geplant;;\n")
    assert errors(mapped) == [("extra-cell", "F2")]


@pytest.mark.parametrize("more", [";gut", ";gut;besser", ";gut;besser;fertig", ";gut;besser;fertig;ganz"])
def test_a_row_is_too_wide_by_however_many_cells(more: str):
    mapped = read(f"{HEADER}1;Radweg;geplant;Bau;läuft{more}\n2;Solar;geplant;Dach;gut\n3;Wald;geplant;Forst;gut\n")
    assert errors(mapped) == [("extra-cell", "F2")]


def test_a_column_without_header_in_every_row_is_listed_and_no_error():
    mapped = read(f"{HEADER}1;Radweg;geplant;Bau;läuft;x\n2;Solar;geplant;Dach;gut;y\n")
    assert errors(mapped) == []
    assert [(column.column, column.reason) for column in mapped.report.dropped] == [(6, "no-header")]


def test_delimiters_at_the_end_of_a_row_are_no_cells():
    assert errors(read(f"{HEADER}1;Radweg;geplant;Bau;läuft;;;\n2;Solar;geplant;Dach;gut\n")) == []


def test_rows_that_are_narrower_are_named():
    mapped = read(f"{HEADER}1;Radweg;geplant\n2;Solar;geplant;Dach;gut\n3;Wald;geplant;Bau\n")
    assert "Zeilen 2, 4" in told(mapped)["short-rows"]
    assert errors(mapped) == []


def test_lines_of_another_encoding_are_read_and_named():
    lines = [HEADER.encode(), "1;Fußweg;geplant;;\n".encode(), "2;Grünfläche;geplant;;\n".encode("cp1252")]
    mapped = read(b"".join(lines))
    assert titles(mapped) == ["Fußweg", "Grünfläche"]
    assert "Zeile 3" in told(mapped)["two-encodings"]


def test_a_file_of_windows_1252_is_read_as_before():
    mapped = read(f"{HEADER}1;Fußweg – Süd;geplant;5 €;\n2;Grünfläche;geplant;;\n".encode("cp1252"))
    assert titles(mapped) == ["Fußweg – Süd", "Grünfläche"]
    assert "encoding" in told(mapped)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters='\0\r"'), max_size=9)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=8))
def test_proper_records_are_those_of_the_csv_module(rows: list[list[str]]):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    expected = list(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=";"))
    assert [record.cells for record in loose_records(text.getvalue(), ";")] == expected


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing_more(text: str):
    for tidied in (without_controls, without_invisibles, key_text):
        assert tidied(tidied(text)) == tidied(text)
