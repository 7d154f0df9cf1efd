"""Greenhouse gases: a city's emissions by year and sector, its target path, and when its trend reaches zero.

Here: the series, with the names of fields and codes that only inventories have. Not here: pictures and pages (site/).
Totals are never made of parts that overlap or are incomplete, and no year is filled in.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import linear_regression

from opendata.domain.overview.status_counts import decimal_of
from opendata.domain.tables.table_rows import TableRows

KIND, TABLE = "ghg-inventory", "emissions"
YEAR, CATEGORY, CARRIER, SCENARIO, SECTOR, AMOUNT = (
    "year",
    "category",
    "energy_carrier",
    "scenario",
    "sector",
    "co2e_t",
)
FIELDS = (YEAR, CATEGORY, CARRIER, SCENARIO, SECTOR, AMOUNT)
MEASURED, TARGET = "real", "target"
TOTAL, ALL_CARRIERS = "total", "all"
# Electricity and heat of all sectors are in the sectors that use them as well.
BY_USE = frozenset(("electricity", "heat"))
BY_USER = frozenset(
    ("private_households", "commerce", "industry", "economy", "households_and_commerce", "buildings", "municipality")
)
TREND_YEARS = 10  # up to the latest inventory
FEWEST_VALUES = 3  # of a trend
FEWEST_PARTS = 2  # of a sum; a single part is no whole city
NEARLY = 1e-9  # of a year; floats are no exact numbers
LAST_YEAR_TOLD = 2100  # a trend that reaches zero later tells nothing

ByYear = Mapping[int, Decimal]


@dataclass(frozen=True)
class EmissionPart:
    """What emissions belong to: a sector of the common list, or a category in the city's own words."""

    sector: str | None
    category: str | None = None  # None where the sector is known

    @property
    def is_total(self) -> bool:
        """Whether all emissions of the city are meant."""
        return self.sector == TOTAL


@dataclass(frozen=True)
class EmissionSeries:
    """Tonnes of CO₂ equivalent by year: as they were, and as they are meant to become."""

    part: EmissionPart
    measured: ByYear = field(default_factory=dict)
    target: ByYear = field(default_factory=dict)


@dataclass(frozen=True)
class EmissionTrend:
    """A straight line through the measured totals of the last years."""

    first: int
    last: int
    values: int  # how many it goes through
    slope: float  # tonnes from year to year
    intercept: float

    def amount(self, year: int) -> float:
        """How high the line lies in a year."""
        return self.intercept + self.slope * year

    @property
    def zero_at(self) -> float | None:
        """When the line reaches zero, such as 2045.5; None where it does not fall."""
        return -self.intercept / self.slope if self.slope < 0 else None

    @property
    def zero_year(self) -> int | None:
        """The first year in which the line is at zero; None where it does not fall, or reaches zero very late."""
        if self.zero_at is None:
            return None
        year = math.ceil(self.zero_at - NEARLY)
        return year if year <= LAST_YEAR_TOLD else None


@dataclass(frozen=True)
class Emissions:
    """Everything that a page tells of a city's emissions.

    sectors: in the order of the common list, without the total. summed: the years whose total is the sum of
    all sectors, because the city states none.
    """

    total: EmissionSeries
    sectors: Sequence[EmissionSeries]
    summed: frozenset[int]
    trend: EmissionTrend | None

    @property
    def years(self) -> Sequence[int]:
        """All years of which something is told."""
        series = (self.total, *self.sectors)
        return sorted({year for each in series for years in (each.measured, each.target) for year in years})

    @property
    def latest(self) -> int | None:
        """The last year whose total was measured."""
        return max(self.total.measured, default=None)

    @property
    def goal(self) -> int | None:
        """The last year for which the city states a target of its total, if that is still to come."""
        last = max(self.total.target, default=None)
        return last if last is not None and last > (self.latest or 0) else None

    @property
    def strictest(self) -> tuple[int, Decimal] | None:
        """The target still to come that asks most, by its year, and how many tonnes a year less would lead to it.

        A late target of zero may ask less than one that comes before it; who meets the strictest one is on the path.
        """
        latest = self.latest
        if latest is None:
            return None
        now, targets = self.total.measured[latest], self.total.target.items()
        asked = [(year, (now - target) / (year - latest)) for year, target in targets if year > latest]
        return max(asked, key=lambda each: each[1], default=None)


