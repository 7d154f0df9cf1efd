"""In which language an answer speaks: ?lang=, else what the reader's program asks for, else LANGUAGE."""

from flask import request

from opendata.domain.errors import RequestNotValid
from opendata.web.services import services

LANGUAGES = ("de", "en")


def language() -> str:
    """de or en; raises RequestNotValid for a ?lang= that is neither."""
    asked = request.args.get("lang")
    if asked is not None:
        if asked not in LANGUAGES:
            raise RequestNotValid("lang", f"'{asked}' is not spoken here", LANGUAGES)
        return asked
    default = services().config.language
    order = (default, *(each for each in LANGUAGES if each != default))
    return request.accept_languages.best_match(order) or default
