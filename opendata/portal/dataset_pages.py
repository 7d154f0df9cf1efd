"""Pages of a publisher's datasets: what is to be done next, one dataset with its drafts and versions, and a new one.

Here: these pages. Not here: uploads (upload_pages.py), the rules (steps/next_steps.py).
"""

from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import AlreadyExists, DomainError, NameNotAllowed, RequestNotValid
from opendata.domain.model import LICENCES
from opendata.portal.access import require
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.own_uploads import dataset_place, today
from opendata.portal.remembered_mapping import mapped_columns
from opendata.portal.upload_pages import told
from opendata.steps.adding_datasets import add_dataset, proposed_name
from opendata.steps.next_steps import standing
from opendata.web.language import language
from opendata.web.services import services

MOST_VERSIONS = 50  # on the page of a dataset
RHYTHMS = ("P1M", "P3M", "P6M", "P1Y", "P2Y")


@blueprint.get("/<publisher>/")
def publisher(publisher: str) -> Response:
    """One publisher: its datasets, and what is to be done next with each."""
    person = require("editor", publisher)
    about = services().catalogue.publisher(publisher)
    standings = [standing(services().desk, dataset, today()) for dataset in services().catalogue.datasets(publisher)]
    return page(
        "publisher.html", publisher=about, standings=standings, may_publish=person.may("publisher", publisher)
    )


@blueprint.get("/<publisher>/datasets/<dataset>/")
def dataset(publisher: str, dataset: str) -> Response:
    """One dataset: what waits, what was published, and how its tables are read."""
    place = dataset_place(publisher, dataset)
    kind = services().kinds[place.dataset.kind]
    _, total = services().versions.part_of_history(place.dataset, 0, 1)
    newest, _ = services().versions.part_of_history(place.dataset, max(0, total - MOST_VERSIONS), MOST_VERSIONS)
    return page(
        "dataset.html",
        publisher=place.publisher,
        dataset=place.dataset,
        standing=standing(services().desk, place.dataset, today()),
        versions=list(reversed(newest)),
        older_versions=total - len(newest),
        may_publish=place.may_publish,
        kind_label=kind.label(language()),
        licence=LICENCES.get(place.dataset.licence),
        mapped=mapped_columns(place.dataset.mapping, kind, language()),
        done=request.args.get("done"),
    )


@blueprint.get("/<publisher>/new-dataset")
def new_dataset(publisher: str) -> Response:
    """The form for a new dataset."""
    require("publisher", publisher)
    return _form(publisher, {})


@blueprint.post("/<publisher>/new-dataset")
def post_new_dataset(publisher: str) -> AnyResponse:
    """Add a dataset."""
    require("publisher", publisher)
    owner, form = services().catalogue.publisher(publisher), request.form
    try:
        added = add_dataset(
            services().catalogue,
            services().kinds,
            owner,
            name=form.get("name", "").strip() or proposed_name(form.get("title", "")),
            kind=form.get("kind", ""),
            title=form.get("title", ""),
            licence_name=form.get("licence", ""),
            rhythm=form.get("rhythm") or None,
        )
    except (AlreadyExists, NameNotAllowed, RequestNotValid) as error:
        return _form(publisher, form, error, 422)
    return redirect(portal_link("dataset", publisher=publisher, dataset=added.name, done="added"), 303)


def _form(publisher: str, typed: Any, error: DomainError | None = None, status: int = 200) -> Response:
    wrong = getattr(error, "name", None) if isinstance(error, RequestNotValid) else "name" if error else None
    return page(
        "new_dataset.html",
        status,
        publisher=services().catalogue.publisher(publisher),
        kinds=[(kind.name, kind.label(language())) for kind in services().kinds.values()],
        licences=LICENCES,
        rhythms=RHYTHMS,
        typed=typed,
        wrong=wrong,
        error=told(error) if error else None,
    )
