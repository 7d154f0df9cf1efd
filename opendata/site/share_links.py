"""Share links: what the head of a page tells networks that show a preview of it (Open Graph, and the names of X).

Here: these properties. Not here: the pictures (share_views.py).
"""

from collections.abc import Iterator

from flask import current_app, request, url_for

from opendata.pictures.share_pictures import HEIGHT, WIDTH
from opendata.site.page_texts import text

LOCALES = {"de": "de_DE", "en": "en_GB"}


def share_properties(language: str) -> list[tuple[str, str]]:
    """The properties of this page, without its title; none for a page that has no address of its own."""
    if request.endpoint is None or request.blueprint != "site" or request.routing_exception:
        return []
    return list(_properties(language, dict(request.view_args or {})))


def _properties(language: str, place: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "og:type", "website"
    yield "og:site_name", text("service", language)
    yield "og:locale", LOCALES[language]
    yield "og:url", url_for(str(request.endpoint), _external=True, **place)
    yield "og:description", text("slogan", language)
    if "publisher" not in place:
        yield "twitter:card", "summary"
        return
    # A copy as static files has the pictures of cities alone; those of all rows would be most of its bytes.
    is_row = request.endpoint == "site.row" and not current_app.config.get("STATIC_COPY")
    named = place if is_row else {"publisher": place["publisher"]}
    endpoint = "site.share_row" if is_row else "site.share_publisher"
    yield "og:image", url_for(endpoint, _external=True, lang=language, **named)
    yield "og:image:type", "image/png"
    yield "og:image:width", str(WIDTH)
    yield "og:image:height", str(HEIGHT)
    of_city = text("share.alt.publisher", language, name=place["publisher"])
    yield "og:image:alt", text("share.alt.row", language) if is_row else of_city
    yield "twitter:card", "summary_large_image"
