"""Overviews as the API gives them.

Here: the bodies. Not here: their description (overview_schemas.py), addresses (overviews.py, funding.py).
"""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, TypeVar

from opendata.domain.kinds import Table
from opendata.domain.model import Dataset, Version
from opendata.domain.overview.comparison import per_head
from opendata.domain.overview.funding import DueDate, FundingRow, ProgrammeSums
from opendata.domain.overview.out_of_sight import OutOfSight
from opendata.domain.overview.progress import ProgressStep
from opendata.domain.overview.slip import later_days
from opendata.domain.overview.slip_columns import Slip
from opendata.domain.overview.standing_columns import StandingRow
from opendata.domain.overview.status_counts import StatusCounts
from opendata.domain.tables.json_values import json_value
from opendata.steps.overviews import ComparedDataset, DatasetOverview
from opendata.web.addresses import dataset_links, dataset_url, row_links, version_url

ROWS_AT_ONCE = 1_000  # of a long list, whose rows are read when they are told
Body = dict[str, Any]
Row = TypeVar("Row")


def standing_body(overview: DatasetOverview) -> Body:
    """Where a dataset stands."""
    dataset, version, standing = overview.dataset, overview.version, overview.standing
    counts, late = standing.counts, standing.counts.late
    return {
        "publisher": dataset.publisher.name,
        "dataset": dataset.name,
        "title": dataset.title,
        "version": version.number,
        "as_of": standing.as_of.isoformat(),
        "age_days": standing.age_days,
        "overdue_since": standing.overdue_since.isoformat() if standing.overdue_since else None,
        "population": dataset.publisher.population,
        "measures": counts.total,
        "by_phase": dict(counts.by_status),
        "by_schedule": dict(counts.by_schedule),
        "by_sector": _by_group(standing.by_topic),
        "by_field_of_action": _by_group(standing.by_group),
        "late": late.count,
        "late_by_schedule": late.stated,
        "late_by_deadline": late.passed,
        "weighted": {
            weighted.field.name: {
                "by_phase": dict(weighted.by_status),
                "total": weighted.total,
                "coverage": weighted.coverage,
            }
            for weighted in counts.weighted.values()
        },
        "coverage": dict(standing.coverage),
        "cost_eur": standing.amount,
        "links": _standing_links(dataset, version),
    }


def compared_body(compared: ComparedDataset) -> Body:
    """A dataset as part of a comparison."""
    body, funding = standing_body(compared.overview), compared.funding
    later = later_days(compared.slips)
    people, grants = compared.publisher.population, funding.applied if funding else None
    return {
        **body,
        "grant_eur": grants,
        "paid_eur": funding.paid if funding else None,
        "absorbed": funding.absorbed if funding else None,
        "slipped": len(later),
        "slip_days_median": median(later) if later else None,
        "per_1000_inhabitants": {
            "measures": per_head(body["measures"], people),
            "cost_eur": per_head(body["cost_eur"], people),
            "grant_eur": per_head(grants, people),
        },
    }


def progress_body(dataset: Dataset, step: ProgressStep) -> Body:
    """How the measures stood in one version."""
    place = (dataset.publisher.name, dataset.name)
    return {
        "version": step.number,
        "as_of": step.as_of.isoformat(),
        "measures": step.counts.total,
        "by_phase": dict(step.counts.by_status),
        "late": step.counts.late.count,
        "added": step.added.count,
        "removed": step.removed.count,
        "links": {"version": dataset_url(*place, "versions", step.number)},
    }


def slip_bodies(dataset: Dataset, resource: str, slips: Sequence[Slip], start: int) -> Iterator[Body]:
    """The measures whose planned end moved, from a place on."""
    return (slip_body(dataset, resource, slip) for slip in _from(slips, start))


