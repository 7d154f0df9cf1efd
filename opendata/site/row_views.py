"""Row views: the pages of one row, such as a measure, as it stands, as it stood, and between two versions.

Here: what a request asks for. Not here: what the pages hold (row_page.py), HTML (templates/).
"""

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.model import Dataset
from opendata.site.blueprint import DATASET, blueprint
from opendata.site.blueprint import page as _page
from opendata.site.links import page_link
from opendata.site.row_page import row_page
from opendata.steps.ports.journal import Scope
from opendata.steps.row_story import row_story
from opendata.web.language import language
from opendata.web.services import services

HISTORY = "/history"


@blueprint.route(f"{DATASET}/<resource>/<key:key>")
def row(publisher: str, dataset: str, resource: str, key: str) -> AnyResponse:
    """One row, such as a measure: where it stands, and what happened to it."""
    about = services().reading.dataset(publisher, dataset)
    story = row_story(services().reading, about, resource, key)
    if key.endswith(HISTORY) and not (story.values or story.entries):
        # The API has the history of a row at this address; here it is on the page of the row.
        return _history_of(about, resource, key.removesuffix(HISTORY))
    if story.values is None and (successor := story.lineage.continued_as) is not None:
        place = {"publisher": publisher, "dataset": dataset, "resource": resource, "key": successor}
        return redirect(page_link("row", **place), 303)
    page = row_page(story, resource, key, language())
    status, scope = 410 if page.is_removed else 200, Scope(publisher, dataset, resource, key)
    return _page("row.html", status, dataset=about, version=story.snapshot.version, row=page, scope=scope)


def _history_of(about: Dataset, resource: str, key: str) -> AnyResponse:
    """Redirect to the page of a row; raises RowNotFound if there never was such a row."""
    services().reading.row_entries(about, resource, key)
    place = {"publisher": about.publisher.name, "dataset": about.name, "resource": resource, "key": key}
    return redirect(page_link("row", **place), 303)
