"""The staff portal: pages for the people of an office, who sign in, upload, mend and publish.

Here: which pages there are. Not here: what the pages do, which the API does too (steps/).
"""

from flask import Flask

from opendata.portal import (
    account_pages,
    audit_pages,
    dataset_pages,
    dataset_settings_pages,
    forgotten_pages,
    import_pages,
    link_pages,
    mapping_pages,
    mending_pages,
    openid_pages,
    password_list,
    people_pages,
    preview_link_pages,
    preview_row_pages,
    publishing_pages,
    release_pages,
    remembered_mapping_pages,
    report_pages,
    report_values_pages,
    sheet_pages,
    signing_in_pages,
    source_pages,
    start_page,
    token_pages,
    upload_pages,
    webhook_pages,
)
from opendata.portal.blueprint import blueprint

__all__ = ["register"]

PAGES = (
    signing_in_pages,
    openid_pages,
    forgotten_pages,
    link_pages,
    password_list,
    account_pages,
    start_page,
    people_pages,
    token_pages,
    webhook_pages,
    audit_pages,
    dataset_pages,
    dataset_settings_pages,
    source_pages,
    upload_pages,
    import_pages,
    report_pages,
    sheet_pages,
    report_values_pages,
    mending_pages,
    mapping_pages,
    remembered_mapping_pages,
    publishing_pages,
    release_pages,
    preview_row_pages,
    preview_link_pages,
)  # modules whose import adds their pages to the blueprint


def register(app: Flask, draw_row: preview_row_pages.DrawRow) -> None:
    """Add the portal to the application. draw_row: makes what the public page of a row shows."""
    preview_row_pages.register(app, draw_row)
    app.register_blueprint(blueprint)
