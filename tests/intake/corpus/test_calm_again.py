"""Plain tables of an orderly office: no question, no error, and few lines are told."""

from opendata.domain.report.summary import summary_lines
from opendata.intake import SourceFile, read_upload
from opendata.kind_folders import load_kind
from opendata.validation import check
from tests.intake.making import ROOT

KIND = load_kind(ROOT / "datapackages" / "climate-measures")


def told(text: str) -> tuple[list[str], list[str]]:
    """The questions and the other lines about a CSV table, in German."""
    report = check(read_upload([SourceFile("liste.csv", text.encode())], KIND, None))
    assert report.errors == []
    lines = [line for line in summary_lines(report, KIND) if line.question is None]
    return [question.id for question in report.questions], [line.messages["de"] for line in lines]


def test_the_words_of_the_list_are_told_to_nobody():
    assert told("Nr.;Maßnahme;Status\n1;Radweg;in Umsetzung\n2;Dach;abgeschlossen\n") == ([], [])


def test_numbers_of_accounts_are_no_dates():
    questions, lines = told(
        "Nr.;Maßnahme;Status;Produktkonto\n1;Radweg;in Umsetzung;54.10.01\n2;Dach;abgeschlossen;11.20.03\n"
    )

    assert questions == []
    assert lines == ["Spalten, die der Dienst nicht kennt, nicht veröffentlicht (1): D „Produktkonto“"]


def test_a_column_of_spans_is_named_once():
    _, lines = told("Nr.;Maßnahme;Status;Zeitraum\n1;Radweg;in Umsetzung;2024–2026\n")

    assert lines[0] == "D1: Die Spalte „Zeitraum“ wurde als „Beginn geplant“ und „Ende geplant“ gelesen."
    assert sum("wurde als" in line for line in lines) == 1
