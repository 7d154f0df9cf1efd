"""The text of a cell: letters become lines, and lines become words, lists and paragraphs."""

import pytest

from opendata.intake.reports.joined_lines import joined
from opendata.intake.reports.page_content import Glyph, Page
from opendata.intake.reports.text_lines import TextLine, lines_of


def lines(*texts: str) -> list[TextLine]:
    return [
        TextLine(text, 0, 12.0 * place, 5.0 * len(text), 12.0 * place + 10, 10, bold=False)
        for place, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (["Der Klima-", "schutz"], "Der Klimaschutz"),
        (["Energie- und", "Wärme"], "Energie- und Wärme"),
        (["Energie-", "und Wärme"], "Energie- und Wärme"),
        (["so-", "wie"], "sowie"),
        (["CO₂-", "neutral"], "CO₂-neutral"),
        (["CO2-", "Einsparung"], "CO2-Einsparung"),
        (["LED-", "beleuchtet"], "LED-beleuchtet"),
        (["Energie-", "Controlling"], "Energie-Controlling"),
        (["2017-", "2018"], "2017-2018"),
        (["Bürger-/", "Firmenfonds"], "Bürger-/Firmenfonds"),
        (["Radweg Nord–", "Süd"], "Radweg Nord–Süd"),
        (["Energiecontrolling und –", "management"], "Energiecontrolling und –management"),
        (["Wir machen’s wärmer –", "mit weniger"], "Wir machen’s wärmer – mit weniger"),
        (["Stra\u00ad", "ße, Rad\u00adweg"], "Straße, Radweg"),
        (["Straßen\u2010", "beleuchtung"], "Straßenbeleuchtung"),
        (["Kosten -", "ohne Förderung"], "Kosten - ohne Förderung"),
        (["Ziele:", "• Rad-", "wege", "• Busse"], "Ziele:\n• Radwege\n• Busse"),
        (["Ziele:", "- Radwege", "- Busse"], "Ziele:\n- Radwege\n- Busse"),
        (["Das ist", "- nebenbei - so"], "Das ist - nebenbei - so"),
        (["1. Planen", "2. Bauen"], "1. Planen\n2. Bauen"),
        (["Beschluss vom", "2. Mai"], "Beschluss vom 2. Mai"),
        (["1.250.", "000"], "1.250.000"),
        (["12.50", "0.000 €"], "12.500.000 €"),
        (["12", "5.000"], "12 5.000"),
        (["1.250", "000"], "1.250 000"),
        (["Im Jahr 2.", "300 Bäume"], "Im Jahr 2. 300 Bäume"),
        (["bewilligt werden . Die", "Stadt"], "bewilligt werden. Die Stadt"),
        (["Radwege . . . 4"], "Radwege . . . 4"),
        (["Koste", "n in €"], "Kosten in €"),
        (["Umsetzungsstan", "d"], "Umsetzungsstand"),
        (["Verantwortlichk", "eit"], "Verantwortlichkeit"),
        (["geplan", "t"], "geplant"),
        (["Einsparung", "t CO2/a"], "Einsparung t CO2/a"),
        (["Kosten", "in €"], "Kosten in €"),
        (["Stand", "der Umsetzung"], "Stand der Umsetzung"),
        (["Radwege", "bauen"], "Radwege bauen"),
        (["Erster Satz.", "Zweiter Satz."], "Erster Satz. Zweiter Satz."),
    ],
)
def test_lines_are_joined_as_they_are_read(printed: list[str], text: str):
    assert joined(lines(*printed)) == text


def glyphs(text: str, x: float = 0.0, *, size: float = 10, base: float = 100, width: float = 5) -> list[Glyph]:
    return [
        Glyph(sign, x + width * n, base - 0.8 * size, x + width * (n + 1), base + 0.2 * size, base, size, bold=False)
        for n, sign in enumerate(text)
    ]


def text_of(*parts: list[Glyph]) -> list[str]:
    return [line.text for line in lines_of([glyph for part in parts for glyph in part])]


def test_lowered_and_raised_digits_stay_such():
    lowered = glyphs("2", 10, size=6, base=102, width=3)
    raised = glyphs("2", 5, size=6, base=95, width=3)

    assert text_of(glyphs("CO"), lowered, glyphs("-arm", 13)) == ["CO₂-arm"]
    assert text_of(glyphs("m"), raised) == ["m²"]


def test_a_lowered_digit_belongs_to_the_word_before_it_although_a_heading_beside_it_stands_higher():
    left = [*glyphs("CO", base=103), *glyphs("2", 10, size=8, base=106), *glyphs("-Bilanz", 15, base=103)]

    assert text_of(left, glyphs("Radweg", 300, base=100)) == ["CO₂-Bilanz Radweg"]


def test_blanks_are_set_by_place_where_none_is_printed_and_not_where_a_letter_covers_one():
    assert text_of(glyphs("Rad"), glyphs("weg", 18)) == ["Rad weg"]
    assert text_of(glyphs("Rad "), glyphs("weg", 15)) == ["Radweg"]


def test_letters_printed_twice_are_read_once_and_signs_of_symbol_fonts_are_bullets():
    assert text_of(glyphs("fett"), glyphs("fett", 0.3)) == ["fett"]
    assert text_of(glyphs("\uf0b7 Rad")) == ["• Rad"]
    assert text_of(glyphs("ﬁnden")) == ["finden"]


def test_a_page_whose_letters_are_turned_is_turned_back_and_its_boxes_are_those_shown():
    turned = Glyph("A", 100, 700, 110, 706, 706, 10, bold=False, turn=1)
    page = Page(3, 595, 842, [turned]).upright()

    (glyph,) = page.glyphs
    assert (page.width, page.height, page.turn) == (842, 595, 1)
    assert (glyph.x0, glyph.top, glyph.x1, glyph.bottom) == (136, 100, 142, 110)
    assert page.shown_box(*glyph[1:5]) == (100, 700, 110, 706, 3)
