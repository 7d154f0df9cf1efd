"""Overviews made anew: of a city of 300 measures and 10 versions, and of four such cities beside each other.

Run alone: .venv/bin/python -m bench.overviews
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.made_up_cities import Cities
from bench.table import Measure, as_text
from opendata.steps import overviews
from opendata.steps.dear_answers import DearAnswers
from opendata.steps.reading import Reading

TODAY = date(2030, 6, 1)
GOAL_MILLISECONDS, GOAL_OF_COMPARISON_MILLISECONDS = 150, 500


def measure(rows: int = 300, versions: int = 10, cities: int = 4, turns: int = 5) -> list[Measure]:
    """The median of each overview; what was made before is forgotten each time, and tables that were read are not."""
    with tempfile.TemporaryDirectory() as folder:
        made = Cities(Path(folder))
        for city in range(cities):
            for year in range(versions):
                made.publish(city, rows, year)
        names = [made.dataset(city).publisher.name for city in range(cities)]
        ways: dict[str, Callable[[Reading], object]] = {
            "where it stands": lambda reading: overviews.dataset_overview(reading, made.dataset(0), TODAY),
            "its progress": lambda reading: overviews.dataset_progress(reading, made.dataset(0)),
            "what slipped": lambda reading: overviews.dataset_slips(reading, made.dataset(0)),
            "what is out of sight": lambda reading: overviews.dataset_out_of_sight(reading, made.dataset(0)),
        }
        what = f"of a city of {rows} measures and {versions} versions"
        measures = [
            Measure(f"{name}, {what}", _milliseconds(made, way, turns), "ms", "the goal", GOAL_MILLISECONDS)
            for name, way in ways.items()
        ]
        compared = _milliseconds(made, lambda reading: overviews.compared(reading, names, TODAY), turns)
        goal = GOAL_OF_COMPARISON_MILLISECONDS
        measures.append(Measure(f"{cities} such cities compared", compared, "ms", "the goal", goal))
        made.close()
    return measures


def _milliseconds(made: Cities, way: Callable[[Reading], object], turns: int) -> float:
    seconds = []
    for _ in range(turns):
        known = made.finder.reading
        reading = Reading(known.kinds, known.catalogue, known.versions, known.journal, DearAnswers())
        begin = time.perf_counter()
        way(reading)
        seconds.append(time.perf_counter() - begin)
    return sorted(seconds)[turns // 2] * 1000


if __name__ == "__main__":
    print(as_text(measure()))  # noqa: T201
