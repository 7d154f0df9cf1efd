"""Pages for readers: catalogue, dataset, measure, history, comparison of versions, problem types."""

from flask import Flask

from opendata.site.views import blueprint


def register(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(blueprint)
