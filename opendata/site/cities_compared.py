"""Cities compared: the figures of up to four cities beside each other, as pictures and words.

Here: what the page holds. Not here: the figures (domain/overview/compared_figures.py), which cities are compared
(compare_views.py), the table to download (compared_table.py), HTML (templates/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from opendata.domain.kinds import Field
from opendata.domain.model import Dataset, Publisher, Version
from opendata.domain.overview.compared_figures import CityFigure, ComparedCity, ComparedFigure
from opendata.domain.overview.comparison import INHABITANTS
from opendata.domain.overview.status_counts import StatusCounts, share
from opendata.domain.tables.values_for_people import count_text, duration_text, grouped_number
from opendata.pictures.looks import in_order, look_of
from opendata.site.links import row_link
from opendata.site.overview_page import Freshness, freshness, rows_label
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text, short_amount
from opendata.site.status_pictures import bar_of, coverage_text, says_nothing, small_bar
from opendata.steps.overviews import DatasetOverview

SHORTEST = 0.03  # of the longest bar of a sector
MOST_SLIPS = 3  # of each city
EXPLAINED = {
    "done": "phase-completed",
    "late": "late",
    "slipped": "slip",
    "slip_median": "slip",
    "applied": "applied",
    "approved": "approved",
    "paid": "paid",
    "absorbed": "absorbed",
}
# The figures of the page by section.
SECTIONS: Mapping[str, Sequence[str]] = {
    "progress": ("rows", "done", "late", "slipped", "slip_median"),
    "weights": ("effect", "amount"),
    "funding": ("applied", "approved", "paid", "absorbed"),
    "reports": ("age", "reports"),
}


@dataclass(frozen=True)
class CityHead:
    """A city of the comparison: how far it is as one bar; nothing: it names no phases."""

    publisher: Publisher
    dataset: Dataset
    version: Version
    freshness: Freshness
    total: str
    rows_label: str
    drawing: Markup | None
    says_nothing: bool


@dataclass(frozen=True)
class PhaseLine:
    """A status with how many rows of each city have it."""

    label: str
    look: str
    cities: Sequence[str]


@dataclass(frozen=True)
class SectorCell:
    """How far the rows of one sector are in one city; total "": it has none."""

    total: str
    drawing: Markup | None


@dataclass(frozen=True)
class SectorLine:
    """A sector in all cities."""

    label: str
    cities: Sequence[SectorCell]


@dataclass(frozen=True)
class FigureCell:
    """A figure of one city in words. length: of its bar, None where none is drawn."""

    words: str
    beside: str  # per head, or of how many it is a share
    coverage: str
    length: float | None
    is_best: bool


@dataclass(frozen=True)
class FigureLine:
    """A figure of all cities; refusal: in words why they are not ranked by it, "" where they may be.

    bars: what the bars show where this is not the figure itself, else "".
    """

    label: str
    explanation: str | None
    cities: Sequence[FigureCell]
    refusal: str
    bars: str


@dataclass(frozen=True)
class SlipLine:
    """A row that was put off."""

    title: str
    href: str
    slip: str


@dataclass(frozen=True)
class CitiesCompared:
    """Everything that the page shows."""

    heads: Sequence[CityHead]
    phases: Sequence[PhaseLine]
    sector_label: str
    sectors: Sequence[SectorLine]
    sections: Mapping[str, Sequence[FigureLine]]
    slips: Sequence[Sequence[SlipLine]]  # of each city
    days_apart: str  # between the reports, in words; "" where they are of about the same day


def cities_compared(
    overviews: Sequence[DatasetOverview],
    cities: Sequence[ComparedCity],
    figures: Sequence[ComparedFigure],
    language: str,
) -> CitiesCompared:
    """The page of a comparison. overviews, cities: the same cities in the same order."""
    topic = next((city.view.topic for city in cities if city.view.topic and city.standing.by_topic), None)
    named = {figure.name: figure for figure in figures}
    days = [city.standing.as_of for city in cities]
    apart = (max(days) - min(days)).days
    return CitiesCompared(
        heads=[_head(overview, language) for overview in overviews],
        phases=_phases(cities, language),
        sector_label=topic.label(language) if topic else "",
        sectors=_sectors(topic, cities, language) if topic else [],
        sections={
            section: [_line(named[name], cities, language) for name in names if name in named]
            for section, names in SECTIONS.items()
        },
        slips=[_slips(overview, city, language) for overview, city in zip(overviews, cities, strict=True)],
        days_apart=duration_text(apart, language) if apart > 366 else "",
    )


def _head(overview: DatasetOverview, language: str) -> CityHead:
    view, counts = overview.view, overview.standing.counts
    is_silent = view.status is not None and says_nothing(view, counts)
    return CityHead(
        overview.dataset.publisher,
        overview.dataset,
        overview.version,
        freshness(overview, language),
        count_text(counts.total, language),
        rows_label(view.table, counts.total, language),
        None if is_silent else small_bar(view, counts, language, "large"),
        is_silent,
    )


def _phases(cities: Sequence[ComparedCity], language: str) -> list[PhaseLine]:
    """The statuses that any city has, in the order of pictures; the last line: rows without one."""
    fields = [city.view.status for city in cities if city.view.status]
    if not fields:
        return []
    codes = dict.fromkeys(code for city in cities for code in city.standing.counts.by_status)
    of_code = {code: next((field for field in fields if code in field.codes), fields[0]) for code in codes}
    told = [
        PhaseLine(
            of_code[code].code_label(code, language),
            look_of(of_code[code], code),
            [_count(city.standing.counts.by_status.get(code, 0), city.total, language) for city in cities],
        )
        for code in in_order(fields[0], list(codes))
    ]
    rest = [city.total - sum(city.standing.counts.by_status.values()) for city in cities]
    if any(rest):
        counts = [_count(count, city.total, language) for count, city in zip(rest, cities, strict=True)]
        told.append(PhaseLine(text("dataset.statuses.none", language), look_of(None, None), counts))
    return told


def _count(count: int, total: int, language: str) -> str:
    return f"{count_text(count, language)} ({percent_text(share(count, total), language)})" if count else "–"


def _sectors(topic: Field, cities: Sequence[ComparedCity], language: str) -> list[SectorLine]:
    found = [{counts.group: counts for counts in city.standing.by_topic} for city in cities]
    groups = dict.fromkeys(group for by_group in found for group in by_group)
    # Rows without a sector have no bar: where a city names no sectors at all, it would dwarf all others.
    shares = [
        share(counts.total, city.standing.counts.total)
        for city, by_group in zip(cities, found, strict=True)
        for group, counts in by_group.items()
        if group
    ]
    largest = max(shares, default=1.0)
    places = {code: place for place, code in enumerate(topic.codes)}
    order = sorted(groups, key=lambda group: (group is None, places.get(group or "", len(places)), group or ""))
    return [
        SectorLine(
            topic.code_label(group, language) if group else text("table.ungrouped", language),
            [
                _sector_cell(city, by_group.get(group), largest, language)
                for city, by_group in zip(cities, found, strict=True)
            ],
        )
        for group in order
    ]


def _sector_cell(city: ComparedCity, counts: StatusCounts | None, largest: float, language: str) -> SectorCell:
    if counts is None:
        return SectorCell("", None)
    of_city = share(counts.total, city.standing.counts.total)
    field, length = city.view.status, max(SHORTEST, min(1.0, of_city / largest))
    drawing = (
        bar_of(field, counts.by_status, counts.total, language, height=18, length=length)
        if field is not None and counts.group is not None
        else None
    )
    return SectorCell(count_text(counts.total, language), drawing)


def _line(figure: ComparedFigure, cities: Sequence[ComparedCity], language: str) -> FigureLine:
    lengths, best = figure.lengths, figure.best
    cells = [
        FigureCell(
            _words(figure, told.value, language),
            _beside(figure, told, language),
            _coverage(told, language),
            length,
            is_best,
        )
        for told, length, is_best in zip(figure.cities, lengths, best, strict=True)
    ]
    label = text(f"cities.figure.{figure.name}", language, label=cities[0].view.table.label(language))
    refusal = text(f"cities.refusal.{figure.refusal}", language) if figure.refusal else ""
    are_drawn = any(length is not None for length in lengths)
    bars = text("cities.bars.heads", language) if are_drawn and figure.by_heads else ""
    return FigureLine(label, EXPLAINED.get(figure.name), cells, refusal, bars)


def _words(figure: ComparedFigure, value: Decimal | None, language: str) -> str:
    if value is None:
        return ""
    if figure.unit == "share":
        return percent_text(float(value), language)
    if figure.unit == "days":
        return duration_text(int(value), language)
    return short_amount(value, figure.unit or None, language)


def _beside(figure: ComparedFigure, told: CityFigure, language: str) -> str:
    if told.value is not None and told.part is not None:
        count = count_text(round(told.value * told.part), language)
        return text("cities.part", language, count=count, total=count_text(told.part, language))
    if told.per_head is None:
        return ""
    if figure.unit == "EUR":
        return text("cities.per_person", language, amount=short_amount(told.per_head / INHABITANTS, "EUR", language))
    amount = short_amount(told.per_head, figure.unit or None, language)
    if 0 < told.per_head < 1:
        nothing = short_amount(Decimal(0), figure.unit or None, language)
        amount = nothing.replace("0", grouped_number(f"{told.per_head:.2f}", language), 1)
    return text("cities.per_head", language, amount=amount)


def _coverage(told: CityFigure, language: str) -> str:
    if told.of is None or told.known is None or told.known == told.of:
        return ""
    return coverage_text(told.known, told.of, language)


def _slips(overview: DatasetOverview, city: ComparedCity, language: str) -> list[SlipLine]:
    dataset, resource = overview.dataset, overview.view.table.name
    return [
        SlipLine(
            slip.title,
            row_link(dataset.publisher.name, dataset.name, resource, slip.key),
            duration_text(slip.days or 0, language),
        )
        for slip in city.put_off(MOST_SLIPS)
    ]