def slip_body(dataset: Dataset, resource: str, slip: Slip) -> Body:
    """A measure whose planned end moved."""
    return {
        "key": slip.key,
        "title": slip.title,
        "phase": slip.status,
        "baseline": slip.baseline,
        "planned_end": slip.deadline,
        "slip_days": slip.days,
        "moved": slip.moved,
        "links": row_links(dataset.publisher.name, dataset.name, resource, slip.key),
    }


def dropped_bodies(dataset: Dataset, resource: str, told: OutOfSight, start: int) -> Iterator[Body]:
    """What is out of sight from a place on, one after the other; a measure may stand here for two reasons."""
    place = (dataset.publisher.name, dataset.name, resource)
    before = len(told.removed)
    for removal in told.removed[start:]:
        yield {
            **_dropped("removed", removal.key, removal.title),
            "since": removal.as_of.isoformat(),
            "disposition": removal.disposition,
            "into": removal.into,
            "reason": removal.reason,
            "links": row_links(*place, removal.key),
        }
    for why, rows in (("given_up", told.given_up), ("never_begun", told.never_begun)):
        for row in _from(rows, start - before):
            yield {**_standing_row(why, row), "links": row_links(*place, row.key)}
        before += len(rows)
    for slip in _from(told.often_moved, start - before):
        moved = {"phase": slip.status, "due": slip.deadline, "moved": slip.moved}
        yield {**_dropped("often_moved", slip.key, slip.title), **moved, "links": row_links(*place, slip.key)}


def programme_body(sums: ProgrammeSums) -> Body:
    """What became of the fundings of a programme."""
    return {
        "programme": sums.programme,
        "count": sums.count,
        "applied_eur": sums.applied,
        "approved_eur": sums.approved,
        "paid_eur": sums.paid,
        "proven_eur": sums.proven,
        "own_share_eur": sums.own_share,
        "absorbed": sums.absorbed,
        "approved_not_begun": sums.not_begun,
        "eur_per_tonne": sums.euro_per_tonne,
        "eur_per_tonne_count": sums.per_tonne_count,
        "coverage": sums.coverage,
    }


def funding_body(table: Table, row: FundingRow) -> Body:
    """One funding, with its fields as they were published."""
    return {
        "publisher": row.publisher,
        "dataset": row.dataset,
        "measure_title": row.measure.title if row.measure else None,
        **{name: json_value(text, table.field(name)) for name, text in row.values.items()},
        "links": row_links(row.publisher, row.dataset, table.name, row.key),
    }


def due_body(due: DueDate, resource: str) -> Body:
    """A date by which something has to be done."""
    row = due.row
    return {
        "what": due.what,
        "on": due.on.isoformat(),
        "days": due.days,
        "key": row.key,
        "publisher": row.publisher,
        "dataset": row.dataset,
        "programme": row.programme,
        "links": row_links(row.publisher, row.dataset, resource, row.key),
    }


def _from(rows: Sequence[Row], start: int) -> Iterator[Row]:
    """The rows from a place on; a long list is never made whole."""
    for first in range(max(0, start), len(rows), ROWS_AT_ONCE):
        yield from rows[first : first + ROWS_AT_ONCE]


def _by_group(groups: Sequence[StatusCounts]) -> dict[str, dict[str, int]]:
    return {group.group: dict(group.by_status) for group in groups if group.group is not None}


def _standing_links(dataset: Dataset, version: Version) -> dict[str, str]:
    place = (dataset.publisher.name, dataset.name)
    return {
        **dataset_links(dataset),
        "version": version_url(version),
        **{name: dataset_url(*place, name) for name in ("overview", "progress", "slip", "dropped", "elsewhere")},
    }


def _dropped(why: str, key: str, title: str) -> Body:
    empty = dict.fromkeys(("phase", "since", "due", "note", "disposition", "into", "reason", "moved"))
    return {"why": why, "key": key, "title": title, **empty}


def _standing_row(why: str, row: StandingRow) -> Body:
    told = {"phase": row.status, "since": row.since.isoformat(), "due": row.due, "note": row.note}
    return {**_dropped(why, row.key, row.title), **told}
