"""Confirming: before what is dear a person proves once more who they are, unless they did so a short time ago.

Here: asking for the password, or for signing in anew at the provider, and keeping what was typed meanwhile. Not here:
how long a proof holds, and trying the password (steps/choosing_passwords.py).
"""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.portal import kept_forms
from opendata.portal.access import held_session
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.steps.choosing_passwords import OwnPassword, is_proved, try_own_password
from opendata.web.services import services

FIELD = "current"
SECURE_NAME, PLAIN_NAME = "__Host-portal-kept", "portal-kept"
LONGEST_KEPT = 3_500  # characters, as browsers keep cookies of 4096 bytes


class ConfirmationNeeded(Exception):
    """The person has to prove once more who they are; nothing was changed."""

    def __init__(
        self, what: str, back: str, about: dict[str, str], status: int = 403, error: str | None = None
    ) -> None:
        super().__init__(what)
        self.what, self.back, self.about, self.status, self.error = what, back, about, status, error


def must_be_confirmed(what: str, back: str, **about: str) -> None:
    """Raise ConfirmationNeeded unless the person has proved shortly before, or by this form, who they are.

    what: the words that say what the form does, filled with `about`. back: the link to the page of the form.
    """
    held, now = held_session(), services().now()
    if is_proved(held, now):
        return
    if FIELD not in request.form or not held.person.has_password:
        raise ConfirmationNeeded(what, back, about)
    match try_own_password(services().door, held, request.form[FIELD], now):
        case OwnPassword.WRONG:
            raise ConfirmationNeeded(what, back, about, 422, "account.password.wrong")
        case OwnPassword.NOT_TRIED:
            raise ConfirmationNeeded(what, back, about, 429, "account.password.slow")


@blueprint.errorhandler(ConfirmationNeeded)
def ask(needed: ConfirmationNeeded) -> Response:
    """The page that asks for the proof, with the form that was sent in it."""
    person = held_session().person
    elsewhere = services().openid.name is not None and not person.is_operator  # who may not come in by a provider
    answer = page(
        "confirm.html",
        needed.status,
        what=needed.what,
        about=needed.about,
        back=needed.back,
        errors={FIELD: needed.error} if needed.error else {},
        action=request.full_path.rstrip("?"),
        fields=kept_forms.fields_to_keep(),
        elsewhere=elsewhere,
    )
    if elsewhere:
        _keep_in_cookie(answer)
    return answer


def take_kept_form() -> kept_forms.KeptForm | None:
    """The form that waits in this browser for the person to come back from the provider; None: there is none."""
    return kept_forms.form_in(request.cookies.get(_name(), ""))


def forget_kept_form(response: AnyResponse) -> AnyResponse:
    """Let the browser keep the form no longer."""
    response.delete_cookie(_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _keep_in_cookie(response: Response) -> None:
    """Let the browser keep the form until it comes back: no form can be sent along to the provider."""
    kept = kept_forms.keep_form()
    if kept and len(kept) <= LONGEST_KEPT:
        about = {"path": "/", "secure": request.is_secure, "httponly": True, "samesite": "Lax"}
        response.set_cookie(_name(), kept, kept_forms.HOLDS_SECONDS, **about)  # type: ignore[arg-type]


def _name() -> str:
    return SECURE_NAME if request.is_secure else PLAIN_NAME
