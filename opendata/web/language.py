"""The language of an answer: that of ?lang=, else of the Accept-Language header, else of LANGUAGE."""

from functools import lru_cache

from flask import current_app, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from opendata.domain.errors import RequestNotValid

LANGUAGES = ("de", "en")


def language() -> str:
    """The language of this answer, "de" or "en"; raises RequestNotValid for a ?lang= that is neither."""
    asked = request.args.get("lang")
    if asked is not None:
        if asked not in LANGUAGES:
            german = f"„{asked}“ wird hier nicht gesprochen"
            raise RequestNotValid("lang", f"'{asked}' is not spoken here", LANGUAGES, german)
        return asked
    return _preferred()


def language_of_problems() -> str:
    """The language of an answer that says what went wrong; a ?lang= that is unknown may be just that."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else _preferred()


def _preferred() -> str:
    # From the settings of the application, because a problem is told in the right language without storage as well.
    return language_preferred(str(current_app.config["DEFAULT_LANGUAGE"]), request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=1024)
def language_preferred(default: str, header: str) -> str:
    """The language that an Accept-Language header prefers, "de" or "en"; default: where it prefers none of them."""
    order = (default, *(name for name in LANGUAGES if name != default))
    return parse_accept_header(header, LanguageAccept).best_match(order) or default
