"""Funding pages: what became of the money, as bars, tables and dates.

Here: what the pages hold, for one city and for all. Not here: the figures (domain/overview/funding.py,
programme_ends.py), reading (funding_views.py), HTML (templates/funding.html).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from opendata.domain.overview.funding import FundingRow, ProgrammeSums, approved_ever, grants_and_payments, sums
from opendata.domain.overview.programme_ends import ProgrammeEnd, programme_ends
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.values_for_people import count_text, day_text
from opendata.pictures.bar_pictures import single_bar
from opendata.site.grant_lines import GrantLine, GrantWriter, SumsLine, when_text
from opendata.site.overview_page import KeyFigure
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text, short_amount
from opendata.site.status_pictures import coverage_text
from opendata.steps.funding_overviews import FundingOverview

EURO = "EUR"
WAY = (("applied", "ahead"), ("approved", "going"), ("paid", "steady"), ("proven", "done"))  # with their looks
MOST_LINES = 40  # of a list on a page


@dataclass(frozen=True)
class WayBar:
    """How much of the money came as far as this."""

    name: str  # of its explanation
    label: str
    amount: str
    drawing: Markup | None


@dataclass(frozen=True)
class GrantList:
    """The first grants of a list, and how many more there are."""

    lines: Sequence[GrantLine]
    more: int


@dataclass(frozen=True)
class FundingPage:
    """What became of the money of one city, or of all."""

    key_figures: Sequence[KeyFigure]
    rests: str
    way: Sequence[WayBar]
    programmes: Sequence[SumsLine]
    cities: Sequence[SumsLine]
    ends: Sequence[str]
    due: GrantList
    past: GrantList
    not_begun: GrantList


def funding_page(
    told: FundingOverview, today: date, language: str, city_links: Mapping[str, str] | None = None
) -> FundingPage | None:
    """The page; None where there is no funding. city_links: by publisher, on the page of all cities."""
    if not told.rows:
        return None
    table = told.datasets[0].table
    cities = {each.dataset.publisher.name: each.dataset.publisher.title for each in told.datasets}
    writer = GrantWriter(table, cities, language, names_cities=city_links is not None)
    return FundingPage(
        key_figures=_key_figures(told, language, is_one_city=city_links is None),
        rests=_rests(told.total, language),
        way=_way(told.total, language),
        programmes=[writer.sums_line(line, *writer.programme(line.programme)) for line in told.programmes],
        cities=_city_lines(told, writer, city_links or {}),
        ends=[programme_end_text(end, writer, language) for end in programme_ends(told.rows, today)],
        due=_cut([writer.due_line(due) for due in told.due[:MOST_LINES]], told.due),
        past=_cut([writer.due_line(due) for due in reversed(told.past[-MOST_LINES:])], told.past),
        not_begun=_cut([writer.line(row) for row in told.not_begun[:MOST_LINES]], told.not_begun),
    )


def _key_figures(told: FundingOverview, language: str, *, is_one_city: bool) -> list[KeyFigure]:
    total, figures = told.total, []
    if total.absorbed is not None:
        figures.append(_absorbed(total.absorbed, approved_ever(told.rows), language))
    figures.append(KeyFigure(count_text(total.not_begun, language), text("funding.not_begun", language)))
    figures.append(KeyFigure(count_text(len(told.due), language), text("funding.due", language)))
    if total.own_share is not None:
        one, all_of_them = text("funding.own_share", language), text("funding.own_share.all", language)
        own_share = short_amount(total.own_share, EURO, language)
        figures.append(KeyFigure(own_share, one if is_one_city else all_of_them))
    if total.euro_per_tonne is not None:
        several = text("funding.per_tonne.count", language, count=total.per_tonne_count)
        count = text("funding.per_tonne.one", language) if total.per_tonne_count == 1 else several
        per_tonne = short_amount(total.euro_per_tonne, EURO, language)
        figures.append(KeyFigure(per_tonne, text("funding.per_tonne", language), count))
    return figures


def _absorbed(share: float, approved: Sequence[FundingRow], language: str) -> KeyFigure:
    """The absorbed share; where a payment is unknown, with what it rests on, for the bars then say another."""
    known = len(grants_and_payments(approved))
    coverage = coverage_text(known, len(approved), language) if known < len(approved) else ""
    return KeyFigure(percent_text(share, language), text("funding.absorbed", language), coverage)


def _rests(total: ProgrammeSums, language: str) -> str:
    share = percent_text(total.coverage, language)
    if total.count == 1:
        return text("funding.rests.one", language, share=share)
    return text("funding.rests", language, count=count_text(total.count, language), share=share)


def _way(total: ProgrammeSums, language: str) -> list[WayBar]:
    whole, bars = total.applied, []
    for name, look in WAY:
        amount: Decimal | None = getattr(total, name)
        told = text("funding.unknown", language) if amount is None else short_amount(amount, EURO, language)
        drawing = single_bar(float(amount / whole), look, height=22) if amount is not None and whole else None
        bars.append(WayBar(name, text(f"funding.stage.{name}", language), told, drawing))
    return bars


def _city_lines(told: FundingOverview, writer: GrantWriter, links: Mapping[str, str]) -> list[SumsLine]:
    """The sums of each city by its name: there is no ranking, because coverage and age differ."""
    lines = []
    for name, href in links.items():
        fundings = [funding for funding in told.datasets if funding.dataset.publisher.name == name]
        rows = [row for funding in fundings for row in funding.rows]
        if rows:
            as_of = day_text(min(funding.version.as_of for funding in fundings), writer.language)
            lines.append(writer.sums_line(sums(None, rows), writer.cities[name], True, href, as_of))
    return sorted(lines, key=lambda line: natural_key(line.label))


def programme_end_text(end: ProgrammeEnd, writer: GrantWriter, language: str) -> str:
    """By when all proofs for a programme must be handed in, or had to be, and what is still open."""
    told = {
        "programme": writer.programme(end.programme)[0],
        "date": day_text(end.on, language),
        "count": count_text(len(end.rows), language),
        "amount": "",
    }
    one = ".one" if len(end.rows) == 1 else ""
    if end.amount is not None:
        told["amount"] = text(f"funding.end.amount{one}", language, amount=writer.amount(end.amount))
    if end.days < 0:
        return text(f"funding.end.past{one}", language, **told)
    return text(f"funding.end{one}", language, when=when_text(end.days, language), **told)


def _cut(lines: Sequence[GrantLine], whole: Sequence[object]) -> GrantList:
    return GrantList(lines, len(whole) - len(lines))
