"""A real report beside its transcription by volunteers: the figures that were asked for, held once.

Both are third-party and no part of this repository: they are looked for beside it. The judge is that of
bench/reports, which shares nothing with the reading.
"""

import os

import pytest

from bench.reports.reading import read_here
from bench.reports.scoring import score
from bench.reports.transcription import real_report
from tests.intake.making import ROOT

DATA = ROOT.parent / "shared" / "data" / "muenster"


def test_a_real_report_is_read_as_volunteers_copied_it():
    if not DATA.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real report is missing: {DATA}")
        pytest.skip(f"the real report is not here: {DATA}")
    report = real_report(DATA)
    reading = read_here(report.pdf, mapped=False)
    scored = score(report, reading)

    number, title = (reading.header.index(label) for label in ("Nr.", "Titel"))
    assert (scored.told, scored.rows, scored.found) == (54, 54, 54)
    assert len({row[number] for row in reading.rows}) == 54
    three = {row[number]: row[title] for row in reading.rows if row[number].startswith("Üneu")}
    assert len(three) == 3 == len(set(three.values()))
    assert scored.titles.share >= 0.98
    assert (scored.offices.right, scored.offices.of) == (54, 54)
    assert scored.pages.share == 1
    assert scored.exact_texts.of == 216
    assert scored.mean_likeness >= 0.99
    assert scored.exact_texts.share >= 0.85
