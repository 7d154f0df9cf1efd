"""Trend pages: a city's greenhouse gases over the years, as pictures with their figures.

Here: what the page holds. Not here: the series and the trend (domain/overview/greenhouse_gases.py), drawing
(pictures/line_pictures.py), HTML (templates/trend.html).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from opendata.domain.kinds import Field
from opendata.domain.model import Publisher
from opendata.domain.overview.greenhouse_gases import ByYear, Emissions, EmissionSeries
from opendata.pictures.line_pictures import AmountAt, AmountLine, line_picture
from opendata.pictures.scales import AmountScale, TimeScale, amount_scale, time_scale
from opendata.site.overview_page import KeyFigure
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text, short_amount, whole_number

UNIT = "t"
TOTAL_HEIGHT, SECTOR_HEIGHT, MOST_YEARS_OF_A_SECTOR = 280, 120, 4
LONGEST_LIST_OF_YEARS = 4
DAYS_OF_A_YEAR = 365
YEARS_OF_A_RISE = 10  # for which a trend is drawn that does not lead to zero


@dataclass(frozen=True)
class SectorPicture:
    """The emissions of one sector.

    is_words: the label is the city's own word; latest: the last amount, with its year.
    """

    label: str
    is_words: bool
    latest: str
    drawing: Markup


@dataclass(frozen=True)
class FigureRow:
    """The figures of one year, in the order of the heads; None where there is none."""

    year: int
    cells: Sequence[str | None]


@dataclass(frozen=True)
class FigureTable:
    """Figures by year. heads: the label of each column, and whether it is the city's own word."""

    heads: Sequence[tuple[str, bool]]
    rows: Sequence[FigureRow]


@dataclass(frozen=True)
class TrendPage:
    """What a page tells of a city's greenhouse gases. notes: whole sentences about the figures."""

    key_figures: Sequence[KeyFigure]
    pace: str
    has_total: bool  # whether a total was measured, or could be added up
    drawing: Markup | None
    lines: Sequence[tuple[str, str]]  # the style and the name of each line that is drawn
    summed: str
    values: str  # which values the trend goes through; "" where there is no trend
    sectors: Sequence[SectorPicture]
    measured: FigureTable
    target: FigureTable | None


def trend_page(told: Emissions, sector: Field, publisher: Publisher, language: str) -> TrendPage | None:
    """The page of an inventory; None where it has no yearly values."""
    if not told.years:
        return None
    labels = {id(each): _label(each, sector, language) for each in told.sectors}
    columns = [(each, labels[id(each)]) for each in told.sectors]
    with_total = [*columns, (told.total, (text("trend.all", language), False))]
    lines = _lines(told, language)
    return TrendPage(
        key_figures=_key_figures(told, publisher, language),
        pace=_pace(told, language),
        has_total=bool(told.total.measured),
        drawing=_total_picture(told, lines, language) if lines else None,
        lines=[(line.style, line.name) for line in lines],
        summed=_summed(told, language),
        values=_trend_values(told, language),
        sectors=_sector_pictures(told, labels, language),
        measured=_table([(label, each.measured) for each, label in with_total], language),
        target=_target_table([(label, each.target) for each, label in with_total], language),
    )


def trend_csv(told: Emissions) -> str:
    """The figures of the pictures: one line for each year, part and sort of figure."""
    lines: list[Sequence[object]] = [["year", "sector", "category", "figure", "co2e_t"]]
    for series in (*told.sectors, told.total):
        part = series.part
        for name, amounts in (("measured", series.measured), ("target", series.target)):
            lines += [
                [year, part.sector or "", part.category or "", name, format(amount, "f")]
                for year, amount in amounts.items()
            ]
    if (trend := told.trend) is not None:
        lines += [[year, "total", "", "trend", round(max(0.0, trend.amount(year)))] for year in _trend_years(told)]
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(lines)
    return file.getvalue()


