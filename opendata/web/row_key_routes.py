"""Keys and publishers in addresses: a row's key may be any text that a city has written.

Here: how the router matches them. Not here: what a key is made of (domain/tables/changeset.py).
"""

from flask import Flask
from werkzeug.routing import BaseConverter, PathConverter

from opendata.web.addresses import part_of_address, text_of_part


class PublisherConverter(BaseConverter):
    """A publisher at the beginning of an address of pages: none is called as addresses for programs begin.

    Otherwise these addresses would take the methods of pages as well, and say so in Allow.
    """

    regex = r"(?!(?:api|feeds|compat)(?:/|$))[^/]+"


class TableConverter(BaseConverter):
    """A table in front of a row's key: none is called as parts of addresses below which something else is."""

    regex = r"(?!(?:versions|source)(?:/|$))[^/]+"


class KeyConverter(PathConverter):
    """A row's key: any text, also one that begins with a slash or has line breaks in it."""

    regex = r"[\s\S]+?"
    part_isolating = False  # a key may contain slashes

    def to_python(self, value: str) -> str:
        """The key that an address names."""
        return text_of_part(value)

    def to_url(self, value: str) -> str:
        """The key as a part of an address, escaped: its slashes too, so that nobody takes them for levels."""
        return str(super().to_url(part_of_address(value))).replace("/", "%2F")


def register(app: Flask) -> None:
    """Make <key:key>, <table:…> and <publisher:…> available to routes; must be called before any route is added."""
    app.url_map.converters["key"] = KeyConverter
    app.url_map.converters["table"] = TableConverter
    app.url_map.converters["publisher"] = PublisherConverter
    # A key may contain two slashes in a row, so the router must not merge them.
    app.url_map.merge_slashes = False
