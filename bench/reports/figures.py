"""The figures of all reports together, beside what was asked of them.

Run alone: .venv/bin/python -m bench.reports [NAME ...]; REPORTS_REAL=folder adds a real report (transcription.py).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bench.reports.corpus import NAMES, made_reports
from bench.reports.reading import read_made
from bench.reports.scoring import Part, Score, score
from bench.reports.told import MadeReport, Sort
from bench.reports.transcription import SCAN, real_report
from bench.table import Measure

ASKED = "asked: at least"
AT_MOST = "asked: at most"
Figure = tuple[str, Callable[[Sequence[Score]], float], str, float]


def measure(names: Iterable[str] = NAMES) -> list[Measure]:
    """Every figure of the made reports, and of the real one where it is there."""
    return lines([scored(report) for report in made_reports(names)])


def scored(report: MadeReport) -> Score:
    """The figures of one report, which a process of its own reads."""
    return score(report, read_made(report.pdf))


def lines(scores: Sequence[Score]) -> list[Measure]:
    """The lines for each sort of report."""
    measures = []
    for sort in (Sort.RULED, Sort.SHEETS):
        of_sort = [one for one in scores if one.sort is sort]
        if of_sort:
            measures += list(_lines(f"{len(of_sort)} made reports, {sort}", of_sort, MADE[sort]))
    refused = [one for one in scores if one.sort is Sort.REFUSED]
    if refused:
        figures: Sequence[Figure] = (
            ("refused with a sentence", lambda of: _share(of, lambda one: one.refusal), ASKED, 1.0),
            ("slowest, s", lambda of: max(one.seconds for one in of), AT_MOST, 10),
        )
        measures += list(_lines(f"{len(refused)} made files, {Sort.REFUSED}", refused, figures))
    return measures + (real(Path(os.environ["REPORTS_REAL"])) if "REPORTS_REAL" in os.environ else [])


def real(folder: Path) -> list[Measure]:
    """The lines of the real report and of its scan."""
    scan = scored(MadeReport("real scan", Sort.REFUSED, (folder / SCAN).read_bytes(), refused="no text"))
    of_scan: Sequence[Figure] = (
        ("refused with a sentence", lambda of: _share(of, lambda one: one.refusal), ASKED, 1.0),
        ("seconds", lambda of: of[0].seconds, AT_MOST, 3),
    )
    told = scored(real_report(folder))
    return [*_lines("real report", [told], REAL), *_lines("real scan", [scan], of_scan)]


def _lines(what: str, scores: Sequence[Score], figures: Iterable[Figure]) -> Iterator[Measure]:
    for name, figure, beside, asked in figures:
        yield Measure(f"{what}: {name}", figure(scores), "", beside, asked)


def _share(scores: Sequence[Score], part: Callable[[Score], Part]) -> float:
    return sum(map(part, scores), Part()).share


def _recall(scores: Sequence[Score]) -> float:
    return Part(sum(one.found for one in scores), sum(one.told for one in scores)).share


def _precision(scores: Sequence[Score]) -> float:
    return Part(sum(one.found for one in scores), sum(one.rows for one in scores)).share


def _likeness(scores: Sequence[Score]) -> float:
    texts = sum(one.exact_texts.of for one in scores)
    return sum(one.likeness_of_texts for one in scores) / texts if texts else 1.0


def _figures(numbers: float, titles: float, offices: float, alike: float, exact: float) -> list[Figure]:
    """What is said of measures, with what is asked of it."""
    return [
        ("recall of measures", _recall, ASKED, 0.95),
        ("precision of measures", _precision, ASKED, 0.95),
        ("numbers exact", lambda of: _share(of, lambda one: one.numbers), ASKED, numbers),
        ("titles exact", lambda of: _share(of, lambda one: one.titles), ASKED, titles),
        ("offices exact", lambda of: _share(of, lambda one: one.offices), ASKED, offices),
        ("fields of action exact", lambda of: _share(of, lambda one: one.fields), ASKED, 0.9),
        ("pages right", lambda of: _share(of, lambda one: one.pages), ASKED, 1.0),
        ("texts, mean likeness", _likeness, ASKED, alike),
        ("texts exact", lambda of: _share(of, lambda one: one.exact_texts), ASKED, exact),
        ("columns proposed rightly", lambda of: _share(of, lambda one: one.proposed), "", 0),
        ("slowest, s", lambda of: max(one.seconds for one in of), AT_MOST, 30),
        ("most memory, MiB", lambda of: max(one.mib for one in of), AT_MOST, 500),
    ]


MADE = {
    Sort.RULED: _figures(0.95, 0.9, 0.9, 0.95, 0.8),
    Sort.SHEETS: _figures(0.95, 0.9, 0.9, 0.95, 0.8),
}
REAL = _figures(0.94, 0.98, 1.0, 0.99, 0.85)  # three measures are printed with one number
