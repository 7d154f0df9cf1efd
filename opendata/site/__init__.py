"""Pages for readers: catalogue, dataset, measure, history, comparison of versions, problem types."""

from flask import Flask

from opendata.site import mail_pages, redirects, sitemap, template_context, well_known
from opendata.site.problem_texts import problem_title
from opendata.site.row_page import row_page
from opendata.site.views import blueprint

__all__ = ["problem_title", "register", "row_page"]


def register(app: Flask) -> None:
    """Add the pages to the application, and what their templates use."""
    for part in (blueprint, sitemap.blueprint, well_known.blueprint):
        app.register_blueprint(part)
    mail_pages.register(app)
    redirects.add(app.url_map)
    # For the whole application, because an error in any of its parts is shown on a page of this site.
    app.context_processor(template_context.for_templates)
