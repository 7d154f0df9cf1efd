"""Proposals: what a wrong cell may have been meant to hold, and none where it may mean two things."""

import pytest

from opendata.config import ROOT
from opendata.domain.model import SourceFile
from opendata.intake import read_upload
from opendata.kind_folders import KindFolders
from opendata.validation import check
from opendata.validation.proposals import proposals

KIND = KindFolders(ROOT / "datapackages")["climate-measures"]
HEADER = "Nr.;Maßnahme;Status;Geplantes Ende;Kosten;CO2-Einsparung (t/a);Internetseite;Übergeordnete Maßnahme"


def proposed(*cells: str) -> dict[str, str | None]:
    """The proposals for a row with these cells behind its title, by address."""
    row = ";".join(("B-1", "Solardach", *cells, *[""] * (6 - len(cells))))
    content = f"{HEADER}\nA-01;Radweg;geplant;;;;;\n{row}\n"
    mapped = read_upload([SourceFile("a.csv", content.encode())], KIND, None)
    return {edit.address: edit.after for edit in proposals(check(mapped), mapped).values()}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("31.02.2025", "2025-02-28"),
        ("46022", "2025-12-31"),
        ("KW 12/2025", "2025-03"),
        ("01/02/2025", "01.02.2025"),
        ("31.12.2O25", "31.12.2025"),
        ("31,12,2025", "31.12.2025"),
        ("31122025", "31.12.2025"),
        ("demnächst", None),
        ("31.13.2025", None),
    ],
)
def test_a_day_that_was_mistyped(cell: str, text: str | None):
    assert proposed("geplant", cell).get("D3") == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1O0", "100"),
        ("5o", "50"),
        ("ca. 1.250,50 €", "1.250,50 €"),
        ("5 TEUR?", "5 TEUR"),
        ("100,00 € (netto)", "100,00 €"),
        ("100 (Tsd.)", None),
        ("1.234,5 t", None),
        ("viel", None),
        ("rund -5", None),
    ],
)
def test_an_amount_with_something_beside_it(cell: str, text: str | None):
    assert proposed("geplant", "", cell).get("E3") == text


def test_words_addresses_and_keys_that_are_nearly_right():
    assert proposed("geplnt")["C3"] == "geplant"
    assert proposed("ungeplant").get("C3") is None
    assert (
        proposed("geplant", "", "", "", "www.musterstadt.example/klima")["G3"]
        == "https://www.musterstadt.example/klima"
    )
    assert proposed("geplant", "", "", "", "folgt").get("G3") is None
    assert proposed("geplant", "", "", "", "", "a 1")["H3"] == "A-01"
    assert proposed("geplant", "", "", "", "", "C-7").get("H3") is None
