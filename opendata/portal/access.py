"""Access: who is signed in, and whether their role allows what a page does.

Every page of the portal calls require() or person() first. Rights are read from SQL in every request, so that a role
that was changed or taken holds from the next click on.
"""

from flask import g

from opendata.domain.actors import person_actor
from opendata.domain.people import Person
from opendata.domain.people_errors import RoleMissing
from opendata.portal.session_cookie import held_secret, holds_secret
from opendata.steps import signing_in
from opendata.steps.signing_in import SignedIn
from opendata.web.acting import act_as
from opendata.web.services import services


class SignInNeeded(Exception):
    """Nobody is signed in; the answer leads to the page for signing in."""


def session_of_browser() -> SignedIn | None:
    """The session that the browser holds the secret of, also one that still waits for the code from the app."""
    if "portal_session" not in g:
        door, now = services().door, services().now()
        g.portal_session = signing_in.signed_in(door, held_secret(), now) if holds_secret() else None
    held: SignedIn | None = g.portal_session
    return held


def whoever_is_signed_in() -> SignedIn | None:
    """The person who is signed in, with their session, or None."""
    held = session_of_browser()
    return None if held is None or held.session.waits_for_code else held


def held_session() -> SignedIn:
    """The person who is signed in, with their session; raises SignInNeeded."""
    held = whoever_is_signed_in()
    if held is None:
        raise SignInNeeded
    return held


def person() -> Person:
    """The person who is signed in; raises SignInNeeded."""
    somebody = held_session().person
    act_as(person_actor(somebody.email))
    return somebody


def require(role: str, publisher: str) -> Person:
    """The person who is signed in, if they have that role or a higher one for the publisher.

    Raises SignInNeeded, RoleMissing, and for an operator, whose role holds for every publisher, PublisherNotFound.
    """
    somebody = person()
    if not somebody.may(role, publisher):
        raise RoleMissing(publisher, role)
    if somebody.is_operator:
        services().catalogue.publisher(publisher)
    return somebody
