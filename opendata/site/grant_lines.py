"""Grant lines: single grants, and sums of them, as lists and tables of pages have them.

Here: their words and amounts. Not here: which grants a page lists (funding_page.py, funding_elsewhere_page.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from opendata.domain.kinds import Table
from opendata.domain.overview import climate_measures
from opendata.domain.overview.funding import DueDate, FundingRow, ProgrammeSums
from opendata.domain.tables.values_for_people import count_text, day_text, duration_text, grouped_number
from opendata.site.links import row_link
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text

CENT = Decimal("0.01")
SUMS = ("applied", "approved", "paid", "proven")  # of a line, in this order


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
class GrantWriter:
    """Writes lines in one language. cities: their names; names_cities: whether a grant says whose it is."""

    table: Table
    cities: Mapping[str, str]
    language: str
    names_cities: bool = False

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
            amounts=[self.amount(getattr(line, name)) for name in SUMS],
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
