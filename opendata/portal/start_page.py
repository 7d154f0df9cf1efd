"""The start page of the portal: what is to be done next, and the publishers that a person acts for."""

from flask import Response

from opendata.domain.model import Publisher
from opendata.domain.people import Person
from opendata.portal.access import person
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.own_uploads import today
from opendata.steps.next_releases import standing
from opendata.steps.next_steps import NextStep
from opendata.web.services import services

MOST_PUBLISHERS, MOST_DATASETS = 5, 30


@blueprint.get("/")
def start() -> Response:
    """What the person may do, and for which publishers."""
    me = person()
    publishers = _publishers_of(me)
    return page("start.html", publishers=publishers, todo=_todo(publishers))


def _todo(publishers: list[Publisher]) -> list[NextStep]:
    """What is to be done next for a person's publishers; nothing where there are so many that nobody does it all."""
    if len(publishers) > MOST_PUBLISHERS:
        return []
    datasets = [dataset for each in publishers for dataset in services().catalogue.datasets(each.name)]
    standings = [standing(services().desk, dataset, today()) for dataset in datasets[:MOST_DATASETS]]
    return [step for each in standings for step in each.steps]


def _publishers_of(me: Person) -> list[Publisher]:
    every = services().catalogue.publishers()
    return [publisher for publisher in every if me.may("editor", publisher.name)]
