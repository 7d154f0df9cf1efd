"""The page for the office holds: its pictures are those of its tables, and the tables are read as the page says."""

import re
from pathlib import Path

import pytest

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.kind_folders import load_kind
from opendata.validation import check
from tools.office_examples import EXAMPLES, PICTURES, Example, picture, workbook

ROOT = Path(__file__).resolve().parent.parent
KIND = load_kind(ROOT / "datapackages" / "climate-measures")
PAGE = (ROOT / "docs" / "tabellen-vorbereiten.md").read_text(encoding="utf-8")
BY_NAME = {example.name: example for example in EXAMPLES}
TABLE_OF = {"gewoehnliche-tabelle", "zahlenformate"}


def read(name: str) -> Mapped:
    return read_upload([SourceFile(f"{name}.xlsx", workbook(BY_NAME[name]))], KIND, None)


def published_table(name: str) -> list[dict[str, str]]:
    """The table of the page below a picture, with the names of the kind's fields."""
    text = PAGE.split(f"pictures/{name}.svg")[1]
    lines = re.findall(r"^\|(.*)\|$", text.split("\n#")[0], re.M)
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if "---" not in line]
    measures = KIND.table("measures")
    names = [next(field.name for field in measures if field.label("de") == label) for label in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_pictures_are_drawn_from_the_tables(example: Example):
    assert (PICTURES / f"{example.name}.svg").read_text(encoding="utf-8") == picture(example)
    assert f"![{example.title}](pictures/{example.name}.svg)" in PAGE


@pytest.mark.parametrize("name", sorted(TABLE_OF))
def test_the_rows_are_those_that_the_page_shows(name: str):
    mapped = read(name)
    assert mapped.report.errors == []
    frame = mapped.tables["measures"].frame
    expected = published_table(name)
    phase = KIND.table("measures").field("phase")
    shown = [
        {**row, "phase": phase.code_label(row["phase"], "de")} for row in frame.select(list(expected[0])).to_dicts()
    ]
    assert shown == expected


def test_rows_that_are_no_measures_are_listed():
    left_out = {row.row for row in read("gewoehnliche-tabelle").report.left_out}
    assert {1, 4, 7, 8} <= left_out


def test_hidden_columns_and_persons_are_asked_about():
    hidden, persons = read("ausgeblendet").report.questions, read("personen").report.questions
    assert [question.about for question in hidden] == ["hidden_content"]
    assert {question.about for question in persons} == {"personal_data"}
    named = " ".join(question.texts["de"] for question in persons)
    assert "E2" in named and "D3" in named


@pytest.mark.parametrize(("name", "cells"), [("nummern", {"A3", "A4"}), ("status", {"C5", "C6"})])
def test_the_cells_that_the_page_calls_wrong_are_errors(name: str, cells: set[str]):
    assert {error.address for error in check(read(name)).errors} == cells
