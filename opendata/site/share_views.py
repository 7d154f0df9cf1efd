"""Share views: the card that other sites embed, and the pictures that networks show of a link.

Here: what a request asks for, and what stands in the pictures. Not here: drawing (pictures/share_pictures.py), the
bars (status_pictures.py), HTML (templates/embed.html).
"""

from flask import Response

from opendata.domain.model import Publisher
from opendata.domain.tables.values_for_people import count_text, day_text
from opendata.pictures.looks import look_of
from opendata.pictures.share_pictures import MEDIA_TYPE, ShareCard, share_picture
from opendata.site.blueprint import DATASET, blueprint, page
from opendata.site.city_datasets import overviews_of, published
from opendata.site.overview_page import freshness
from opendata.site.overview_views import today
from opendata.site.page_texts import text
from opendata.site.row_page import row_page
from opendata.site.status_pictures import count_portions, says_nothing, small_bar
from opendata.site.trend_views import emissions_page
from opendata.steps import overviews
from opendata.steps.overviews import DatasetOverview
from opendata.steps.row_story import row_story
from opendata.web.http_caching import cached_by_content
from opendata.web.language import language
from opendata.web.services import services

SHARE = "/share"
MOST_FACTS = 3  # of a city's greenhouse gases in a picture
# The only answers that pages of other sites may show in a frame. They run nothing and send nothing.
EMBEDDABLE = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors *; base-uri 'none'; form-action 'none'"
)


@blueprint.route("/<publisher:publisher>/embed")
def embed(publisher: str) -> Response:
    """The card of a city: its largest dataset whose rows have a status."""
    about = services().catalogue.publisher(publisher)
    return _card(about, next(iter(overviews_of(publisher)), None))


@blueprint.route(f"{DATASET}/embed")
def embed_dataset(publisher: str, dataset: str) -> Response:
    """The card of one dataset."""
    about = services().reading.dataset(publisher, dataset)
    return _card(about.publisher, overviews.dataset_overview(services().reading, about, today()))


@blueprint.route(f"{SHARE}/<publisher>.png")
def share_publisher(publisher: str) -> Response:
    """The picture of a city."""
    about = services().catalogue.publisher(publisher)
    overview = next(iter(overviews_of(publisher)), None)
    return _png(_city_card(overview) if overview else _plain_card(about))


@blueprint.route(f"{SHARE}{DATASET}/<resource>/<key:key>.png")
def share_row(publisher: str, dataset: str, resource: str, key: str) -> Response:
    """The picture of a row, such as a measure; also of one that is not contained any more."""
    about = services().reading.dataset(publisher, dataset)
    story = row_story(services().reading, about, resource, key)
    tongue, row = language(), row_page(story, resource, key, language())
    values, status = story.values or {}, row.table.role("status")
    facts = []
    if row.deadline:
        first = row.deadline.first
        before = f", {text('overview.slipped.first', tongue, date=first)}" if first else ""
        facts = [f"{row.deadline.label}: {row.deadline.deadline}{before}"]
    as_of = text("share.as_of", tongue, date=day_text(story.snapshot.version.as_of, tongue))
    card = ShareCard(
        service=text("service", tongue),
        over=about.publisher.title,
        title=row.title,
        facts=[*facts, as_of],
        warning=text("row.removed", tongue) if row.is_removed else "",
        status=row.status.status.text if row.status else "",
        look=look_of(status, values.get(status.name) if status else None),
    )
    return _png(card)


def _card(publisher: Publisher, overview: DatasetOverview | None) -> Response:
    values: dict[str, object] = {"publisher": publisher, "overview": overview}
    if overview is not None:
        view, counts, tongue = overview.view, overview.standing.counts, language()
        is_silent = view.status is None or says_nothing(view, counts)
        values |= {
            "freshness": freshness(overview, tongue),
            "rows": count_text(counts.total, tongue),
            "label": view.table.label(tongue),
            "portions": [] if is_silent else count_portions(view, counts, tongue),
            "drawing": None if is_silent else small_bar(view, counts, tongue, "large"),
        }
    response = page("embed.html", **values)
    response.headers["Content-Security-Policy"] = EMBEDDABLE
    return response


def _city_card(overview: DatasetOverview) -> ShareCard:
    tongue, view, counts = language(), overview.view, overview.standing.counts
    rows, label = count_text(counts.total, tongue), view.table.label(tongue)
    facts = [text("share.rows", tongue, count=rows, label=label, date=day_text(overview.version.as_of, tongue))]
    is_silent = says_nothing(view, counts)
    since = overview.standing.overdue_since
    overdue = text("overview.overdue.short", tongue, date=day_text(since, tongue)) if since else ""
    return ShareCard(
        service=text("service", tongue),
        over=overview.dataset.title,
        title=overview.dataset.publisher.title,
        facts=[*facts, *([text("share.unknown", tongue)] if is_silent else [])],
        portions=[] if is_silent else count_portions(view, counts, tongue),
        warning=overdue,
    )


def _plain_card(publisher: Publisher) -> ShareCard:
    """The picture of a city without measures: its greenhouse gases, or how many datasets it has."""
    tongue, count = language(), len(published(publisher.name))
    facts = [text("share.datasets", tongue, count=count)]
    if count < 2:
        facts = [text("share.dataset", tongue) if count else text("share.none", tongue)]
    if (gases := emissions_page(publisher)) is not None and gases.key_figures:
        facts = [f"{each.figure} {each.words}" for each in gases.key_figures[:MOST_FACTS]]
    return ShareCard(text("service", tongue), text("slogan", tongue), publisher.title, facts)


def _png(card: ShareCard) -> Response:
    response = Response(share_picture(card), content_type=MEDIA_TYPE)
    response.vary.add("Accept-Language")
    return cached_by_content(response)
