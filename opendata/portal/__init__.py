"""The staff portal: pages for the people of an office, who sign in, upload, mend and publish.

Here: which pages there are. Not here: what the pages do, which the API does too (steps/).
"""

from collections.abc import Callable
from typing import Any

from flask import Flask

from opendata.portal import (
    account_pages,
    audit_pages,
    dataset_pages,
    forgotten_pages,
    link_pages,
    mapping_pages,
    openid_pages,
    people_pages,
    preview_link_pages,
    publishing_pages,
    release_pages,
    report_pages,
    sheet_pages,
    signing_in_pages,
    start_page,
    token_pages,
    upload_pages,
)
from opendata.portal.blueprint import blueprint
from opendata.steps.reading import RowStory

__all__ = ["register"]

RowPages = Callable[[RowStory, str, str, str], Any]  # site/row_page.py, handed over by app.py

PAGES = (
    signing_in_pages,
    openid_pages,
    forgotten_pages,
    link_pages,
    account_pages,
    start_page,
    people_pages,
    token_pages,
    audit_pages,
    dataset_pages,
    upload_pages,
    report_pages,
    sheet_pages,
    mapping_pages,
    publishing_pages,
    release_pages,
    preview_link_pages,
)  # modules whose import adds their pages to the blueprint


def register(app: Flask, row_page: RowPages) -> None:
    """Add the portal to the application; row_page: what the public page of a row shows, for previews of it."""
    app.extensions[preview_link_pages.ROW_PAGES] = row_page
    app.register_blueprint(blueprint)
