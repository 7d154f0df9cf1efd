"""Workbooks: what is published as an .xlsx file to carry on, and an empty one of each kind.

Here: which version and which language an address means, and its headers. Not here: what is on the sheets
(formats/workbook.py), and reading them when they come back (intake/).
"""

import hashlib
import json
from typing import Any

from flask import Response

from opendata.api.description.notes_of_views import BINARY, in_parts, may_answer
from opendata.api.lists import LanguageQuery
from opendata.api.openapi import ApiBlueprint
from opendata.api.versions import DATASET
from opendata.domain.kinds import Kind
from opendata.formats.workbook import XLSX, must_fit, template, workbook
from opendata.steps.carrying_on import to_carry_on
from opendata.web.addresses import API
from opendata.web.http_caching import file_response, unchanged, version_etag
from opendata.web.language import language
from opendata.web.services import services

blueprint = ApiBlueprint("workbooks", __name__, url_prefix=API, description="Workbooks that staff carry on")
DIGITS = 12  # of the digest of a kind: enough to tell apart what it was and what it is


@blueprint.route(f"{DATASET}/workbook.xlsx")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, BINARY, content_type=XLSX)
@blueprint.doc(**in_parts(), **may_answer("nothing-published", "version-withdrawn"))
def get_workbook(_arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """The current version as a workbook: change what has changed, and upload it again without a mapping.

    Headers, notes and codes are in the language of ?lang=, else of Accept-Language.
    """
    about = services().catalogue.dataset(publisher, dataset)
    version, tongue = services().reading.latest(about), language()
    current = to_carry_on(services().reading, about, version)
    etag = version_etag(version, "workbook", tongue, _digest(current.kind))
    if answer := unchanged(etag, immutable=False):
        return _for_language(answer)
    must_fit(current.kind, {resource.name: resource.rows for resource in version.resources})
    content = services().reading.dear(
        [version], etag, lambda: workbook(current.kind, current.frame, version.published_at, tongue), len
    )
    name = f"{publisher}-{dataset}-{version.number}.xlsx"
    return _for_language(file_response(content, XLSX, etag, immutable=False, name=name))


@blueprint.route("/kinds/<kind>/template.xlsx")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, BINARY, content_type=XLSX)
@blueprint.doc(**in_parts())
def get_template(_arguments: dict[str, Any], kind: str) -> Response:
    """An empty workbook of a kind, with three rows that are marked as examples and are never published."""
    about, tongue = services().kinds[kind], language()
    etag = f"{kind}-template-{tongue}-{_digest(about)}"
    if answer := unchanged(etag, immutable=False):
        return _for_language(answer)
    name = f"{about.name}-{tongue}.xlsx"
    return _for_language(file_response(template(about, tongue), XLSX, etag, immutable=False, name=name))


def _digest(kind: Kind) -> str:
    tables = [[table.name, dict(table.labels), dict(table.roles), table.public_schema()] for table in kind]
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()[:DIGITS]


def _for_language(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
