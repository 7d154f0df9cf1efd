"""The start page of the portal: what is to be done next, how each dataset stands, and the publishers of a person.

Here: this page. Not here: what is to be done (steps/next_steps.py), how reads are counted (web/read_counts.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Response

from opendata.domain.model import Dataset, Publisher
from opendata.domain.people import Person
from opendata.domain.webhooks import BY_HAND, Webhook
from opendata.portal.access import person
from opendata.portal.account_changes import told_changes
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.own_uploads import sent_names, today
from opendata.steps.next_releases import standings
from opendata.steps.next_steps import Standing
from opendata.web.services import services

MOST_PUBLISHERS, MOST_DATASETS = 5, 100
MOST_STEPS = 15  # that are seen at once; the others are folded
DAYS_OF_READS = 30


@dataclass(frozen=True)
class OwnDataset:
    """A dataset as its people see it; reads: how often it was asked for in the last DAYS_OF_READS days."""

    standing: Standing
    reads: int


@blueprint.get("/")
def start() -> Response:
    """What the person may do, and for which publishers."""
    me = person()
    publishers = _publishers_of(me)
    # Somebody with so many publishers does not do for all of them what is to be done.
    known = _datasets_of(publishers) if len(publishers) <= MOST_PUBLISHERS else []
    own = own_datasets(known[:MOST_DATASETS])
    todo = [step for dataset in own for step in dataset.standing.steps]
    return page(
        "start.html",
        publishers=publishers,
        todo=todo[:MOST_STEPS],
        sent=sent_names([step.upload for step in todo[:MOST_STEPS] if step.upload]),
        more_to_do=todo[MOST_STEPS:],
        total=len(known),
        shown=len(own),
        datasets=[dataset for dataset in own if dataset.standing.version],
        days=DAYS_OF_READS,
        news=[change for change in told_changes(me) if change.is_new],
        dead_webhooks=_dead_webhooks(me, publishers) if len(publishers) <= MOST_PUBLISHERS else [],
        beginners=_beginners(me, publishers) if len(publishers) <= MOST_PUBLISHERS else [],
    )


def own_datasets(known: Sequence[Dataset]) -> list[OwnDataset]:
    """How some datasets stand."""
    reads = services().reads.since(known, services().now().date() - timedelta(days=DAYS_OF_READS - 1))
    return [OwnDataset(each, reads[each.dataset.path]) for each in standings(services().desk, known, today())]


def _datasets_of(publishers: Sequence[Publisher]) -> list[Dataset]:
    return [dataset for publisher in publishers for dataset in services().catalogue.datasets(publisher.name)]


def _beginners(me: Person, publishers: Sequence[Publisher]) -> list[Publisher]:
    """The publishers without any dataset, for which the person may add one."""
    able = [publisher for publisher in publishers if me.may("publisher", publisher.name)]
    return [publisher for publisher in able if not services().catalogue.datasets(publisher.name)]


def _dead_webhooks(me: Person, publishers: Sequence[Publisher]) -> list[tuple[Publisher, Webhook]]:
    """The webhooks that the service has switched off, for those who can switch them on again."""
    kept = services().messenger.webhooks
    own = [publisher for publisher in publishers if me.may("admin", publisher.name)]
    every = [(publisher, webhook) for publisher in own for webhook in kept.of_publisher(publisher.name)]
    return [(publisher, webhook) for publisher, webhook in every if webhook.off not in (None, BY_HAND)]


def _publishers_of(me: Person) -> list[Publisher]:
    every, _ = services().catalogue.some_publishers(0, None, by_title=True)
    return [publisher for publisher in every if me.may("editor", publisher.name)]
