"""The language of an answer: that of ?lang=, else of the Accept-Language header, else of LANGUAGE."""

from flask import request

from opendata.domain.errors import RequestNotValid
from opendata.web.services import services

LANGUAGES = ("de", "en")


def language() -> str:
    """The language of this answer, "de" or "en"; raises RequestNotValid for a ?lang= that is neither."""
    asked = request.args.get("lang")
    if asked is not None:
        if asked not in LANGUAGES:
            raise RequestNotValid("lang", f"'{asked}' is not spoken here", LANGUAGES)
        return asked
    default = services().config.language
    order = (default, *(name for name in LANGUAGES if name != default))
    return request.accept_languages.best_match(order) or default
