"""Columns that come near a field: by their headers and by their cells, and what speaks against it."""

from typing import Any

from opendata.config import ROOT
from opendata.domain.model import SourceFile
from opendata.intake import read_upload
from opendata.intake.looking import look_at
from opendata.kind_folders import KindFolders

KIND = KindFolders(ROOT / "datapackages")["climate-measures"]
REPORT = """Nr.;Maßnahme;Bewertung;Stand
1;Radweg;teilweise umgesetzt;31.12.2013
2;Solardach;nicht umgesetzt;31.12.2013
3;Busspur;umgesetzt;31.12.2013
"""


def proposals(report: str) -> dict[str, list[dict[str, Any]]]:
    """What is proposed for each column of a table of measures, by its header."""
    tables = look_at([SourceFile("report.csv", report.encode())], KIND)
    columns = tables.readings[0]["columns"]
    return {column["header"]: column["proposals"] for column in columns}


def refusals(report: str) -> str:
    """The German messages about a table of measures."""
    mapped = read_upload([SourceFile("report.csv", report.encode())], KIND)
    return " ".join(finding.messages["de"] for finding in mapped.report.errors)


def test_a_column_of_days_is_not_proposed_as_the_status_that_its_header_is_like():
    assert proposals(REPORT)["Stand"] == []
    assert "Die Spalte „Umsetzungsstand“ fehlt." in refusals(REPORT)
    assert "Meinten Sie" not in refusals(REPORT)

    words = REPORT.replace("31.12.2013", "läuft")
    assert [proposal["field"] for proposal in proposals(words)["Stand"]] == ["phase"]
    assert "Meinten Sie die Spalte „Stand“ (D1)?" in refusals(words)


def test_a_column_is_proposed_for_a_field_whose_words_it_holds_or_denies():
    assert proposals(REPORT)["Bewertung"][0] == {"field": "phase", "likeness": 0.95}
    other = proposals(REPORT.replace("umgesetzt", "zufriedenstellend"))["Bewertung"]
    assert "phase" not in {proposal["field"] for proposal in other}
