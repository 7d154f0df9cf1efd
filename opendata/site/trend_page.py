"""Trend pages: a city's greenhouse gases over the years, as pictures with their figures.

Here: what the page holds. Not here: the series and the trend (domain/overview/greenhouse_gases.py), its pictures
(trend_pictures.py), HTML (templates/trend.html).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from opendata.domain.kinds import Field
from opendata.domain.model import Publisher
from opendata.domain.overview.greenhouse_gases import ByYear, Emissions, EmissionSeries
from opendata.domain.tables.values_for_people import grouped_number
from opendata.site.overview_page import KeyFigure
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text, short_amount, whole_number
from opendata.site.trend_pictures import (
    UNIT,
    SectorPicture,
    sector_pictures,
    total_picture,
    trend_lines,
    trend_years,
)

LONGEST_LIST_OF_YEARS = 4
SMALL_CHANGE = 0.01


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
    lines = trend_lines(told, language)
    return TrendPage(
        key_figures=_key_figures(told, publisher, language),
        pace=_pace(told, language),
        has_total=bool(told.total.measured),
        drawing=total_picture(told, lines, language) if lines else None,
        lines=[(line.style, line.name) for line in lines],
        summed=_summed(told, language),
        values=_trend_values(told, language),
        sectors=sector_pictures(told, labels, language),
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
        lines += [[year, "total", "", "trend", round(max(0.0, trend.amount(year)))] for year in trend_years(told)]
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
            figures.append(KeyFigure(change_text(measured[first], amount, language), label))
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


def change_text(before: Decimal, after: Decimal, language: str) -> str:
    """By how much an amount has risen or fallen, in percents with their sign."""
    share = float(after / before) - 1
    sign = "−" if share < 0 else "+"
    if 0 < abs(share) < SMALL_CHANGE:  # "< 1 %" cannot bear a sign
        told, unit = f"{100 * abs(share):.1f}", percent_text(0, language).removeprefix("0")
        return f"{sign}{grouped_number(told, language)}{unit}"
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
