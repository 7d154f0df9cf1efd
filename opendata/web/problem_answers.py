"""Problems: every error as problem+json (RFC 9457) to programs and as a page to people.

Here: which status, name and title each error has, and the one place that answers with them.
Not here: what went wrong (domain/errors.py raises it with its facts).
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Request, Response, current_app, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from opendata.config import ConfigError
from opendata.domain import (
    errors,
    following,
    people_errors,
    quota_errors,
    release_errors,
    source_errors,
    webhook_errors,
)
from opendata.domain.errors import DomainError
from opendata.domain.tables.json_values import dumps
from opendata.web.access import AccessDenied, AccessMissing
from opendata.web.addresses import is_for_programs
from opendata.web.http_problem_details import detail_of, too_large, unavailable
from opendata.web.language import language_of_problems
from opendata.web.services import services

log = logging.getLogger("opendata.problems")
Titles = Callable[[str, str, str], str]  # of a problem's name, a language, and its title where it has no other
TITLES = "opendata.problem_titles"
MEDIA_TYPE = "application/problem+json"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
RETRY_SECONDS = 10  # how soon a client may ask again while a part of the storage does not answer

# Error: (status, name, title)
PROBLEMS: dict[type[Exception], tuple[int, str, str]] = {
    errors.KindBroken: (500, "kind-broken", "A kind cannot be used"),
    errors.KindNotFound: (404, "kind-not-found", "No such kind"),
    errors.PublisherNotFound: (404, "publisher-not-found", "No such publisher"),
    errors.DatasetNotFound: (404, "dataset-not-found", "No such dataset"),
    errors.VersionNotFound: (404, "version-not-found", "No such version"),
    errors.NothingPublished: (404, "nothing-published", "Nothing has been published yet"),
    errors.NoVersionHeld: (404, "version-not-found", "No such version"),
    errors.VersionWithdrawn: (410, "version-withdrawn", "The version was withdrawn"),
    errors.AlreadyWithdrawn: (409, "already-withdrawn", "The version was withdrawn before"),
    errors.ResourceNotFound: (404, "resource-not-found", "No such resource"),
    errors.RowNotFound: (404, "row-not-found", "No such row"),
    errors.PlaceNotFound: (404, "place-not-found", "No page says this"),
    errors.RowRemoved: (410, "row-removed", "The row is no longer contained"),
    errors.UploadNotFound: (404, "upload-not-found", "No such upload"),
    errors.UploadPublished: (409, "upload-published", "The upload is published already"),
    errors.UploadChanged: (409, "upload-changed", "The upload was changed meanwhile"),
    errors.EditNotValid: (422, "edit-not-valid", "The edit is not possible"),
    errors.UploadNotReady: (409, "upload-not-ready", "The upload is still being checked"),
    errors.AlreadyExists: (409, "already-exists", "The name is taken"),
    errors.NameNotAllowed: (400, "name-not-allowed", "The name cannot be used"),
    errors.AnswersMissing: (409, "answers-missing", "Questions must be answered first"),
    errors.EarlierPartOpen: (409, "earlier-part-open", "An earlier part of the report is open"),
    errors.VersionConflict: (409, "version-conflict", "Another version was published meanwhile"),
    errors.DateBeforeLast: (422, "date-before-last", "The date lies before the last version's"),
    errors.UploadNotValid: (422, "upload-not-valid", "The upload has errors"),
    errors.UnreadableFile: (422, "unreadable-file", "The file cannot be read"),
    errors.UploadTooDemanding: (422, "upload-too-demanding", "Checking the files takes too much"),
    errors.MappingNotValid: (422, "mapping-not-valid", "The mapping is not valid"),
    errors.SchemaNotValid: (422, "schema-not-valid", "The schema is not valid"),
    errors.RequestNotValid: (400, "request-not-valid", "The request is not valid"),
    errors.SerialNotReached: (400, "serial-not-reached", "The journal does not reach that far"),
    quota_errors.NoRoomLeft: (413, "no-room-left", "The publisher may store no more"),
    errors.StorageUnavailable: (503, "storage-unavailable", "Not available at the moment"),
    errors.ServiceBusy: (503, "service-busy", "Others are being served at the moment"),
    errors.ReadingUnavailable: (503, "reading-unavailable", "Files cannot be read at the moment"),
    errors.AnswersBusy: (503, "answers-busy", "Other answers are being made"),
    errors.PackageDamaged: (500, "package-damaged", "A stored package is damaged"),
    people_errors.RoleMissing: (403, "role-missing", "Your role does not allow this"),
    people_errors.PersonNotFound: (404, "person-not-found", "No such person"),
    people_errors.LinkNotValid: (410, "link-not-valid", "The link is no longer valid"),
    people_errors.LastAdmin: (409, "last-admin", "Somebody must be an admin"),
    people_errors.OperatorNeeded: (403, "operator-needed", "Only an operator can do this"),
    release_errors.FourEyesNeeded: (403, "four-eyes-needed", "Somebody else has to publish this"),
    release_errors.TooLateToCancel: (409, "too-late-to-cancel", "The set time has come already"),
    release_errors.NoAppointment: (404, "no-appointment", "No time is set"),
    release_errors.PreviewLinkNotFound: (404, "preview-link-not-found", "No such preview link"),
    source_errors.SourceNotFound: (404, "source-not-found", "The dataset follows no address"),
    webhook_errors.WebhookNotFound: (404, "webhook-not-found", "No such webhook"),
    webhook_errors.TooManyWebhooks: (409, "too-many-webhooks", "There are too many webhooks"),
    webhook_errors.TooManyTestEvents: (409, "too-many-test-events", "There are several test events just now"),
    following.MailOff: (404, "mail-off", "This service sends no mail"),
    AccessMissing: (401, "access-missing", "A token is needed"),
    AccessDenied: (403, "access-denied", "The token does not allow this"),
}
# The errors that Flask itself raises: name and title by status.
HTTP_PROBLEMS: dict[int, tuple[str, str]] = {
    400: ("bad-request", "The request cannot be understood"),
    421: ("host-not-allowed", "The service is not called by this name"),
    404: ("not-found", "There is nothing at this address"),
    405: ("method-not-allowed", "This address does not take that method"),
    406: ("not-acceptable", "There is no such form of this"),
    408: ("request-timeout", "The request did not arrive in time"),  # these three are said by opendata/server/
    412: ("precondition-failed", "This is no longer what you have"),
    413: ("body-too-large", "The body is over the limit"),
    414: ("address-too-long", "The address is too long"),
    415: ("media-type-not-supported", "The body is of the wrong media type"),
    416: ("range-not-satisfiable", "There is no such part of this"),
    429: ("too-many-requests", "Too many requests"),
    431: ("headers-too-large", "The headers of the request are over the limit"),
    500: ("internal-error", "Something went wrong here"),
    503: ("not-available", "Not available at the moment"),
}


def register(app: Flask, titles: Titles | None = None) -> None:
    """Answer every error of this application as a problem; titles: the title of a problem in a language."""
    app.extensions[TITLES] = titles
    app.register_error_handler(DomainError, as_problem)
    app.register_error_handler(AccessMissing, as_problem)
    app.register_error_handler(AccessDenied, as_problem)
    app.register_error_handler(HTTPException, http_problem)
    app.register_error_handler(ConfigError, unavailable_problem)
    app.register_error_handler(Exception, unexpected_problem)


def as_problem(error: Exception) -> Response:
    """The answer to an error of ours; its facts become members of the problem."""
    status, name, title = PROBLEMS[type(error)]
    facts = {key: value for key, value in vars(error).items() if not key.startswith("_")}
    headers = {"WWW-Authenticate": 'Bearer realm="opendata"'} if status == 401 else {}
    if isinstance(error, errors.StorageUnavailable):
        log.error("%s: %s", error.part, _one_line(error.reason))
    if isinstance(error, errors.ServiceBusy | errors.ReadingUnavailable):
        headers = {"Retry-After": str(error.retry_seconds)}
    # A follower that waits for news would otherwise ask again at once, if the journal does not reach so far.
    if isinstance(error, errors.StorageUnavailable | errors.AnswersBusy | errors.SerialNotReached):
        headers = {"Retry-After": str(RETRY_SECONDS)}
    detail = error.in_language(language_of_problems()) if isinstance(error, DomainError) else str(error)
    return answer(status, name, title, detail, facts, headers)


def http_problem(error: HTTPException) -> Response:
    """The answer to an error that Flask raised."""
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect
    name, title = HTTP_PROBLEMS.get(status, (f"http-{status}", error.name))
    detail = detail_of(error, request.path, language_of_problems())
    if isinstance(error, RequestEntityTooLarge):
        detail = too_large(_limit_of(request), language_of_problems())
    headers = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After", "Content-Range", "Accept")}
    return answer(status, name, title, detail, {}, headers)


def _limit_of(refused: Request) -> int | None:
    """How many bytes the whole body may have; None if it was refused for the parts of its form."""
    limit = services().config.upload_limit_bytes
    is_form = refused.mimetype in FORMS and (refused.content_length or 0) <= limit
    return None if is_form else limit


def unavailable_problem(error: ConfigError) -> Response:
    """The answer while storage cannot be opened: the log names the part, the answer says when to ask again."""
    log.error("cannot serve: %s", error)
    name, title = HTTP_PROBLEMS[503]
    return answer(503, name, title, unavailable(language_of_problems()), {}, {"Retry-After": "60"})


def unexpected_problem(error: Exception) -> Response:
    """The answer to an unforeseen error: the log has the traceback, the answer has no internal detail."""
    log.exception("unexpected error at %s %s", request.method, _one_line(request.path), exc_info=error)
    return http_problem(InternalServerError())


def answer(
    status: int, name: str, title: str, detail: str, facts: Mapping[str, Any], headers: Mapping[str, str]
) -> Response:
    """The answer to one problem, as JSON to programs and as a page to people; also writes one line to the log."""
    # Reading (GET, HEAD) what does not exist (404, 410) is not logged; every other problem is.
    if status not in (404, 410) or request.method not in ("GET", "HEAD"):
        log.warning("%s %s -> %d %s: %s", request.method, _one_line(request.path), status, name, _one_line(detail))
    title = _title(name, title)
    if wants_page():
        page = render_template("problem.html", status=status, name=name, title=title, detail=detail)
        response = Response(page, status, content_type="text/html; charset=utf-8")
    else:
        kind = url_for("site.problem", name=name, _external=True)
        body = {"type": kind, "title": title, "status": status, "detail": detail, "instance": request.path, **facts}
        # A request may hold halves of letters ("\\ud800" in its JSON), which are no text and cannot be sent back.
        response = Response(dumps(body).encode("utf-8", "replace"), status, content_type=MEDIA_TYPE)
    for key, value in headers.items():
        response.headers[key] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def _title(name: str, english: str) -> str:
    """The title of a problem in the reader's language."""
    titles: Titles | None = current_app.extensions.get(TITLES)
    return titles(name, language_of_problems(), english) if titles else english


def wants_page() -> bool:
    """Whether to answer with a page: the path is not one for programs, and the Accept header prefers HTML."""
    if is_for_programs(request.path):
        return False
    best = request.accept_mimetypes.best_match(["text/html", "application/json", MEDIA_TYPE], "text/html")
    return best == "text/html"


def _one_line(text: str) -> str:
    """The text as one line of the log, whatever a request has put into it.

    Line breaks would forge lines, escapes would command the terminal of whoever reads them, and half a letter is no
    text that a log file can hold.
    """
    line = " ".join(text.split())[:500]
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)
