"""The start page of the portal, and of one publisher in it."""

from flask import Response

from opendata.domain.model import Publisher
from opendata.domain.people import Person
from opendata.portal.access import person, require
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.web.services import services


@blueprint.get("/")
def start() -> Response:
    """What the person may do, and for which publishers."""
    me = person()
    return page("start.html", publishers=_publishers_of(me))


@blueprint.get("/<publisher>/")
def publisher(publisher: str) -> Response:
    """One publisher: its datasets."""
    require("editor", publisher)
    about = services().catalogue.publisher(publisher)
    return page("publisher.html", publisher=about, datasets=services().catalogue.datasets(publisher))


def _publishers_of(me: Person) -> list[Publisher]:
    every = services().catalogue.publishers()
    return [publisher for publisher in every if me.may("editor", publisher.name)]
