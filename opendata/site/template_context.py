"""Context: what every template can use: t() for texts, links, and values as people read them.

Here: functions bound to the language of the request. Not here: the texts (page_texts.py), what pages hold
(catalogue_pages.py).
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import current_app, request

from opendata.domain.tables import values_for_people
from opendata.pictures.bar_pictures import single_bar
from opendata.pictures.looks import pattern_definitions, swatch
from opendata.site import cells_on_pages, links
from opendata.site.explanations import EXPLANATIONS, explained
from opendata.site.page_texts import text
from opendata.site.problem_texts import problem_words
from opendata.site.share_links import share_properties
from opendata.web.language import LANGUAGES


def page_language() -> str:
    """The language of this page, chosen as in web/language.py, but without raising: error pages use it too.

    So this function asks no service, and ignores a ?lang= that is neither de nor en.
    """
    if (asked := request.args.get("lang")) in LANGUAGES:
        return str(asked)
    default: str = current_app.config.get("DEFAULT_LANGUAGE", LANGUAGES[0])
    return request.accept_languages.best_match(sorted(LANGUAGES, key=lambda tongue: tongue != default)) or default


def for_templates() -> dict[str, Any]:
    """The names that every template can use, besides the values that its view passes."""
    tongue = page_language()

    def t(key: str, **values: object) -> str:
        return text(key, tongue, **values)

    def in_this_language(show: Callable[..., str]) -> Callable[..., str]:
        return partial(_in_language, show, tongue)

    return {
        "t": t,
        "language": tongue,
        "language_links": links.language_links,
        "alternates": links.alternates,
        "link": links.page_link,
        "feed_link": links.feed_link,
        "calendar_link": links.calendar_link,
        "api_link": links.api_link,
        "version_link": links.version_link,
        "changes_link": links.changes_link,
        "day": in_this_language(values_for_people.day_text),
        "moment": in_this_language(values_for_people.moment_text),
        "number": in_this_language(values_for_people.count_text),
        "size": in_this_language(values_for_people.bytes_text),
        "duration": in_this_language(values_for_people.duration_text),
        "rhythm": in_this_language(cells_on_pages.rhythm_text),
        "problem_words": lambda name, title: problem_words(name, tongue, title),
        "is_web_address": cells_on_pages.is_web_address,
        "way_up": way_up,
        "picture_patterns": pattern_definitions,
        "swatch": swatch,
        "single_bar": single_bar,
        "explanation": lambda name: explained(name, tongue),
        "explanations": EXPLANATIONS,
        "share_properties": lambda: share_properties(tongue),
        "full_link": links.full_page_link,
    }


IN_A_DATASET = ("version-not-found", "nothing-published", "version-withdrawn", "resource-not-found", "row-not-found")


def way_up(problem: str) -> tuple[str, str] | None:
    """For an error page: the address and the path of the nearest page above it that exists, if there is one."""
    values = request.view_args or {}
    publisher, dataset = values.get("publisher"), values.get("dataset")
    if problem == "dataset-not-found" and publisher:
        return links.page_link("publisher", publisher=publisher), publisher
    if problem in IN_A_DATASET and publisher and dataset:
        return links.page_link("dataset", publisher=publisher, dataset=dataset), f"{publisher}/{dataset}"
    return None


def _in_language(show: Callable[..., str], tongue: str, value: int | str | date | datetime) -> str:
    return show(value, tongue)
