"""Explained views: the pages on methods, for journalists and for other groups.

Here: what a request asks for, and the addresses that the pages show. Not here: explanations (explanations.py), words
(explained_texts.py), HTML (templates/methods.html, press.html, reuse.html).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response

from opendata.domain.errors import DatasetNotFound, NothingPublished, VersionWithdrawn
from opendata.domain.model import Dataset, Version
from opendata.site.blueprint import blueprint, page
from opendata.site.explanations import explained_groups
from opendata.site.page_texts import text
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import LATEST
from opendata.web.addresses import COMPAT, feed_url, file_url, page_url, site_url
from opendata.web.language import language
from opendata.web.services import services

READ_FOR_EXAMPLE = 20  # newest entries of the journal, among which the example of the pages is sought


@dataclass(frozen=True)
class ExampleVersion:
    """The version that was published last, as an example."""

    dataset: Dataset
    version: Version


@dataclass(frozen=True)
class ShownAddresses:
    """The addresses that other programs take; the last three are None where nothing is published."""

    localmonitoring: str
    feed: str
    json_feed: str
    table: str | None
    card: str | None
    card_title: str | None


@blueprint.route("/methods")
def methods() -> Response:
    """What each phase, each figure and each method means, in one sentence."""
    return page("methods.html", groups=explained_groups(language()))


@blueprint.route("/press")
def press() -> Response:
    """How to cite what stands here."""
    return page("press.html", example=_example())


@blueprint.route("/reuse")
def reuse() -> Response:
    """How other groups build on the data."""
    return page("reuse.html", addresses=_addresses(_example()), scope=Scope())


def _addresses(example: ExampleVersion | None) -> ShownAddresses:
    table = card = title = None
    if example is not None:
        publisher = example.dataset.publisher
        name = next((each.name for each in example.version.resources if each.rows), example.version.resources[0].name)
        table = file_url(example.version, name, "csv", number=LATEST)
        card = page_url(publisher.name, "embed")
        title = text("embed.title", language(), name=publisher.title)
    feeds = feed_url(), feed_url(ending="json")
    return ShownAddresses(site_url(COMPAT + "/localmonitoring"), *feeds, table, card, title)


def _example() -> ExampleVersion | None:
    """The version that was published last and holds; None where there is none."""
    for publisher, name in _places():
        try:
            dataset = services().reading.dataset(publisher, name)
            version = services().reading.latest(dataset)
        except (DatasetNotFound, NothingPublished, VersionWithdrawn):
            continue
        return ExampleVersion(dataset, version)
    return None


def _places() -> Iterator[tuple[str, str]]:
    """Publisher and name of the datasets of the newest entries, and then of some that are published."""
    entries = services().journal.newest(READ_FOR_EXAMPLE, Scope(), with_fields=False)
    yield from dict.fromkeys((entry.publisher, entry.dataset) for entry in entries)
    # All of these entries may be of one version that was withdrawn.
    published, _ = services().catalogue.published_datasets(0, READ_FOR_EXAMPLE)
    yield from ((dataset.publisher.name, dataset.name) for dataset in published)
