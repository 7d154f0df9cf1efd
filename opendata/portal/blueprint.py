"""The blueprint that every page of the portal is added to."""

from flask import Blueprint

PREFIX = "/portal"
blueprint = Blueprint(
    "portal",
    __name__,
    url_prefix=PREFIX,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)
