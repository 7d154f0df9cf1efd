"""Alike measures: how often what is found is right, and how long it takes to find it.

Run alone: .venv/bin/python -m bench.similar_measures

Right is what people have said: similar_measures.csv names, by city and key alone, which measures of Münster,
Karlsruhe and Mainz are about the same. The tables themselves are third-party and lie beside the repository, as those
of tests/test_real_data.py. The words that count as the same (opendata/likeness/climate_words.py) were chosen by
somebody who knew these tables, so the figures without them are printed as well.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.made_up_cities import Cities
from bench.server import ROOT
from bench.table import Measure, as_text
from opendata.likeness.alike_pairs import Corpus
from opendata.likeness.climate_words import SAME_WORDS
from opendata.likeness.word_parts import packed_parts
from opendata.steps.finding_alike import refresh

DATA = ROOT.parent / "shared" / "data"
LABELS = Path(__file__).with_suffix(".csv")
# The file of each city, and its columns for title, text and group.
FILES = {
    "muenster": ("muenster/snapshots/massnahmen_2017-18.csv", "title", None, "field_of_action"),
    "karlsruhe": ("karlsruhe/massnahmen.csv", "title", None, "field_of_action"),
    "mainz": ("mainz/massnahmen.csv", "title", "teaser", "field_of_action"),
}
FIRST_OF_ALL = 3

Row = tuple[str, str]  # city and key


@dataclass(frozen=True)
class Quality:
    """How good the found measures are, over all labelled measures.

    answered: for how many anything was found. first: whether the first one found is right. first_three: how many of
    the first three are right, of three or of as many as could be. any_of_three: whether one of the three is right.
    """

    labelled: int
    answered: int
    first: float
    first_three: float
    any_of_three: float


def labels() -> Mapping[Row, set[Row]]:
    """The measures of other cities that are about the same as a measure."""
    alike: dict[Row, set[Row]] = {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            other = (line["other_city"], line["other_measure"])
            alike.setdefault((line["city"], line["measure"]), set()).add(other)
    return alike


def quality(same: Mapping[str, Sequence[str]] = SAME_WORDS) -> Quality:
    """How good the found measures of the three cities are; same: words that count as others."""
    keys, groups = _rows(same)
    corpus = Corpus(groups)
    found: dict[Row, list[tuple[float, Row]]] = {}
    for city in groups:
        for pair in corpus.pairs(city, [other for other in groups if other != city]):
            other = (pair.group, keys[pair.group][pair.other])
            found.setdefault((city, keys[city][pair.row]), []).append((-pair.likeness, other))
    answered = first = of_three = any_of_three = 0.0
    right = labels()
    for row, alike in right.items():
        hits = [other in alike for _, other in sorted(found.get(row, ()))[:FIRST_OF_ALL]]
        answered += bool(hits)
        first += hits[:1] == [True]
        of_three += sum(hits) / min(FIRST_OF_ALL, len(alike))
        any_of_three += any(hits)
    count = len(right)
    return Quality(count, int(answered), first / count, of_three / count, any_of_three / count)


def measure(cities: int = 40, rows: int = 275) -> list[Measure]:
    """How long the job takes for all cities, and after one of them has published again."""
    with tempfile.TemporaryDirectory() as folder:
        made = Cities(Path(folder))
        for city in range(cities):
            made.publish(city, rows, 0)
        all_of_them = _seconds(made)
        made.publish(0, rows, 1)
        one = _seconds(made)
        made.close()
    what = f"alike measures of {cities * rows:,} measures of {cities} cities"
    return [
        Measure(what, all_of_them, "s", "the goal", 60),
        Measure("  after one city has published again", one, "s", "all of them", all_of_them),
    ]


def _seconds(made: Cities) -> float:
    begin = time.perf_counter()
    refresh(made.finder)
    return time.perf_counter() - begin


def _rows(same: Mapping[str, Sequence[str]]) -> tuple[Mapping[str, list[str]], Mapping[str, list[bytes]]]:
    keys: dict[str, list[str]] = {}
    groups: dict[str, list[bytes]] = {}
    for city, (path, title, text, group) in FILES.items():
        with (DATA / path).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                keys.setdefault(city, []).append(line["id"])
                said = (line[title], line[text] if text else "", line[group])
                groups.setdefault(city, []).append(packed_parts(*said, same=same))
    return keys, groups


def _as_text() -> str:
    lines = ["of labelled measures           with the list of words   without"]
    both = quality(), quality({})
    for what in ("labelled", "answered", "first", "first_three", "any_of_three"):
        values = [getattr(one, what) for one in both]
        shown = [f"{value:.3f}" if isinstance(value, float) else str(value) for value in values]
        lines.append(f"{what:<30} {shown[0]:>22} {shown[1]:>9}")
    return "\n".join(lines)


if __name__ == "__main__":
    if DATA.is_dir():
        print(_as_text())  # noqa: T201
    else:
        print(f"the real tables are not here: {DATA}", file=sys.stderr)  # noqa: T201
    print(as_text(measure()))  # noqa: T201
