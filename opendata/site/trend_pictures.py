"""Trend pictures: a city's greenhouse gases as lines, all together and each part in a small picture of its own.

Here: which lines a picture has, and its scales. Not here: the series and the trend
(domain/overview/greenhouse_gases.py), drawing (pictures/line_pictures.py), what else the page tells (trend_page.py).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from opendata.domain.overview.greenhouse_gases import ByYear, Emissions, EmissionSeries
from opendata.pictures.line_pictures import AmountAt, AmountLine, line_picture
from opendata.pictures.scales import AmountScale, TimeScale, amount_scale, time_scale
from opendata.site.page_texts import text
from opendata.site.short_amounts import short_amount

UNIT = "t"
TOTAL_HEIGHT, SECTOR_HEIGHT = 280, 120
MOST_YEARS, MOST_YEARS_OF_A_SECTOR = 8, 4  # that the axis of a picture names
DAYS_OF_A_YEAR = 365
ROOM_FOR_A_YEAR = 0.17  # of the years of a picture: the room that the name of one takes on a small phone
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


def trend_lines(told: Emissions, language: str) -> list[AmountLine]:
    total, lines = told.total, []
    if (trend := told.trend) is not None:
        points = [AmountAt(_day(year), trend.amount(year), str(year)) for year in trend_years(told)]
        if trend.zero_at is not None and trend.zero_year is not None:
            begun = int(trend.zero_at)
            day = date(begun, 1, 1) + timedelta(days=int((trend.zero_at - begun) * DAYS_OF_A_YEAR))
            points[-1] = AmountAt(day, 0.0, str(trend.zero_year))
        name, reaches_zero = text("trend.line.trend", language), trend.zero_year is not None
        lines.append(AmountLine(name, "trend", points, reaches_zero, is_falling=True))
    if total.target:
        path = dict(total.target)
        before = [year for year in total.measured if year < min(path)]
        if before:  # the path begins where the city stood
            path = {max(before): total.measured[max(before)], **path}
        lines.append(_line(text("trend.line.target", language), "target", path, language, says_last=False))
    if total.measured:
        lines.append(_line(text("trend.line.measured", language), "measured", total.measured, language))
    return lines


def trend_years(told: Emissions) -> list[int]:
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
    return AmountLine(name, style, points, says_last, is_falling=True)


def _point_text(year: int, amount: Decimal, language: str) -> str:
    return f"{year}: {short_amount(amount, UNIT, language)}"


def total_picture(told: Emissions, lines: Sequence[AmountLine], language: str) -> Markup:
    amounts = amount_scale([point.amount for line in lines for point in line.points])
    times = _with_room(time_scale([point.day for line in lines for point in line.points]), told)
    name = text("trend.total", language)
    told_figures = "; ".join(_ends_of(lines))
    return line_picture(
        lines, times, amounts, _ticks(amounts, language), f"{name}. {told_figures}", height=TOTAL_HEIGHT
    )


def _with_room(times: TimeScale, told: Emissions) -> TimeScale:
    """So many more years that the year in which the trend reaches zero has room at the end of its line."""
    last = times.last.year
    if told.trend is not None and told.trend.zero_year is not None:
        last = max(last, told.trend.zero_year + math.ceil(ROOM_FOR_A_YEAR * (last - times.first.year + 1)))
    return replace(times, last=date(last, 12, 31), most_years=MOST_YEARS)


def _ends_of(lines: Sequence[AmountLine]) -> list[str]:
    """The first and the last amount of each line, for those who do not see it."""
    return [f"{line.name}: {line.points[0].text} – {line.points[-1].text}" for line in lines if line.points]


def sector_pictures(told: Emissions, labels: Mapping[int, tuple[str, bool]], language: str) -> list[SectorPicture]:
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
    figures = "; ".join(_ends_of(lines))
    return line_picture(lines, times, amounts, _ticks(amounts, language), f"{label}. {figures}", height=SECTOR_HEIGHT)


def _ticks(amounts: AmountScale, language: str) -> list[str]:
    """The amounts of an axis, whose unit stands in the legend."""
    return [short_amount(Decimal(str(tick)), None, language) for tick in amounts.ticks]


def _day(year: int) -> date:
    return date(year, 1, 1)
