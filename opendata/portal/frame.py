"""The frame of every page of the portal: what holds before and after each request, and what templates can use.

Here: form tokens, the cookie, headers, and the names in templates. Not here: rights (access.py), single pages.
"""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.letters import missed_words
from opendata.domain.local_times import local_moment_text
from opendata.domain.password_rules import SHORTEST, words_of
from opendata.portal import form_marks, form_tokens, kept_forms, messages, session_cookie
from opendata.portal.access import SignInNeeded, whoever_is_signed_in
from opendata.portal.blueprint import blueprint
from opendata.portal.form_tokens import FormNotOurs
from opendata.portal.links import portal_link, this_page
from opendata.portal.words.catalogue import ALL_WORDS, words
from opendata.web.language import language, language_of_problems
from opendata.web.sent_json import must_be_text
from opendata.web.services import services

# Pages that may be asked to change something before anybody is signed in; all others do not even read the body then.
OPEN_TO_ALL = {
    "portal.post_login",
    "portal.logout",
    "portal.accept_invitation",
    "portal.choose_password",
    "portal.ask_for_link",
}
# What is the same for everybody, and may be kept by browsers.
NOBODYS = {"portal.static", "portal.common_passwords"}
LONGEST_NAME, LONGEST_FIELD = 500, 20_000  # characters, far more than any page lets somebody type
LONGEST_FIELDS = {kept_forms.FIELD: 3 * kept_forms.MOST_BYTES}


def page(template: str, status: int = 200, /, **values: Any) -> Response:
    """A page of the portal; raises RequestNotValid if ?lang= is unknown."""
    language()
    return Response(render_template(f"portal/{template}", **values), status, content_type="text/html; charset=utf-8")


@blueprint.before_request
def check_request() -> None:
    """Let nothing be changed by a request that the person did not mean, or by nobody."""
    if request.method in form_tokens.SAFE_METHODS:
        return
    form_tokens.check_origin()
    if request.endpoint not in OPEN_TO_ALL and whoever_is_signed_in() is None:
        raise SignInNeeded
    form_tokens.check_token()
    check_lengths()


def check_lengths() -> None:
    """Raise RequestEntityTooLarge at a field that no page would fill like that: pages repeat what was typed.

    Raises RequestNotValid at characters that no database keeps.
    """
    for name, value in request.form.items(multi=True):
        if len(name) > LONGEST_NAME or len(value) > LONGEST_FIELDS.get(name, LONGEST_FIELD):
            raise RequestEntityTooLarge
        must_be_text(name, value)


@blueprint.after_request
def finish(response: AnyResponse) -> AnyResponse:
    """Send the cookie; no page of the portal is kept by a cache."""
    if request.endpoint not in NOBODYS:
        session_cookie.send(response)
        messages.send(response)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.vary.add("Accept-Language")
        response.vary.add("Cookie")
    return response


@blueprint.errorhandler(SignInNeeded)
def to_login(_error: Exception) -> AnyResponse:
    """Lead to the page for signing in, and from there back to where the person was, with what they had typed."""
    if kept := kept_forms.keep_form():
        return page("login.html", 403, email="", error=None, error_values={}, next_page=None, kept=kept)
    return redirect(portal_link("login", next=this_page()), 303)


@blueprint.errorhandler(FormNotOurs)
def form_expired(_error: Exception) -> Response:
    """Say that nothing was changed, and why."""
    return page("form_expired.html", 400)


@blueprint.context_processor
def for_templates() -> dict[str, Any]:
    """What every template of the portal can use, besides what all templates can."""
    held, zone = whoever_is_signed_in(), services().config.operator_time_zone
    return {
        "words": partial(_words, language_of_problems()),
        "words_has": ALL_WORDS.__contains__,
        "portal_link": portal_link,
        "moment": lambda moment: local_moment_text(moment, zone, language_of_problems()),
        "local_moment": lambda moment, zone: local_moment_text(moment, zone, language_of_problems()),
        "missed_words": lambda outcome: missed_words(outcome, language_of_problems()),
        "form_token": _token_field,
        "form_mark": form_marks.mark_field,
        "me": held.person if held else None,
        "take_message": messages.take,
        "shortest_password": SHORTEST,
        "own_words_of": lambda email: sorted(words_of(email)),
        "openid_name": services().openid.name,
        "is_encrypted": request.is_secure or _is_on_this_machine(),
    }


def _words(tongue: str, key: str, **values: object) -> str:
    return words(key, tongue, **values)


def _is_on_this_machine() -> bool:
    return urlsplit(request.host_url).hostname in ("localhost", "127.0.0.1", "::1")


def _token_field() -> Markup:
    """The hidden field that every form with method="post" holds."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(form_tokens.FIELD, form_tokens.form_token())
