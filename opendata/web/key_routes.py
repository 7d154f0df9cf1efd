"""Keys in addresses: a row's key may be any text that a city has written.

Here: how the router takes one. Not here: what a key is made of (domain/tables/changeset.py).
"""

from flask import Flask
from werkzeug.routing import PathConverter


class KeyConverter(PathConverter):
    """A row's key: any text, also one that begins with a slash or has line breaks in it."""

    regex = r"[\s\S]+?"
    part_isolating = False  # it reaches over slashes


def register(app: Flask) -> None:
    """Let routes say <key:key>; to be called before they are added."""
    app.url_map.converters["key"] = KeyConverter
    # Keys may hold two slashes in a row: addresses are taken as they are.
    app.url_map.merge_slashes = False
