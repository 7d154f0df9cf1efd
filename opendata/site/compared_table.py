"""Compared table: the figures of a comparison of cities as CSV, one line for each figure of each city.

Here: its columns and lines. Not here: the figures (domain/overview/compared_figures.py), the page
(cities_compared.py).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from opendata.domain.overview.compared_figures import ComparedCity, ComparedFigure
from opendata.domain.overview.status_counts import StatusCounts
from opendata.site.figure_tables import csv_of
from opendata.steps.overviews import DatasetOverview

HEADER = (
    "publisher dataset version as_of figure sector phase value unit known of per_1000_inhabitants not_ranked".split()
)


def compared_table(
    overviews: Sequence[DatasetOverview], cities: Sequence[ComparedCity], figures: Sequence[ComparedFigure]
) -> str:
    """The figures of each city, then its rows by phase, and by sector and phase; its codes are those of the API."""
    lines = [HEADER]
    for place, (overview, city) in enumerate(zip(overviews, cities, strict=True)):
        about = _about(overview)
        for figure in figures:
            told = figure.cities[place]
            numbers = [_text(told.value), figure.unit, _text(told.known), _text(told.of), _text(told.per_head)]
            lines.append([*about, figure.name, "", "", *numbers, figure.refusal or ""])
        for counts in (city.standing.counts, *city.standing.by_topic):
            sector = "" if counts is city.standing.counts else counts.group or "none"
            lines += [[*about, "phase", sector, *cells, "", "", "", "", ""] for cells in _by_phase(counts)]
    return csv_of(lines)


def _about(overview: DatasetOverview) -> list[str]:
    dataset, version = overview.dataset, overview.version
    return [dataset.publisher.name, dataset.name, version.number, version.as_of.isoformat()]


def _by_phase(counts: StatusCounts) -> Iterator[list[str]]:
    rest = counts.total - sum(counts.by_status.values())
    for code, count in {**counts.by_status, **({"none": rest} if rest else {})}.items():
        yield [code, str(count)]


def _text(value: Decimal | int | None) -> str:
    """A number with six decimals at most; "" where there is none."""
    if value is None:
        return ""
    rounded = format(round(Decimal(value), 6), "f")
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded
