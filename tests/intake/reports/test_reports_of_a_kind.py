"""A report read for climate measures: what is proposed for its labels, and what is never guessed."""

from typing import Any

import pytest

from opendata.domain.model import SourceFile
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import read_upload
from opendata.intake.cells.no_news import says_no_news
from opendata.kind_folders import KindFolders
from tests.intake.making import ROOT
from tests.intake.reports.pdf_making import Sheet, pdf

KIND = KindFolders(ROOT / "datapackages")["climate-measures"]
STATES = ("Nr.", "Maßnahme", "Sachstand 2013", "Sachstand 2015/2016", "Sachstand 2018")


def read(*rows: tuple[str, ...], mapping: dict[str, Any] | None = None) -> Mapped:
    sheet = Sheet()
    width = 510 // len(rows[0])
    sheet.table([40 + width * place for place in range(len(rows[0]) + 1)], 60, rows, bold=1)
    return read_upload([SourceFile("bericht.pdf", pdf(sheet))], KIND, mapping)


def column(mapped: Mapped, name: str) -> list[Any]:
    return mapped.tables["measures"].frame[name].to_list()


def test_the_newest_state_is_read_and_what_is_no_news_carries_the_earlier_text_on():
    mapped = read(STATES, ("V1", "Rad", "Geplant.", "Gebaut.", "Kein neuer\nSachstand"), ("V2", "Bus", "A", "B", "C"))

    assert column(mapped, "status_note") == ["Gebaut.", "C"]
    assert column(mapped, "source_status") == ["Kein neuer Sachstand", None]
    (rewrite,) = [rewrite for rewrite in mapped.report.rewrites if rewrite.rule == "no-news"]
    assert (rewrite.field, rewrite.before, rewrite.after) == ("status_note", "Kein neuer Sachstand", "Gebaut.")


def test_a_mapping_picks_the_state_of_another_date():
    fields = {"Sachstand 2013": "status_note", "Sachstand 2015/2016": None, "Sachstand 2018": None}
    mapped = read(
        STATES,
        ("V1", "Rad", "kein neuer\nSachstand", "Gebaut.", "Fertig."),
        mapping={"resources": {"measures": {"fields": fields}}},
    )

    # Before 2013 there is nothing to carry on.
    assert column(mapped, "status_note") == ["kein neuer Sachstand"]
    assert column(mapped, "source_status") == ["kein neuer Sachstand"]


def test_labels_of_last_year_that_a_mapping_remembers_do_no_harm():
    remembered = {"Sachstand 2011": "status_note", "Sachstand 2013": None}
    mapped = read(STATES, ("V1", "Rad", "A", "B", "C"), mapping={"resources": {"measures": {"fields": remembered}}})

    assert column(mapped, "status_note") == ["C"]
    assert mapped.report.valid


def test_a_phase_is_read_from_words_of_codes_and_never_from_prose():
    head = ("Nr.", "Maßnahme", "Umsetzungsstand")
    words = read(head, ("V1", "Rad", "in Umsetzung"), ("V2", "Bus", "abgeschlossen"))
    prose = read(head, ("V1", "Rad", "Der Bau hat begonnen,\ner ist bald fertig."), ("V2", "Bus", "Es wird geprüft."))

    assert column(words, "phase") == ["implementation", "completed"]
    assert column(prose, "phase") == ["unknown", "unknown"]
    assert column(prose, "status_note")[1] == "Es wird geprüft."


def test_a_word_that_is_no_phase_among_others_that_are_leaves_the_phase_unknown_and_stays_beside_it():
    words = ("in Umsetzung", "abgeschlossen", "laufend", "zurückgestellt")
    rows = [(f"V{number}", f"Weg {number}", word) for number, word in enumerate(words, 1)]
    mapped = read(("Nr.", "Maßnahme", "Umsetzungsstand"), *rows)

    assert column(mapped, "phase") == ["implementation", "completed", "ongoing", "unknown"]
    assert column(mapped, "source_status") == list(words)
    assert mapped.report.valid
    told = [rewrite for rewrite in mapped.report.rewrites if rewrite.before == "zurückgestellt"]
    assert [(rewrite.field, rewrite.after) for rewrite in told] == [("phase", "unknown")]


def test_ticks_below_words_of_the_status_are_read_and_ticks_below_other_words_are_not():
    words = ("geplant", "in Umsetzung", "abgeschlossen")
    ticked = [(f"V{n}", f"Weg {n}", *("x" if place == n % 3 else "" for place in range(3))) for n in range(4)]
    mapped = read(("Nr.", "Maßnahme", *(f"Status {word}" for word in words)), *ticked)
    assert column(mapped, "phase") == ["not_started", "implementation", "completed", "not_started"]
    assert mapped.report.valid and not set(column(mapped, "status_note")) - {None}

    effects = read(("Nr.", "Maßnahme", "Wirkung hoch", "Wirkung mittel", "Wirkung gering"), *ticked)
    assert column(effects, "phase") == ["unknown"] * 4


def test_measures_without_numbers_get_keys_made_of_their_titles():
    mapped = read(("Maßnahme", "Federführung", "Sachstand"), ("Radwege", "Amt", "läuft"), ("Busse", "SWM", "läuft"))

    assert len(set(column(mapped, "measure_id"))) == 2
    assert all(column(mapped, "measure_id"))
    assert mapped.report.valid


def test_a_label_that_goes_on_after_a_known_word_means_that_word():
    mapped = read(("Nr.", "Maßnahme", "Beschreibung im\nKonzept 2020"), ("V1", "Rad", "Mehr Wege."))

    assert column(mapped, "description") == ["Mehr Wege."]
    assert column(mapped, "source_page") == ["1"]
    assert column(mapped, "source_document") == ["bericht.pdf"]


@pytest.mark.parametrize(
    ("text", "no_news"),
    [
        ("Kein neuer Sachstand", True),
        ("kein neuer Sachstand.", True),
        ("Keine Änderungen seit 2015", True),
        ("Sachstand unverändert", True),
        ("Kein neuer Sachstand. Die Stelle ist weiter besetzt.", False),
        ("Es gibt keinen Sachstand, der neuer wäre als der von 2013, und er wird nicht weiter verfolgt", False),
        ("Der Stand ist gut", False),
    ],
)
def test_no_news_is_what_says_so_and_nothing_else(text: str, no_news: bool):
    assert says_no_news(text) is no_news
