"""Pages for readers: catalogue, dataset, measure, history, comparison of versions, problem types."""

from flask import Flask

from opendata.site import (
    compare_views,
    explained_views,
    funding_views,
    mail_pages,
    overview_views,
    redirects,
    report_views,
    row_views,
    search_views,
    share_views,
    sight_views,
    sitemap,
    template_context,
    topic_views,
    trend_views,
    views,
    well_known,
)
from opendata.site.blueprint import blueprint
from opendata.site.problem_texts import problem_title
from opendata.site.row_page import row_page

__all__ = ["problem_title", "register", "row_page"]
# Modules that add their views to the blueprint when they are imported.
PAGES = (
    overview_views,
    views,
    row_views,
    compare_views,
    search_views,
    explained_views,
    funding_views,
    report_views,
    share_views,
    sight_views,
    topic_views,
    trend_views,
)


def register(app: Flask) -> None:
    """Add the pages to the application, and what their templates use."""
    for part in (blueprint, sitemap.blueprint, well_known.blueprint):
        app.register_blueprint(part)
    mail_pages.register(app)
    redirects.add(app.url_map)
    # For the whole application, because an error in any of its parts is shown on a page of this site.
    app.context_processor(template_context.for_templates)
