"""Compared figures: what cities are compared by, each with what it rests on and whether cities may be ranked by it.

Here: the figures as numbers, one row of them for each thing that is compared. Not here: the figures of a single city
(status_counts.py, slip.py, funding.py), words and pictures (site/cities_compared.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median

from opendata.domain.model import Publisher
from opendata.domain.overview.comparison import INHABITANTS, DatasetStanding, can_be_ranked, known_status
from opendata.domain.overview.funding import ProgrammeSums
from opendata.domain.overview.slip import later_days
from opendata.domain.overview.slip_columns import Slip
from opendata.domain.overview.viewed_table import ViewedTable

FEWEST_ROWS = 10  # of each city; the share of a handful of measures says nothing about a city
MOST_DAYS_APART = 731  # between the days that the figures speak of
ENOUGH = 0.8  # of the rows of each city have to state what a figure rests on

# Why cities are not ranked by a figure.
FEW, APART, COVERAGE, REPORTS = "few", "apart", "coverage", "reports"
MORE, LESS = "more", "less"
WITHOUT_BARS = ("rows", "reports")  # more of them is neither better nor farther along, which a longer bar would say
MONEY = ("applied", "approved", "paid")  # of the sums of fundings


@dataclass(frozen=True)
class ComparedCity:
    """Everything about a city that figures are made of.

    reports: how many there are that hold. done: the statuses that say that a thing is done.
    """

    publisher: Publisher
    view: ViewedTable
    standing: DatasetStanding
    slips: Sequence[Slip]
    funding: ProgrammeSums | None
    reports: int
    done: Sequence[str] = ()

    @property
    def total(self) -> int:
        """How many rows it has."""
        return self.standing.counts.total

    @cached_property
    def later_days(self) -> Sequence[int]:
        """By how many days rows were put off, those that slipped most first."""
        return later_days(self.slips)

    def put_off(self, most: int) -> Sequence[Slip]:
        """The first of the rows that were put off, in the same order; they are the first ones of all that moved."""
        return self.slips[: min(most, len(self.later_days))]

    def known(self, field: str | None) -> int:
        """How many rows state a field."""
        return round(self.standing.coverage.get(field or "", 0.0) * self.total)


@dataclass(frozen=True)
class CityFigure:
    """A figure of one city. part: of how many it is a share. known, of: on how many rows of how many it rests."""

    value: Decimal | None
    part: int | None = None
    known: int | None = None
    of: int | None = None
    per_head: Decimal | None = None


@dataclass(frozen=True)
class ComparedFigure:
    """One figure of all cities. unit: "share", "days", "" for a number, or a unit of data.

    better: whether more or less of it is better; None: neither. refusal: why it is not ranked, and no bars are drawn.
    """

    name: str
    unit: str
    cities: Sequence[CityFigure]
    better: str | None = None
    refusal: str | None = None

    @property
    def best(self) -> list[bool]:
        """Which cities are ahead; none where the figure may not be ranked or all are the same."""
        values = [city.value for city in self.cities]
        known = [value for value in values if value is not None]
        if self.better is None or self.refusal or len(known) < len(values) or len(set(known)) < 2:
            return [False] * len(values)
        top = max(known) if self.better == MORE else min(known)
        return [value == top for value in values]

    @property
    def lengths(self) -> list[float | None]:
        """How long the bar of each city is, 0 to 1; None where none is drawn."""
        known = [self._measured(city) for city in self.cities]
        longest = max((value for value in known if value is not None), default=Decimal(0))
        if self.name in WITHOUT_BARS or self.refusal or longest <= 0:
            return [None] * len(known)
        whole = Decimal(1) if self.unit == "share" else longest
        return [None if value is None else float(max(value, Decimal(0)) / whole) for value in known]

    @property
    def by_heads(self) -> bool:
        """Whether bars show figures for each head: cities of unlike size are held against each other like this."""
        return all(other.per_head is not None or other.value is None for other in self.cities)

    def _measured(self, city: CityFigure) -> Decimal | None:
        return city.per_head if self.by_heads else city.value


def compared_figures(cities: Sequence[ComparedCity]) -> list[ComparedFigure]:
    """The figures of these cities; a figure that no city has is left out."""
    told = [
        _figure("rows", "", cities, lambda city: _of_heads(city, Decimal(city.total))),
        _figure("done", "share", cities, _done, MORE, _status_refusal(cities)),
        _figure("late", "share", cities, _late, LESS, _refusal(cities, "deadline")),
        _figure("slipped", "share", cities, _slipped, LESS, _slip_refusal(cities)),
        _figure("slip_median", "days", cities, _slip_median, None, _slip_refusal(cities)),
        *(_weighted(role, cities) for role in ("effect", "amount")),
        *(_figure(name, "EUR", cities, _money(name), None, _money_refusal(cities)) for name in MONEY),
        _figure("absorbed", "share", cities, _absorbed),
        _figure("age", "days", cities, lambda city: CityFigure(Decimal(city.standing.age_days)), LESS),
        _figure("reports", "", cities, lambda city: CityFigure(Decimal(city.reports))),
    ]
    return [figure for figure in told if any(city.value is not None for city in figure.cities)]


def _figure(
    name: str,
    unit: str,
    cities: Sequence[ComparedCity],
    of_city: Callable[[ComparedCity], CityFigure],
    better: str | None = None,
    refusal: str | None = None,
) -> ComparedFigure:
    return ComparedFigure(name, unit, [of_city(city) for city in cities], better, refusal)


def _refusal(cities: Sequence[ComparedCity], role: str) -> str | None:
    """Why cities may not be ranked by a figure that rests on the field of a role; None: they may."""
    fields = [getattr(city.view, role) for city in cities]
    standings = [city.standing for city in cities]
    for field in fields:
        if field is None or not can_be_ranked(standings, field.name, ENOUGH):
            return COVERAGE
    return _general_refusal(cities)


def _general_refusal(cities: Sequence[ComparedCity]) -> str | None:
    days = [city.standing.as_of for city in cities]
    if min(city.total for city in cities) < FEWEST_ROWS:
        return FEW
    return APART if (max(days) - min(days)).days > MOST_DAYS_APART else None


def _status_refusal(cities: Sequence[ComparedCity]) -> str | None:
    if any(known_status(city.view, city.standing.counts) < ENOUGH for city in cities):
        return COVERAGE
    return _general_refusal(cities)


def _slip_refusal(cities: Sequence[ComparedCity]) -> str | None:
    return REPORTS if any(city.reports < 2 for city in cities) else _refusal(cities, "deadline")


def _done(city: ComparedCity) -> CityFigure:
    counts, view = city.standing.counts, city.view
    known = sum(count for code, count in counts.by_status.items() if code not in view.unknown)
    done = sum(counts.by_status.get(code, 0) for code in city.done)
    return _share(done, known if city.done else 0, known, city.total)


def _late(city: ComparedCity) -> CityFigure:
    counts, view = city.standing.counts, city.view
    unfinished = city.total - sum(counts.by_status.get(code, 0) for code in view.finished)
    known = city.known(view.deadline.name if view.deadline else None)
    can_be_late = bool(view.behind) or (view.deadline is not None and bool(view.finished))
    says = bool(known or counts.by_schedule) and can_be_late
    return _share(counts.late.count, unfinished if says else 0, known, city.total)


def _slipped(city: ComparedCity) -> CityFigure:
    known = city.known(city.view.deadline.name if city.view.deadline else None)
    return _share(len(city.later_days), known if city.reports > 1 else 0, known, city.total)


def _slip_median(city: ComparedCity) -> CityFigure:
    days = city.later_days
    return CityFigure(Decimal(str(median(days))) if days else None)


def _weighted(role: str, cities: Sequence[ComparedCity]) -> ComparedFigure:
    fields = [city.view.weights.get(role) for city in cities]
    unit = next((field.unit for field in fields if field and field.unit), "") or ""

    def of_city(city: ComparedCity) -> CityFigure:
        told = city.standing.counts.weighted.get(role)
        if told is None or not told.coverage:
            return CityFigure(None, known=0, of=city.total)
        return _of_heads(city, told.total, round(told.coverage * city.total), city.total)

    return _figure(role, unit, cities, of_city, None, _refusal(cities, role))


def _money(name: str) -> Callable[[ComparedCity], CityFigure]:
    def of_city(city: ComparedCity) -> CityFigure:
        told = city.funding
        if told is None:
            return CityFigure(None)
        return _of_heads(city, getattr(told, name), round(told.coverage * told.count), told.count)

    return of_city


def _money_refusal(cities: Sequence[ComparedCity]) -> str | None:
    return COVERAGE if any(city.funding is not None and city.funding.coverage < ENOUGH for city in cities) else None


def _absorbed(city: ComparedCity) -> CityFigure:
    told = city.funding
    value = told.absorbed if told else None
    return CityFigure(Decimal(str(value)) if value is not None else None)


def _of_heads(
    city: ComparedCity, value: Decimal | None, known: int | None = None, of: int | None = None
) -> CityFigure:
    people = city.publisher.population
    # Unlike in the API nothing is rounded here, because a sum of few tonnes would be nothing for each head.
    by_head = value * INHABITANTS / people if value is not None and people else None
    return CityFigure(value, known=known, of=of, per_head=by_head)


def _share(count: int, whole: int, known: int, of: int) -> CityFigure:
    value = Decimal(count) / Decimal(whole) if whole else None
    return CityFigure(value, whole, known, of)
