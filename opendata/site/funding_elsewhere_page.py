"""Funding elsewhere: the programmes that other cities used for similar measures, as the page of a city lists them.

Here: what the list holds. Not here: finding them (steps/funding_elsewhere.py), HTML (templates/funding.html).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.kinds import Table
from opendata.domain.model import Dataset
from opendata.domain.overview import climate_measures
from opendata.domain.tables.values_for_people import grouped_number
from opendata.site.grant_lines import GrantWriter
from opendata.site.links import row_link
from opendata.steps.funding_elsewhere import ProgrammeElsewhere

MOST_PROGRAMMES, MOST_OF_A_PROGRAMME = 8, 3


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


def elsewhere_lines(
    told: Sequence[ProgrammeElsewhere], dataset: Dataset, table: Table, language: str
) -> list[ElsewhereProgramme]:
    """The programmes that others used, each with the grants whose measures are most like those here."""
    writer = GrantWriter(table, {}, language)
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
