"""Pages of a publisher's datasets: what is to be done next, and one dataset with its drafts and versions.

Here: these pages. Not here: uploads (upload_pages.py), adding datasets and what is said about them
(dataset_settings_pages.py), the rules (steps/next_steps.py).
"""

from flask import Response, request

from opendata.domain.model import LICENCES
from opendata.portal.access import require
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.long_lists import page_of_list
from opendata.portal.own_uploads import dataset_place, sent_names, today
from opendata.portal.remembered_mapping import mapped_columns
from opendata.steps.next_releases import standing, standings
from opendata.steps.next_steps import MOST_WAITING
from opendata.web.language import language
from opendata.web.services import services

MOST_VERSIONS = 50  # on the page of a dataset
MOST_DIGITS = 8


@blueprint.get("/<publisher>/")
def publisher(publisher: str) -> Response:
    """One publisher: its datasets, and what is to be done next with each."""
    person = require("editor", publisher)
    about = services().catalogue.publisher(publisher)
    known = services().catalogue.datasets(publisher)
    datasets = page_of_list("datasets", known, "publisher", publisher=publisher)
    return page(
        "publisher.html",
        publisher=about,
        datasets=datasets,
        standings=standings(services().desk, datasets.items, today()),
        may_publish=person.may("publisher", publisher),
        quota=services().desk.quota.use_of(publisher) if person.may("admin", publisher) else None,
    )


@blueprint.get("/<publisher>/datasets/<dataset>/")
def dataset(publisher: str, dataset: str) -> Response:
    """One dataset: what waits, what was published, and how its tables are read."""
    place = dataset_place(publisher, dataset)
    kind = services().kinds[place.dataset.kind]
    _, total = services().versions.part_of_history(place.dataset, 0, 1)
    start = _start()
    here = standing(services().desk, place.dataset, today(), start)
    newest, _ = services().versions.part_of_history(place.dataset, max(0, total - MOST_VERSIONS), MOST_VERSIONS)
    return page(
        "dataset.html",
        publisher=place.publisher,
        dataset=place.dataset,
        standing=here,
        sent=sent_names(here.waiting),
        start=start,
        next_start=start + MOST_WAITING if start + MOST_WAITING < here.total else None,
        versions=list(reversed(newest)),
        older_versions=total - len(newest),
        may_publish=place.may_publish,
        kind_label=kind.label(language()),
        licence=LICENCES.get(place.dataset.licence),
        mapped=mapped_columns(place.dataset.mapping, kind, language()),
        source=services().source_desk.sources.get(place.dataset),
        done=request.args.get("done"),
    )


def _start() -> int:
    """How many of the newest drafts are passed over."""
    text = request.args.get("drafts", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else 0
