"""Searching 100,000 measures: the median of some searches, each on a connection that has searched before.

Run alone: .venv/bin/python -m bench.searching_rows [DATABASE_URL]
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.made_up_cities import Cities
from bench.table import Measure, as_text
from opendata.domain.queries.folded_text import folded_text
from opendata.steps.ports.row_texts import RowText
from opendata.steps.searching import search

SEARCHES = {
    "a word that few have": "klärschwungdach",
    "a part that a twentieth has": "waerme",
    "a part that many have": "weg",
    "two letters": "bu",
    "two letters that most have": "er",
    "a letter that all have": "e",
    "two words, one of them short": "rad er",
    "a word that none has": "windkraft",
}
GOAL_MILLISECONDS = 50
SHOWN = 20


def measure(rows: int = 100_000, cities: int = 100, turns: int = 9, database_url: str | None = None) -> list[Measure]:
    """The median of each search."""
    with tempfile.TemporaryDirectory() as folder:
        made = Cities(Path(folder), database_url)
        for city in range(cities):
            made.publish(city, 1, 0)
            made.texts.keep(made.dataset(city), "1.0.0", _texts(made, rows // cities), [], rows // cities)
        measures = [_measure(made, what, asked, rows, turns) for what, asked in SEARCHES.items()]
        made.close()
    return measures


def _texts(made: Cities, count: int) -> list[RowText]:
    return [
        RowText(f"K-{place}", title, "planning", "", folded_text(title), folded_text(f"{text}\n{more}"), b"")
        for place, (title, text, more) in enumerate(
            zip(made.titles(count), made.titles(count), made.titles(count), strict=True)
        )
    ]


def _measure(made: Cities, what: str, asked: str, rows: int, turns: int) -> Measure:
    seconds, total = list[float](), 0
    for _ in range(turns):
        begin = time.perf_counter()
        total = search(made.texts, asked, limit=SHOWN).total
        seconds.append(time.perf_counter() - begin)
    told = f"search {rows:,} measures for {what} ({total:,} found)"
    return Measure(told, statistics.median(seconds) * 1000, "ms", "the goal", GOAL_MILLISECONDS)


if __name__ == "__main__":
    print(as_text(measure(database_url=sys.argv[1] if len(sys.argv) > 1 else None)))  # noqa: T201
