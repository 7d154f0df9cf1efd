"""Fetching measures: what LocalMonitoring or Kausal Watch gives out to everybody becomes a file of JSON.

Here: which addresses are asked, one after another, and how their answers stand together in the file. Not here: what
the file means (intake/files/), how an address is reached (outgoing/), and what is done with the file (uploading.py).
Nothing is asked but what the public sees, and no word of the file is judged here.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit, urlunsplit

from opendata.domain.errors import RequestNotValid
from opendata.domain.model import SourceFile
from opendata.domain.sources import SIGNS_OF_ADDRESSES
from opendata.steps.ports.fetching import Fetcher
from opendata.steps.ports.outgoing import NotReached

Json = Any
MOST_BYTES = 16 * 2**20  # of all answers together
MOST_SECONDS = 60.0  # for all answers together
MOST_PAGES = 200  # of one list
MOST_CATEGORY_TYPES = 20
HEADERS = {"Accept": "application/json"}
FOUND, MISSING = 200, (404, 410)

# Why an address did not answer, in German and English.
REASONS = {
    "address-refused": (
        "führt nicht ins öffentliche Internet; von dort wird nichts geholt",
        "does not lead to the public internet; nothing is fetched from there",
    ),
    "name-unknown": (
        "ist nicht zu finden; bitte prüfen Sie, ob sie richtig geschrieben ist",
        "cannot be found; please check how it is written",
    ),
    "not-reached": (
        "ist nicht zu erreichen; bitte versuchen Sie es später noch einmal",
        "cannot be reached; please try again later",
    ),
    "too-slow": (
        "hat nicht rechtzeitig geantwortet; bitte versuchen Sie es später noch einmal",
        "did not answer in time; please try again later",
    ),
    "too-large": (
        "antwortet mit mehr, als ein Maßnahmenplan je enthält",
        "answers with more than any plan of measures holds",
    ),
    "not-encrypted": ("hat kein gültiges Zertifikat", "has no valid certificate"),
    "too-many-redirects": ("leitet immer wieder um", "redirects again and again"),
    "redirect-unencrypted": (
        "leitet auf eine unverschlüsselte Adresse um",
        "redirects to an address without encryption",
    ),
}
NO_ANSWER = (
    "hat keine vollständige Antwort gegeben; bitte versuchen Sie es später noch einmal",
    "gave no whole answer; please try again later",
)


@dataclass
class _Reading:
    """Asks addresses within the limits of one import. name: the field of a form that an error is about."""

    fetcher: Fetcher
    name: str
    left: int = MOST_BYTES
    begun: float = field(default_factory=time.monotonic)

    def json(self, url: str) -> Json:
        """The JSON that an address answers with; None where there is nothing. Raises RequestNotValid."""
        try:
            left = max(0.0, self.begun + MOST_SECONDS - time.monotonic())
            answer = self.fetcher.fetch(url, HEADERS, self.left, left)
        except NotReached as error:
            german, english = REASONS.get(error.reason, NO_ANSWER)
            raise self.fault(f"{url} {german}", f"{url} {english}") from error
        if answer.status in MISSING:
            return None
        if answer.status != FOUND:
            raise self.fault(
                f"{url} antwortet mit dem Status {answer.status}", f"{url} answers with status {answer.status}"
            )
        self.left -= len(answer.content)
        try:
            return json.loads(answer.content)
        except (ValueError, RecursionError):
            raise self.fault(
                f"{url} antwortet nicht mit JSON; bitte prüfen Sie, ob die Adresse die richtige ist",
                f"{url} does not answer with JSON; please check whether the address is the right one",
            ) from None

    def parts(self, url: str) -> SplitResult:
        """The parts of the address that somebody named; raises RequestNotValid if it is none."""
        plain = quote(url.partition("#")[0], safe=SIGNS_OF_ADDRESSES)
        self.fetcher.must_be_address(self.name, plain)
        return urlsplit(plain)

    def fault(self, german: str, english: str) -> RequestNotValid:
        """The error about the address that somebody named."""
        return RequestNotValid(self.name, english, german=german)


def localmonitoring(fetcher: Fetcher, url: str, name: str) -> SourceFile:
    """The tasks of a city, and who keeps its page; url: of the city's page, of the API, or of a saved file."""
    reading = _Reading(fetcher, name)
    parts = reading.parts(url)
    if parts.path.endswith(".json"):
        return _whole(reading, parts)
    steps = [step for step in parts.path.split("/") if step]
    api = next((place for place in range(len(steps) - 1) if steps[place : place + 2] == ["api", "cities"]), None)
    slug, before = "".join(steps[:1] if api is None else steps[api + 2 : api + 3]), steps[:api] if api else []
    if not slug:
        raise reading.fault(
            "nennt keine Kommune; geben Sie die Adresse ihrer Seite an, wie https://monitoring.example.org/musterstadt",
            "names no city; give the address of its page, such as https://monitoring.example.org/musterstadt",
        )
    place = urlunsplit((parts.scheme, parts.netloc, "/" + "/".join([*before, "api", "cities", slug]), "", ""))
    city, tasks = reading.json(place), reading.json(f"{place}/tasks")
    if not isinstance(city, Mapping) or tasks is None:
        raise reading.fault(
            f"Unter dieser Adresse zeigt LocalMonitoring keine Kommune „{unquote(slug)}“",
            f"LocalMonitoring shows no city '{unquote(slug)}' at this address",
        )
    group = city.get("local_group")
    about = {"name": city.get("name"), "slug": city.get("slug")}
    about["local_group"] = {"name": group.get("name")} if isinstance(group, Mapping) else None
    return _file(unquote(slug), {"city": about, "tasks": tasks})


