"""Funding pages: what became of the money, as bars, tables and dates.

Here: what the pages hold, for one city and for all. Not here: the figures (domain/overview/funding.py,
programme_ends.py), reading (funding_views.py), HTML (templates/funding.html).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from opendata.domain.kinds import Table
from opendata.domain.model import Dataset
from opendata.domain.overview import climate_measures
from opendata.domain.overview.funding import DueDate, FundingRow, ProgrammeSums, sums
from opendata.domain.overview.programme_ends import ProgrammeEnd, programme_ends
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.values_for_people import count_text, day_text, duration_text, grouped_number
from opendata.pictures.bar_pictures import single_bar
from opendata.site.links import row_link
from opendata.site.overview_page import KeyFigure
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text, short_amount
from opendata.steps.funding_elsewhere import ProgrammeElsewhere
from opendata.steps.funding_overviews import FundingOverview

EURO = "EUR"
CENT = Decimal("0.01")
WAY = (("applied", "ahead"), ("approved", "going"), ("paid", "steady"), ("proven", "done"))  # with their looks
MOST_PROGRAMMES, MOST_OF_A_PROGRAMME = 8, 3  # that other cities used
MOST_LINES = 40  # of a list on a page


@dataclass(frozen=True)
class WayBar:
    """How much of the money came as far as this."""

    name: str  # of its explanation
    label: str
    amount: str
    drawing: Markup | None


@dataclass(frozen=True)
class SumsLine:
    """A line of the table of programmes, or of cities."""

    label: str
    is_words: bool  # the label is the city's own word
    href: str | None
    as_of: str
    count: str
    amounts: Sequence[str | None]  # applied, approved, paid, proven
    absorbed: str | None
    own_share: str | None
    per_tonne: str | None
    not_begun: str


@dataclass(frozen=True)
class GrantLine:
    """A grant in a list; city: on the page of all cities."""

    title: str
    href: str
    programme: str
    city: str
    amount: str | None
    day: str = ""
    when: str = ""
    what: str = ""


@dataclass(frozen=True)
class GrantList:
    """The first grants of a list, and how many more there are."""

    lines: Sequence[GrantLine]
    more: int


@dataclass(frozen=True)
class ElsewhereLine:
    """A grant of another city, for a measure that is like one here."""

    city: str
    title: str
    href: str
    here_title: str
    here_href: str
    amount: str | None
    likeness: str


@dataclass(frozen=True)
class ElsewhereProgramme:
    """A programme that other cities used for measures like those of a city."""

    label: str
    cities: int
    lines: Sequence[ElsewhereLine]


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
    writer = _Writer(table, {f.dataset.publisher.name: f.dataset.publisher.title for f in told.datasets}, language)
    writer.names_cities = city_links is not None
    return FundingPage(
        key_figures=_key_figures(told, language, is_one_city=city_links is None),
        rests=_rests(told.total, language),
        way=_way(told.total, language),
        programmes=[writer.sums_line(line, *writer.programme(line.programme)) for line in told.programmes],
        cities=_city_lines(told, writer, city_links or {}),
        ends=[_end(end, writer, language) for end in programme_ends(told.rows, today)],
        due=_cut([writer.due_line(due) for due in told.due[:MOST_LINES]], told.due),
        past=_cut([writer.due_line(due) for due in reversed(told.past[-MOST_LINES:])], told.past),
        not_begun=_cut([writer.line(row) for row in told.not_begun[:MOST_LINES]], told.not_begun),
    )


def elsewhere_lines(
    told: Sequence[ProgrammeElsewhere], dataset: Dataset, table: Table, language: str
) -> list[ElsewhereProgramme]:
    """The programmes that others used, each with the grants whose measures are most like those here."""
    writer = _Writer(table, {}, language)
    place = {"publisher": dataset.publisher.name, "dataset": dataset.name}
    shown = []
    for programme in told[:MOST_PROGRAMMES]:
        lines = [
            ElsewhereLine(
                city=grant.publisher_title,
                title=grant.row.measure.title if grant.row.measure else grant.row.key,
                href=row_link(grant.row.publisher, grant.row.dataset, climate_measures.FUNDING, grant.row.key),
                here_title=grant.here_title,
                here_href=row_link(**place, resource=climate_measures.MEASURES, key=grant.here),
                amount=writer.amount(grant.row.amount(climate_measures.GRANT)),
                likeness=grouped_number(f"{grant.likeness:.2f}", language),
            )
            for grant in programme.grants[:MOST_OF_A_PROGRAMME]
        ]
        shown.append(ElsewhereProgramme(writer.programme(programme.programme)[0], programme.publishers, lines))
    return shown


class _Writer:
    """Writes lines in one language."""

    def __init__(self, table: Table, cities: Mapping[str, str], language: str) -> None:
        self.table, self.cities, self.language = table, cities, language
        self.names_cities = False

    def programme(self, code: str | None) -> tuple[str, bool]:
        """The name of a programme, and whether it is the city's own word."""
        if code is None:
            return text("funding.without", self.language), False
        field = self.table.field_or_text(climate_measures.PROGRAMME)
        return field.code_label(code, self.language), code not in field.codes

    def line(self, row: FundingRow) -> GrantLine:
        """A grant, under the name of what it is for."""
        programme, _ = self.programme(row.programme)
        amount = row.amount(climate_measures.GRANT)
        return GrantLine(
            title=row.measure.title if row.measure else programme,
            href=row_link(row.publisher, row.dataset, climate_measures.FUNDING, row.key),
            programme=programme if row.measure else row.key,
            city=self.cities.get(row.publisher, row.publisher) if self.names_cities else "",
            amount=self.amount(amount),
        )

    def due_line(self, due: DueDate) -> GrantLine:
        """A grant for which something has to be done."""
        line = self.line(due.row)
        return GrantLine(
            line.title,
            line.href,
            line.programme,
            line.city,
            line.amount,
            day_text(due.on, self.language),
            when_text(due.days, self.language),
            due.words[self.language],
        )

    def sums_line(
        self, line: ProgrammeSums, label: str, is_words: bool, href: str | None = None, as_of: str = ""
    ) -> SumsLine:
        """The sums of a programme or a city."""
        return SumsLine(
            label=label,
            is_words=is_words,
            href=href,
            as_of=as_of,
            count=count_text(line.count, self.language),
            amounts=[self.amount(getattr(line, name)) for name, _ in WAY],
            absorbed=None if line.absorbed is None else percent_text(line.absorbed, self.language),
            own_share=self.amount(line.own_share),
            per_tonne=self.amount(line.euro_per_tonne and round(line.euro_per_tonne)),
            not_begun=count_text(line.not_begun, self.language),
        )

    def amount(self, amount: Decimal | int | None) -> str | None:
        """An amount in euro, in full, with cents where there are any."""
        if amount is None:
            return None
        euro = Decimal(amount)
        return (
            f"{grouped_number(str(euro.quantize(Decimal(1) if euro == int(euro) else CENT)), self.language)}\u00a0€"
        )


