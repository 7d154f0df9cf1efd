"""JSON, CSV and Atom for programs. Views here; what they answer with comes from domain/ and formats/."""

from flask import Flask

from opendata.api import (
    alike,
    calendars,
    catalog,
    changes,
    datasets,
    docs_page,
    drafts,
    feeds,
    following,
    funding,
    health_checks,
    kinds,
    localmonitoring,
    mending,
    openapi,
    origins,
    overviews,
    read_counts,
    releases,
    remembered_mappings,
    single_rows,
    sources,
    uploads,
    validate,
    version_differences,
    version_files,
    version_rows,
    versions,
    webhooks,
    workbooks,
)


def register(app: Flask) -> None:
    """Add the API, its description, the feeds and the health checks to the application."""
    api = openapi.make_api(app)
    # Versions come before rows: the address of a version must not be taken for that of a row with the same name.
    for blueprint in (
        kinds.blueprint,
        datasets.blueprint,
        versions.blueprint,
        overviews.blueprint,
        funding.blueprint,
        workbooks.blueprint,
        version_files.blueprint,
        version_rows.blueprint,
        version_differences.blueprint,
        uploads.blueprint,
        drafts.blueprint,
        releases.blueprint,
        webhooks.blueprint,
        sources.blueprint,
        mending.blueprint,
        origins.blueprint,
        read_counts.blueprint,
        following.blueprint,
        remembered_mappings.blueprint,
        validate.blueprint,
        changes.blueprint,
        alike.blueprint,
        single_rows.blueprint,
    ):
        api.register_blueprint(blueprint)
    for plain in (
        catalog.blueprint,
        localmonitoring.blueprint,
        docs_page.blueprint,
        feeds.blueprint,
        calendars.blueprint,
        health_checks.blueprint,
    ):
        app.register_blueprint(plain)