def kausal(fetcher: Fetcher, url: str, name: str) -> SourceFile:
    """The actions of a plan, with what their numbers stand for; url: of the plan in the API, or of a saved file."""
    reading = _Reading(fetcher, name)
    parts = reading.parts(url)
    if parts.path.endswith(".json"):
        return _whole(reading, parts)
    if not (match := re.match(r"(.*/v1)/plan(?:/([^/]+))?(?:/|\Z)", parts.path)):
        raise reading.fault(
            "ist keine Adresse der Schnittstelle von Kausal Watch; sie lautet wie "
            "https://api.example.org/v1/plan/?identifier=musterstadt",
            "is no address of the API of Kausal Watch, which is like "
            "https://api.example.org/v1/plan/?identifier=musterstadt",
        )
    api = urlunsplit((parts.scheme, parts.netloc, match[1], "", ""))
    identifier = "".join(parse_qs(parts.query).get("identifier", [])[:1]) or unquote(match[2] or "")
    plan = _plan(reading, api, identifier)
    number, known = plan.get("id"), quote(str(plan.get("identifier") or ""), safe="")
    actions = _all(reading, f"{api}/plan/{number}/actions/")
    types = _all(reading, f"{api}/plan/{number}/category-types/")[:MOST_CATEGORY_TYPES]
    places = {kind.get("id"): f"{api}/plan/{number}/category-types/{kind.get('id')}/categories/" for kind in types}
    return _file(
        identifier or str(number),
        {
            "plan": {part: plan.get(part) for part in ("id", "identifier", "name", "primary_action_classification")},
            "actions": actions,
            "action_statuses": _all(reading, f"{api}/action_status/?plan={number}"),
            "action_implementation_phases": _all(reading, f"{api}/plan/{number}/action_implementation_phases/"),
            "category_types": [{**kind, "categories": _all(reading, places[kind.get("id")])} for kind in types],
            "organizations": _all(reading, f"{api}/organization/?plan={known}"),
        },
    )


Fetch = Callable[[Fetcher, str, str], SourceFile]
SYSTEMS: Mapping[str, Fetch] = {"localmonitoring": localmonitoring, "kausal": kausal}


def _plan(reading: _Reading, api: str, identifier: str) -> Mapping[str, Json]:
    """The plan of this number or name."""
    if identifier.isascii() and identifier.isdigit():
        plan = reading.json(f"{api}/plan/{identifier}/")
    else:
        named = _all(reading, f"{api}/plan/?identifier={quote(identifier, safe='')}") if identifier else []
        plan = named[0] if len(named) == 1 else None
    if not isinstance(plan, Mapping) or type(plan.get("id")) is not int:
        raise reading.fault(
            f"Unter dieser Adresse zeigt Kausal Watch keinen Plan „{identifier}“",
            f"Kausal Watch shows no plan '{identifier}' at this address",
        )
    return plan


def _all(reading: _Reading, url: str) -> list[Mapping[str, Json]]:
    """The entries of all pages of a list."""
    return [entry for page in _pages(reading, url) for entry in page if isinstance(entry, Mapping)]


def _pages(reading: _Reading, url: str) -> Iterator[list[Json]]:
    """The pages of a list. Of the address of a further page only the query is taken; the place stays the same."""
    parts, seen = urlsplit(url), set()
    for _ in range(MOST_PAGES):
        seen.add(url)
        page = reading.json(url)
        entries = page.get("results") if isinstance(page, Mapping) else page
        yield entries if isinstance(entries, list) else []
        onward = page.get("next") if isinstance(page, Mapping) else None
        if not isinstance(onward, str) or not onward:
            return
        url = urlunsplit((parts.scheme, parts.netloc, parts.path, urlsplit(onward).query, ""))
        if url in seen:
            break
    raise reading.fault(f"{url} nimmt kein Ende", f"{url} does not come to an end")


def _whole(reading: _Reading, parts: SplitResult) -> SourceFile:
    """A saved file of JSON that lies at an address."""
    url = urlunsplit(parts)
    value = reading.json(url)
    if value is None:
        raise reading.fault(f"Unter {url} gibt es keine Datei", f"there is no file at {url}")
    return _file(unquote(parts.path.rsplit("/", 1)[-1]).removesuffix(".json"), value)


def _file(name: str, value: Json) -> SourceFile:
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "measures"
    return SourceFile(f"{plain}.json", json.dumps(value, indent=1).encode())
