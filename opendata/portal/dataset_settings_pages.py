"""Pages for a new dataset, and for what is said about one: title, licence, rhythm, homepage, and whom to ask.

Here: the form for both. Not here: the rules (steps/adding_datasets.py), the dataset's own page (dataset_pages.py).
"""

from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import AlreadyExists, DomainError, NameNotAllowed, RequestNotValid
from opendata.domain.model import DATASET_SETTINGS, LICENCES, Dataset
from opendata.domain.people import Person
from opendata.formats.dcat.code_lists import DE
from opendata.formats.dcat.code_lists import LICENCES as DCAT_LICENCES
from opendata.portal.access import require
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.own_uploads import dataset_place
from opendata.portal.seen_marks import is_unseen, mark_of
from opendata.portal.upload_pages import told
from opendata.steps.adding_datasets import Settings, add_dataset, change_dataset, proposed_name, with_settings
from opendata.steps.ports.audit import Act
from opendata.web.language import language
from opendata.web.services import services

RHYTHMS = ("P1M", "P3M", "P6M", "P1Y", "P2Y")


@blueprint.get("/<publisher>/new-dataset")
def new_dataset(publisher: str) -> Response:
    """The form for a new dataset."""
    require("publisher", publisher)
    return _form(publisher, {"rhythm": "P1Y"})


@blueprint.post("/<publisher>/new-dataset")
def post_new_dataset(publisher: str) -> AnyResponse:
    """Add a dataset."""
    me = require("publisher", publisher)
    owner, form = services().catalogue.publisher(publisher), request.form
    name = form.get("name", "").strip() or proposed_name(form.get("title", ""))
    try:
        added = add_dataset(
            services().catalogue, services().kinds, owner, _settings(), name=name, kind=form.get("kind", "")
        )
    except (AlreadyExists, NameNotAllowed, RequestNotValid) as error:
        if isinstance(error, AlreadyExists) and _is_sent_again(publisher, name):
            return redirect(portal_link("dataset", publisher=publisher, dataset=name, done="added"), 303)
        return _form(publisher, form, error)
    _log(me, added, "dataset.added")
    return redirect(portal_link("dataset", publisher=publisher, dataset=added.name, done="added"), 303)


@blueprint.get("/<publisher>/datasets/<dataset>/settings")
def dataset_settings(publisher: str, dataset: str) -> Response:
    """The form for what is said about a dataset."""
    known = dataset_place(publisher, dataset, "publisher").dataset
    return _form(publisher, {name: getattr(known, name) for name in DATASET_SETTINGS}, dataset=known)


@blueprint.post("/<publisher>/datasets/<dataset>/settings")
def post_dataset_settings(publisher: str, dataset: str) -> AnyResponse:
    """Keep what is said about a dataset."""
    place = dataset_place(publisher, dataset, "publisher")
    try:
        is_news = with_settings(place.dataset, _settings()) != place.dataset
        if is_news and is_unseen(_mark(place.dataset)):
            return _form(publisher, request.form, dataset=place.dataset, is_changed=True)
        changed = change_dataset(services().catalogue, place.dataset, _settings())
    except RequestNotValid as error:
        return _form(publisher, request.form, error, dataset=place.dataset)
    if is_news:
        _log(place.person, changed, "dataset.changed")
    tell("settings.done")
    return redirect(portal_link("dataset", publisher=publisher, dataset=dataset), 303)


def _mark(dataset: Dataset) -> str:
    """A mark of what is said about a dataset, so that nobody writes over what a colleague said meanwhile."""
    return mark_of([getattr(dataset, name) for name in DATASET_SETTINGS])


def _is_sent_again(publisher: str, name: str) -> bool:
    """Whether a form for a new dataset was sent a second time: the dataset is what it says, and nothing came yet."""
    known = services().catalogue.dataset(publisher, name)
    is_same = known.kind == request.form.get("kind") and with_settings(known, _settings()) == known
    return is_same and not services().versions.current([known]) and not services().uploads.of(known, 0, 1)[1]


def _settings() -> Settings:
    return Settings(**{name: request.form.get(name, "") for name in DATASET_SETTINGS})


def _log(me: Person, dataset: Dataset, act: str) -> None:
    about = {"dataset": dataset.name, "title": dataset.title}
    services().door.audit.add(Act(me.email, act, dataset.publisher.name, about), services().now())


def _code(licence_name: str) -> str:
    """The code of a licence in the list of DCAT-AP.de."""
    return DCAT_LICENCES[licence_name].removeprefix(f"{DE}/licenses/")


def _form(
    publisher: str,
    typed: Any,
    error: DomainError | None = None,
    *,
    dataset: Dataset | None = None,
    is_changed: bool = False,
) -> Response:
    wrong = getattr(error, "name", None) if isinstance(error, RequestNotValid) else "name" if error else None
    return page(
        "dataset_settings.html",
        409 if is_changed else 422 if error else 200,
        publisher=services().catalogue.publisher(publisher),
        dataset=dataset,
        kinds=[(kind.name, kind.label(language())) for kind in services().kinds.values()],
        licences=[
            (name, terms, DCAT_LICENCES[name].removeprefix(f"{DE}/licenses/")) for name, terms in LICENCES.items()
        ],
        rhythms=RHYTHMS,
        typed=typed,
        seen=_mark(dataset) if dataset else None,
        is_changed=is_changed,
        wrong=wrong,
        error=told(error) if error else None,
    )