def _key_figures(told: Emissions, publisher: Publisher, language: str) -> list[KeyFigure]:
    figures = []
    measured = told.total.measured
    if (latest := told.latest) is not None:
        amount, first = measured[latest], min(measured)
        each = short_amount(amount / publisher.population, UNIT, language) if publisher.population else ""
        per_head = text("trend.latest.head", language, amount=each) if each else ""
        label = text("trend.latest", language, year=latest)
        figures.append(KeyFigure(short_amount(amount, UNIT, language), label, per_head))
        if first < latest and measured[first] > 0:
            label = text("trend.change", language, year=first)
            figures.append(KeyFigure(_change(measured[first], amount, language), label))
    if (trend := told.trend) is not None:
        if trend.zero_year is not None:
            figures.append(KeyFigure(str(trend.zero_year), text("trend.zero", language)))
        else:
            late, never = text("trend.zero.late", language), text("trend.zero.none", language)
            figures.append(KeyFigure("–", late if trend.slope < 0 else never))
    if (goal := told.goal) is not None:
        label = text("trend.goal", language, year=goal)
        figures.append(KeyFigure(short_amount(told.total.target[goal], UNIT, language), label))
    return figures


def _change(before: Decimal, after: Decimal, language: str) -> str:
    share = float(after / before) - 1
    sign = "−" if share < 0 else "+"
    return f"{sign}{percent_text(abs(share), language)}"


def _pace(told: Emissions, language: str) -> str:
    if told.trend is None or told.strictest is None:
        return ""
    goal, tonnes = told.strictest
    if tonnes <= 0:
        return ""
    pace = short_amount(Decimal(abs(round(told.trend.slope))), UNIT, language)
    needed = short_amount(tonnes, UNIT, language)
    figures = {"pace": pace, "needed": needed, "year": told.latest, "goal": goal}
    return (
        text("trend.pace.up", language, **figures)
        if told.trend.slope > 0
        else text("trend.pace", language, **figures)
    )


def _summed(told: Emissions, language: str) -> str:
    years = sorted(told.summed)
    if not years:
        return ""
    listed = ", ".join(map(str, years)) if len(years) <= LONGEST_LIST_OF_YEARS else f"{years[0]}–{years[-1]}"
    return text("trend.summed", language, years=listed)


def _trend_values(told: Emissions, language: str) -> str:
    trend = told.trend
    if trend is None:
        return ""
    return text("trend.method.values", language, count=trend.values, first=trend.first, last=trend.last)


def _lines(told: Emissions, language: str) -> list[AmountLine]:
    total, lines = told.total, []
    if (trend := told.trend) is not None:
        points = [AmountAt(_day(year), trend.amount(year), str(year)) for year in _trend_years(told)]
        if trend.zero_at is not None and trend.zero_year is not None:
            begun = int(trend.zero_at)
            day = date(begun, 1, 1) + timedelta(days=int((trend.zero_at - begun) * DAYS_OF_A_YEAR))
            points[-1] = AmountAt(day, 0.0, str(trend.zero_year))
        lines.append(AmountLine(text("trend.line.trend", language), "trend", points, trend.zero_year is not None))
    if total.target:
        path = dict(total.target)
        before = [year for year in total.measured if year < min(path)]
        if before:  # the path begins where the city stood
            path = {max(before): total.measured[max(before)], **path}
        lines.append(_line(text("trend.line.target", language), "target", path, language, says_last=False))
    if total.measured:
        lines.append(_line(text("trend.line.measured", language), "measured", total.measured, language))
    return lines


def _trend_years(told: Emissions) -> list[int]:
    """The years in which the line of the trend begins and ends: at zero, or where the last target lies."""
    trend = told.trend
    assert trend is not None
    if trend.slope >= 0:
        return [trend.first, trend.last + YEARS_OF_A_RISE]
    end = trend.zero_year or max((told.goal or 0), trend.last + YEARS_OF_A_RISE)
    return [trend.first, end]


