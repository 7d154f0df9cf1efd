"""Validating without keeping: anyone may try a file; how often is limited."""

from flask import Response, request

from opendata.api.description.notes_of_views import OF_FILES, may_answer
from opendata.api.lists import LanguageQuery, json_response
from opendata.api.openapi import ApiBlueprint
from opendata.api.upload_schemas import ReportSchema, multipart
from opendata.api.uploads import sent_files, sent_mapping
from opendata.domain.errors import RequestNotValid
from opendata.steps.checking_only import check_only
from opendata.web import limits
from opendata.web.addresses import API
from opendata.web.language import language
from opendata.web.services import services
from opendata.web.thread_shares import OPEN_CHECKS

blueprint = ApiBlueprint("validate", __name__, url_prefix=API, description="Trying a file")
MULTIPART = multipart(["file", "kind"], kind={"type": "string"})


@blueprint.route("/validate", methods=["POST"])
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, ReportSchema)
@blueprint.doc(**MULTIPART, **may_answer("too-many-requests", *OF_FILES))
def post_validate(_arguments: dict[str, str]) -> Response:
    """The report on files of a kind; nothing is kept, no token is needed."""
    limits.count(limits.OPEN_CHECKS)
    with OPEN_CHECKS.taken(), limits.one_at_a_time(limits.OPEN_CHECKS_AT_ONCE):
        files, kind = sent_files(), request.form.get("kind")
        if not kind:
            german = "sagen Sie, von welcher Art die Tabelle ist"
            raise RequestNotValid("kind", "say of which kind the table is", sorted(services().kinds), german)
        return json_response(check_only(services().desk, kind, files, sent_mapping(), language()))
