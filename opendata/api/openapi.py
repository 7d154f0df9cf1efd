"""OpenAPI 3.1 from the code: the API object, the names of operations, and how arguments are read.

Here: what flask-smorest is told once for all views. Not here: the views and their schemas, the whole document
(description/).
"""

import re
from collections.abc import Mapping
from threading import Lock
from typing import Any, NoReturn

import marshmallow as ma
from flask import Flask, Response
from flask_smorest import Api, Blueprint
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.exceptions import HTTPException

from opendata.domain.errors import RequestNotValid
from opendata.web import problem_answers
from opendata.web.body_types import must_be_json
from opendata.web.known_operations import tell_operations
from opendata.web.language import language
from opendata.web.sent_json import MOST_BYTES, read_json

VERSION = "1"


class Parser(FlaskParser):
    """Reads arguments strictly: an unknown or senseless argument is a problem that names the known arguments."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - as webargs declares it
        "query": ma.RAISE,
        "json": ma.RAISE,
        "form": ma.RAISE,
        "files": ma.RAISE,
    }

    def load_json(self, req: Any, schema: ma.Schema) -> Any:
        """The body of a request as JSON; raises RequestNotValid where it cannot be read or kept."""
        must_be_json()
        if not is_json_request(req):
            return ma.missing
        # One byte over the limit is enough to refuse a body: the rest of it is not taken into memory.
        content = req.stream.read(MOST_BYTES + 1)
        return read_json("json", content) if content else ma.missing

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Any,
        schema: ma.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Raise RequestNotValid for the first thing wrong."""
        messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        location = next(iter(messages), "")
        first = messages.get(location) or {}
        name, reasons = next(iter(first.items()), (location, ["has no sense"]))
        while isinstance(reasons, dict):
            reasons = next(iter(reasons.values()))
        name = location if name == "_schema" else name  # the whole is of the wrong type
        known = sorted(field.data_key or key for key, field in schema.fields.items())
        reason = str(reasons[0]).rstrip(".").lower()
        raise RequestNotValid(str(name), reason, known, _german(reason))


# What marshmallow says of the arguments of a request, in German; what is absent here stays in English.
GERMAN_REASONS = {
    "unknown field": "diese Angabe gibt es nicht",
    "not a valid integer": "muss eine ganze Zahl sein",
    "not a valid date": "muss ein Datum sein, wie 2024-12-31",
    "not a valid string": "muss ein Text sein",
    "not a valid boolean": "muss true oder false sein",
    "not a valid list": "muss eine Liste sein",
    "not a valid mapping type": "muss ein Objekt sein, also {…}",
    "field may not be null": "darf nicht null sein",
    "invalid input type": "muss ein Objekt sein, also {…}",
    "number too large": "ist zu groß",
    "missing data for required field": "fehlt",
    "must be greater than or equal to 0": "darf nicht kleiner als 0 sein",
    "must be one of: de, en": "muss de oder en sein",
}


_BETWEEN = re.compile(r"must be greater than or equal to (\S+) and less than or equal to (\S+)")


def _german(reason: str) -> str | None:
    between = _BETWEEN.fullmatch(reason)
    return f"muss zwischen {between[1]} und {between[2]} liegen" if between else GERMAN_REASONS.get(reason)


def _must_be_spoken() -> None:
    """Raise RequestNotValid for a ?lang= that is not spoken here, whatever else a view makes of the language."""
    language()


class ApiBlueprint(Blueprint):
    """A blueprint whose arguments are read strictly, and whose operations are called as their functions are."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.before_request(_must_be_spoken)

    def add_url_rule(self, rule: str, endpoint: str | None = None, view_func: Any = None, **options: Any) -> Any:
        """Add a view; its operation is called as its function is, unless the view says otherwise."""
        if "operationId" not in getattr(view_func, "_apidoc", {}).get("manual_doc", {}):
            view_func = self.doc(operationId=view_func.__name__)(view_func)
        return super().add_url_rule(rule, endpoint, view_func, **options)


class ProblemApi(Api):
    """The API of flask-smorest, with our problems in place of the JSON it has for HTTP errors.

    It describes views, and what all of them may answer with, when the description is first asked for: that takes
    longer than the rest of making an application, and most processes and commands never need it.
    """

    def __init__(self, app: Flask) -> None:
        self._application, self._lock = app, Lock()
        self._not_described: list[Blueprint] = []
        self._knows_answers = False
        super().__init__(app)

    def register_blueprint(self, blueprint: Blueprint) -> None:
        """Add the views of a blueprint."""
        self._application.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._application.register_blueprint(blueprint)
        self._not_described.append(blueprint)

    def described(self) -> dict[str, Any]:
        """What flask-smorest knows of all views."""
        with self._lock:
            if not self._knows_answers:
                super()._register_responses()
                self._knows_answers = True
            while self._not_described:
                blueprint = self._not_described.pop(0)
                blueprint.register_views_in_doc(
                    self, self._application, self.spec, name=blueprint.name, parameters=None
                )
                self.spec.tag({"name": blueprint.name, "description": blueprint.description})
            known: dict[str, Any] = self.spec.to_dict()
            return known

    def _register_responses(self) -> None:
        """Nothing yet: described() does it."""

    def handle_http_exception(self, error: HTTPException) -> Response:
        """The answer of web/problem_answers.py."""
        return problem_answers.http_problem(error)


def make_api(app: Flask) -> ProblemApi:
    """The API object of this application; the document that it knows is made whole and answered by docs_page.py."""
    app.config.update(
        API_TITLE="opendata",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}},
            "servers": [{"url": "/"}],
        },
    )
    api = ProblemApi(app)
    tell_operations(app, api.described)
    return api