def when_text(days: int, language: str) -> str:
    """How far a day is away."""
    if days < 0:
        return text("funding.days.past", language, duration=duration_text(-days, language))
    if days == 0:
        return text("funding.days.today", language)
    if days == 1:
        return text("funding.days.one", language)
    return text("funding.days", language, count=days)


def _key_figures(told: FundingOverview, language: str, *, is_one_city: bool) -> list[KeyFigure]:
    total, figures = told.total, []
    if total.absorbed is not None:
        figures.append(KeyFigure(percent_text(total.absorbed, language), text("funding.absorbed", language)))
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


def _city_lines(told: FundingOverview, writer: _Writer, links: Mapping[str, str]) -> list[SumsLine]:
    """The sums of each city by its name: there is no ranking, because coverage and age differ."""
    lines = []
    for name, href in links.items():
        fundings = [funding for funding in told.datasets if funding.dataset.publisher.name == name]
        rows = [row for funding in fundings for row in funding.rows]
        if rows:
            as_of = day_text(min(funding.version.as_of for funding in fundings), writer.language)
            lines.append(writer.sums_line(sums(None, rows), writer.cities[name], True, href, as_of))
    return sorted(lines, key=lambda line: natural_key(line.label))


def _end(end: ProgrammeEnd, writer: _Writer, language: str) -> str:
    told = {
        "programme": writer.programme(end.programme)[0],
        "date": day_text(end.on, language),
        "amount": "",
    }
    if end.amount is not None:
        told["amount"] = text("funding.end.amount", language, amount=writer.amount(end.amount))
    count = count_text(len(end.rows), language)
    if end.days < 0:
        return text("funding.end.past", language, count=count, **told)
    when = when_text(end.days, language)
    if len(end.rows) == 1:
        return text("funding.end.one", language, when=when, **told)
    return text("funding.end", language, when=when, count=count, **told)


def _cut(lines: Sequence[GrantLine], whole: Sequence[object]) -> GrantList:
    return GrantList(lines, len(whole) - len(lines))
