"""The admin's page about access for programs: making tokens, with a ready line for curl, and revoking them; webhooks.

Here: forms and their answers. Not here: where tokens are kept (storage/accounts/), what they allow (web/access.py).
"""

from datetime import date

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import AlreadyExists, RequestNotValid
from opendata.domain.model import as_of_date
from opendata.domain.people import Person
from opendata.portal.access import require
from opendata.portal.blueprint import blueprint
from opendata.portal.confirming import must_be_confirmed
from opendata.portal.form_marks import secret_of_form
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.long_lists import page_of_list
from opendata.portal.messages import tell
from opendata.steps.ports.accounts import TokenRecord
from opendata.steps.ports.audit import Act
from opendata.steps.telling_of_accounts import tell_of_token
from opendata.web.access import PUBLISH, SCOPES
from opendata.web.addresses import dataset_url
from opendata.web.language import language
from opendata.web.services import services

TOKENS = "/<publisher>/tokens"
LONGEST_NAME = 100


@blueprint.get(TOKENS)
def tokens(publisher: str) -> Response:
    """The tokens that are valid, and those that are not any more."""
    require("admin", publisher)
    return _tokens(publisher)


@blueprint.post(TOKENS)
def make_token(publisher: str) -> Response:
    """Make a token; the answer shows it, this once, with a line for curl."""
    me, name = require("admin", publisher), request.form.get("name", "").strip()
    scopes = [scope for scope in SCOPES if scope in request.form.getlist("scopes")]
    errors: dict[str, str] = {} if 0 < len(name) <= LONGEST_NAME else {"name": "tokens.name.missing"}
    errors |= {} if scopes else {"scopes": "tokens.scopes.missing"}
    until = None
    try:
        until = _last_day(request.form.get("until", ""))
    except RequestNotValid as error:
        errors["until"] = error.reason_in(language())
    if errors:
        return _tokens(publisher, 422, errors)
    if PUBLISH in scopes:
        must_be_confirmed("proof.token", portal_link("tokens", publisher=publisher), name=name)
    try:
        token, is_new = _added(me, publisher, name, scopes, until)
    except AlreadyExists:
        return _tokens(publisher, 409, {"name": "tokens.sent_before"})
    if is_new:
        _log(me, publisher, "token.made", name)
        door, now = services().door, services().now()
        tell_of_token(door.teller, door.people, publisher, name, scopes, me.email, now)
    datasets = services().catalogue.datasets(publisher)
    address = dataset_url(publisher, datasets[0].name if datasets else "DATENSATZ", "uploads")
    about = services().catalogue.publisher(publisher)
    return page("token_made.html", publisher=about, name=name, token=token, scopes=scopes, address=address)


@blueprint.post(f"{TOKENS}/revoke")
def revoke_token(publisher: str) -> AnyResponse:
    """End a token at once and for ever."""
    me, asked = require("admin", publisher), request.form.get("token", "")
    for known in services().accounts.tokens(publisher):
        if str(known.id) == asked and known.revoked_at is None:
            services().accounts.revoke_token(publisher, known.id, services().now())
            _log(me, publisher, "token.revoked", known.name)
            tell("tokens.revoke.done", name=known.name)
    return redirect(portal_link("tokens", publisher=publisher), 303)


def _added(me: Person, publisher: str, name: str, scopes: list[str], until: date | None) -> tuple[str, bool]:
    """The token that this form makes, however often it is sent; and whether it was added now."""
    accounts, about = services().accounts, (publisher, name, scopes, services().now(), until, me.email)
    secret = secret_of_form("token", publisher, name, " ".join(scopes), str(until))
    return accounts.add_token_once(secret, *about) if secret else (accounts.add_token(*about), True)


def _last_day(text: str) -> date | None:
    if not text.strip():
        return None
    day = as_of_date(text.strip())
    if day < services().now().date():
        raise RequestNotValid("until", f"{day} is over already", german=f"{day:%d.%m.%Y} ist schon vorbei")
    return day


def _log(me: Person, publisher: str, act: str, name: str) -> None:
    services().door.audit.add(Act(me.email, act, publisher, {"name": name}), services().now())


def _tokens(publisher: str, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    today, form = services().now().date(), request.form
    over, valid = list[TokenRecord](), list[TokenRecord]()
    for one in services().accounts.tokens(publisher):
        is_over = one.revoked_at or (one.valid_until and one.valid_until < today)
        (over if is_over else valid).append(one)
    return page(
        "tokens.html",
        status,
        publisher=services().catalogue.publisher(publisher),
        tokens=page_of_list("valid", valid, "tokens", publisher=publisher),
        over=page_of_list("over", over, "tokens", publisher=publisher),
        webhooks=services().messenger.webhooks.of_publisher(publisher),
        all_scopes=SCOPES,
        typed={"name": form.get("name", ""), "until": form.get("until", "")},
        chosen=form.getlist("scopes") if form else list(SCOPES),
        errors=errors or {},
    )
