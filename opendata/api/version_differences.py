"""Differences: what changed from one version of a dataset to another, as JSON and CSV."""

from contextlib import nullcontext
from functools import partial
from typing import Any, BinaryIO

from flask import Response

from opendata.api.description.notes_of_views import in_parts, shape
from opendata.api.lists import LanguageQuery, ListQuery, asked_part, list_of_texts_response
from opendata.api.openapi import ApiBlueprint
from opendata.api.versions import DATASET, asked_version
from opendata.domain.model import Version
from opendata.domain.tables.changeset import summed_counts
from opendata.formats.version_changes import change_texts, changes_csv, write_changes_csv
from opendata.steps.reading import LATEST, Difference, is_long, must_hold
from opendata.web.addresses import API
from opendata.web.http_caching import file_response, made_file_response, unchanged, version_etag
from opendata.web.services import services

blueprint = ApiBlueprint("differences", __name__, url_prefix=API, description="What changed between two versions")
CSV = "text/csv; charset=utf-8"
DIFFERENCE = f"{DATASET}/versions/<before>...<after>"


@blueprint.route(f"{DIFFERENCE}/changes.json")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, shape("Differences"))
def get_changes(arguments: dict[str, Any], publisher: str, dataset: str, before: str, after: str) -> Response:
    """What changed from one version to another, in either direction."""
    old, new = asked_version(publisher, dataset, before), asked_version(publisher, dataset, after)
    difference, part = services().reading.difference(old, new), asked_part(arguments)
    counts = summed_counts(changes.counts for changes in difference.changesets.values())
    changes = change_texts(difference.changesets, difference.before, difference.after, part.start)
    head = {"from": old.number, "to": new.number, "counts": counts}
    with services().reading.answers.turn() if part.is_long else nullcontext():
        return list_of_texts_response(changes, sum(counts.values()), part, head)


@blueprint.route(f"{DIFFERENCE}/changes.csv")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
@blueprint.doc(**in_parts())
def get_changes_csv(_arguments: dict[str, Any], publisher: str, dataset: str, before: str, after: str) -> Response:
    """What changed from one version to another, one line a field."""
    old, new = asked_version(publisher, dataset, before), asked_version(publisher, dataset, after)
    must_hold(old)
    must_hold(new)
    etag, immutable = version_etag(old, new.digest), LATEST not in (before, after)
    if answer := unchanged(etag, immutable=immutable):
        return answer
    name = f"{publisher}-{dataset}-{old.number}...{new.number}.csv"
    if is_long(old) or is_long(new):
        made = services().made_files.get(new.digest, etag, None, partial(_write_csv, old, new))
        return made_file_response(made, CSV, etag, immutable=immutable, name=name)
    content = services().reading.told_difference(old, new, "changes.csv", _as_csv, len)
    return file_response(content, CSV, etag, immutable=immutable, name=name)


def _write_csv(old: Version, new: Version, file: BinaryIO) -> None:
    """The same of tables of which a million rows may have changed."""
    difference = services().reading.difference(old, new)
    write_changes_csv(file, difference.changesets, difference.before, difference.after)


def _as_csv(difference: Difference) -> bytes:
    return changes_csv(difference.changesets, difference.before, difference.after)