def emissions(rows: TableRows, sectors: Iterable[str]) -> Emissions:
    """The emissions in the rows of an inventory. sectors: the codes of the common list, in its order."""
    amounts = _amounts(rows)
    order = {code: place for place, code in enumerate(sectors)}
    parts = sorted(
        {part for part, _, _ in amounts if not part.is_total},
        key=lambda part: (part.sector is None, order.get(part.sector or "", len(order)), part.category or ""),
    )
    told = [EmissionSeries(part, *(_by_year(amounts, part, name) for name in (MEASURED, TARGET))) for part in parts]
    stated = EmissionSeries(
        EmissionPart(TOTAL), *(_by_year(amounts, EmissionPart(TOTAL), name) for name in (MEASURED, TARGET))
    )
    measured = _sums([each.measured for each in told], parts)
    target = _sums([each.target for each in told if each.target], [each.part for each in told if each.target])
    total = EmissionSeries(EmissionPart(TOTAL), _joined(measured, stated.measured), _joined(target, stated.target))
    summed = (measured.keys() - stated.measured) | (target.keys() - stated.target)
    return Emissions(total, told, frozenset(summed), emission_trend(total.measured))


def emission_trend(measured: ByYear) -> EmissionTrend | None:
    """The straight line through the values of the last years (least squares); None where there are too few."""
    latest = max(measured, default=0)
    years = sorted(year for year in measured if latest - TREND_YEARS <= year <= latest)
    if len(years) < FEWEST_VALUES:
        return None
    slope, intercept = linear_regression(years, [float(measured[year]) for year in years])
    return EmissionTrend(years[0], years[-1], len(years), slope, intercept)


def _amounts(rows: TableRows) -> dict[tuple[EmissionPart, str, int], Decimal]:
    """The amount of each part, scenario and year, over all categories and energy carriers of it."""
    with_all: set[tuple[str | None, ...]] = set()
    for frame in rows.pieces([YEAR, CATEGORY, SCENARIO, CARRIER]):
        whole = frame.filter(frame[CARRIER] == ALL_CARRIERS)
        with_all.update(whole.select(YEAR, CATEGORY, SCENARIO).iter_rows())
    amounts: dict[tuple[EmissionPart, str, int], Decimal] = {}
    for cell in (cell for frame in rows.pieces(FIELDS) for cell in frame.select(FIELDS).iter_rows(named=True)):
        place = (cell[YEAR], cell[CATEGORY], cell[SCENARIO])
        amount = decimal_of(cell[AMOUNT])
        is_in_another = cell[CARRIER] != ALL_CARRIERS and place in with_all
        if amount is None or is_in_another or not str(cell[YEAR]).isdigit():
            continue
        part = EmissionPart(cell[SECTOR]) if cell[SECTOR] else EmissionPart(None, cell[CATEGORY])
        key = (part, cell[SCENARIO], int(cell[YEAR]))
        amounts[key] = amounts.get(key, Decimal(0)) + amount
    return amounts


def _joined(summed: ByYear, stated: ByYear) -> dict[int, Decimal]:
    """The totals by year; what the city states comes before any sum."""
    return dict(sorted({**summed, **stated}.items()))


def _by_year(
    amounts: Mapping[tuple[EmissionPart, str, int], Decimal], part: EmissionPart, scenario: str
) -> dict[int, Decimal]:
    found = {year: amount for (own, name, year), amount in amounts.items() if own == part and name == scenario}
    return dict(sorted(found.items()))


def _sums(series: Sequence[ByYear], parts: Sequence[EmissionPart]) -> dict[int, Decimal]:
    """The sums of the years in which no part is missing; none where parts overlap, or are not parts of a whole."""
    sectors = {part.sector for part in parts}
    overlap = bool(sectors & BY_USE) and bool(sectors & BY_USER)
    if overlap or len(series) < FEWEST_PARTS:
        return {}
    years = set(series[0]).intersection(*series[1:])
    return {year: sum((each[year] for each in series), Decimal(0)) for year in sorted(years)}