def _line(name: str, style: str, amounts: ByYear, language: str, *, says_last: bool = True) -> AmountLine:
    points = [
        AmountAt(_day(year), float(amount), _point_text(year, amount, language))
        for year, amount in sorted(amounts.items())
    ]
    return AmountLine(name, style, points, says_last, "start")


def _point_text(year: int, amount: Decimal, language: str) -> str:
    return f"{year}: {short_amount(amount, UNIT, language)}"


def _total_picture(told: Emissions, lines: Sequence[AmountLine], language: str) -> Markup:
    amounts = amount_scale([point.amount for line in lines for point in line.points])
    times = time_scale([point.day for line in lines for point in line.points])
    name = text("trend.total", language)
    told_figures = "; ".join(f"{figure.words}: {figure.figure}" for figure in _key_figures_of(lines))
    return line_picture(
        lines, times, amounts, _ticks(amounts, language), f"{name}. {told_figures}", height=TOTAL_HEIGHT
    )


def _key_figures_of(lines: Sequence[AmountLine]) -> list[KeyFigure]:
    """The first and the last amount of each line, for those who do not see it."""
    return [KeyFigure(f"{line.points[0].text} – {line.points[-1].text}", line.name) for line in lines if line.points]


def _sector_pictures(told: Emissions, labels: Mapping[int, tuple[str, bool]], language: str) -> list[SectorPicture]:
    every = [each for each in told.sectors if each.measured or each.target]
    if not every:
        return []
    amounts = amount_scale(
        [float(a) for each in every for by in (each.measured, each.target) for a in by.values()], 2
    )
    years = time_scale([_day(year) for each in every for by in (each.measured, each.target) for year in by])
    times = replace(years, most_years=MOST_YEARS_OF_A_SECTOR)
    return [
        SectorPicture(
            *labels[id(each)],
            _latest(each, language),
            _sector_picture(each, labels[id(each)][0], times, amounts, language),
        )
        for each in every
    ]


def _latest(series: EmissionSeries, language: str) -> str:
    year = max(series.measured, default=None)
    return "" if year is None else _point_text(year, series.measured[year], language)


def _sector_picture(
    series: EmissionSeries, label: str, times: TimeScale, amounts: AmountScale, language: str
) -> Markup:
    lines = []
    if series.target:
        lines.append(_line(text("trend.line.target", language), "target", series.target, language, says_last=False))
    if series.measured:
        lines.append(
            _line(text("trend.line.measured", language), "measured", series.measured, language, says_last=False)
        )
    figures = "; ".join(f"{figure.words}: {figure.figure}" for figure in _key_figures_of(lines))
    named = {0.0, amounts.ticks[-1]}  # others would lie under the lines of so small a picture
    ticks = [
        words if tick in named else "" for tick, words in zip(amounts.ticks, _ticks(amounts, language), strict=True)
    ]
    return line_picture(lines, times, amounts, ticks, f"{label}. {figures}", height=SECTOR_HEIGHT)


def _ticks(amounts: AmountScale, language: str) -> list[str]:
    return [short_amount(Decimal(str(tick)), UNIT, language) for tick in amounts.ticks]


def _table(columns: Sequence[tuple[tuple[str, bool], ByYear]], language: str) -> FigureTable:
    filled = [(head, amounts) for head, amounts in columns if amounts]
    years = sorted({year for _, amounts in filled for year in amounts}, reverse=True)
    rows = [FigureRow(year, [_cell(amounts.get(year), language) for _, amounts in filled]) for year in years]
    return FigureTable([head for head, _ in filled], rows)


def _target_table(columns: Sequence[tuple[tuple[str, bool], ByYear]], language: str) -> FigureTable | None:
    table = _table(columns, language)
    return table if table.rows else None


def _cell(amount: Decimal | None, language: str) -> str | None:
    return None if amount is None else whole_number(amount, language)


def _label(series: EmissionSeries, sector: Field, language: str) -> tuple[str, bool]:
    part = series.part
    return (part.category or "", True) if part.sector is None else (sector.code_label(part.sector, language), False)


def _day(year: int) -> date:
    return date(year, 1, 1)
