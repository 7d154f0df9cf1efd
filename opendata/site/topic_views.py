"""Topic views: what all cities do in one field.

Here: what a request asks for. Not here: what the page holds (topic_pages.py), HTML (templates/).
"""

from flask import Response, abort

from opendata.site import catalogue_pages
from opendata.site.blueprint import blueprint, page
from opendata.site.overview_views import leading
from opendata.site.topic_pages import topic_page
from opendata.steps.ports.journal import Scope
from opendata.web.language import language
from opendata.web.services import services

MOST_CITIES = 100  # the first ones by title


@blueprint.route("/topics/<topic>")
def topic(topic: str) -> Response:
    """The rows of one topic in all cities."""
    catalogue, reading, tongue = services().catalogue, services().reading, language()
    publishers, _ = catalogue.some_publishers(0, MOST_CITIES, by_title=True)
    datasets = catalogue.datasets_of([publisher.name for publisher in publishers])
    cards = catalogue_pages.publisher_cards(
        publishers, datasets, services().versions.current(datasets), services().kinds, tongue
    )
    overviews = [overview for card in cards if (overview := leading(card.datasets)) is not None]
    snapshots = [(overview, reading.snapshot(overview.dataset, overview.version)) for overview in overviews]
    shown = topic_page(topic, snapshots, tongue)
    if shown is None:
        abort(404)
    return page("topic.html", topic=shown, scope=Scope())
