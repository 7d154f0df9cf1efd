"""Validating without keeping: anyone may try a file; how often is limited."""

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from opendata.api.lists import LanguageQuery, json_response
from opendata.api.openapi import ApiBlueprint
from opendata.api.upload_schemas import ReportSchema, multipart
from opendata.api.uploads import sent_files, sent_mapping
from opendata.domain.errors import RequestNotValid
from opendata.steps import uploading
from opendata.web.addresses import API
from opendata.web.language import language
from opendata.web.services import services

blueprint = ApiBlueprint("validate", __name__, url_prefix=API, description="Trying a file")
OFTEN = "30 per minute"
MULTIPART = multipart(["file", "kind"], kind={"type": "string"})


@blueprint.route("/validate", methods=["POST"])
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, ReportSchema)
@blueprint.doc(**MULTIPART)
def post_validate(_arguments: dict[str, str]) -> Response:
    """The report on files of a kind; nothing is kept, no token is needed."""
    files, kind = sent_files(), request.form.get("kind")
    if not kind:
        german = "sagen Sie, von welcher Art die Tabelle ist"
        raise RequestNotValid("kind", "say of which kind the table is", sorted(services().kinds), german)
    return json_response(uploading.check_only(services().desk, kind, files, sent_mapping(), language()))


def limit(app: Flask) -> None:
    """Limit how often one client address may validate; counted in Redis if there is one, else per process."""
    redis_url = app.config.get("REDIS_URL")
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=redis_url or "memory://",
        # A Redis that hangs must not hold up requests: they can be counted without it.
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1} if redis_url else {},
        in_memory_fallback=[OFTEN],
        in_memory_fallback_enabled=bool(redis_url),
        headers_enabled=True,
    )
    limiter.limit(OFTEN)(blueprint)
