"""The admin's page about people: who may do what for a publisher, inviting, changing and removing.

Here: forms and their answers. Not here: the rules (steps/inviting.py, steps/managing_people.py).
"""

import logging

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import AlreadyExists, RequestNotValid
from opendata.domain.people import ROLES, Person
from opendata.domain.people_errors import OperatorNeeded
from opendata.portal.access import require
from opendata.portal.blueprint import blueprint
from opendata.portal.confirming import must_be_confirmed
from opendata.portal.form_marks import secret_of_form
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.long_lists import page_of_list
from opendata.portal.messages import tell
from opendata.portal.words.catalogue import words
from opendata.steps import choosing_passwords, inviting, managing_people, second_factor
from opendata.steps.ports.mail import MailNotSent
from opendata.web.language import language
from opendata.web.services import services

log = logging.getLogger("opendata.mail")
PEOPLE = "/<publisher>/people"


@blueprint.get(PEOPLE)
def people(publisher: str) -> Response:
    """Everybody who may act for the publisher, and those who are invited."""
    return _people(require("admin", publisher), publisher)


@blueprint.post(f"{PEOPLE}/invite")
def invite(publisher: str) -> AnyResponse:
    """Invite somebody; the answer shows the link, this once."""
    me = require("admin", publisher)
    email, role = request.form.get("email", ""), request.form.get("role", "")
    _confirmed("invite", publisher, email)
    mark = secret_of_form("invitation", publisher, email, role)
    try:
        invited = inviting.invite(services().door, email, publisher, role, me.email, services().now(), mark)
    except AlreadyExists:
        return _people(me, publisher, 422, {"email": "people.invite.there"}, email, role)
    except RequestNotValid as error:
        return _people(me, publisher, 422, {error.name: error.reason_in(language())}, email, role)
    address = portal_link("invitation", secret=invited.secret, _external=True, lang=None)
    to = email.strip().lower()
    is_mailed = services().mail.is_possible and invited.is_new  # pressed twice, one mail goes out
    mailed = _mail_invitation(to, role, publisher, address, me.email) if is_mailed else None
    return _link_page("people_invited.html", publisher, to, address, mailed=mailed)


@blueprint.post(f"{PEOPLE}/role")
def change_role(publisher: str) -> AnyResponse:
    """Give somebody another role."""
    me, email = require("admin", publisher), request.form.get("email", "")
    role = request.form.get("role", "")
    _confirmed("role", publisher, email)
    managing_people.change_role(services().door, email, publisher, role, me.email, services().now())
    tell("people.role.done", email=email)
    return _back(publisher)


@blueprint.post(f"{PEOPLE}/remove")
def remove(publisher: str) -> AnyResponse:
    """Take somebody's role."""
    me, email = require("admin", publisher), request.form.get("email", "")
    _confirmed("remove", publisher, email)
    managing_people.remove(services().door, email, publisher, me.email, services().now())
    tell("people.remove.done", email=email)
    return redirect(portal_link("start"), 303) if email == me.email and not me.is_operator else _back(publisher)


@blueprint.post(f"{PEOPLE}/withdraw")
def withdraw_invitation(publisher: str) -> AnyResponse:
    """Let an invitation be used no more."""
    me, email = require("admin", publisher), request.form.get("email", "")
    inviting.withdraw(services().door, email, publisher, me.email, services().now())
    tell("people.withdraw.done", email=email)
    return _back(publisher)


@blueprint.post(f"{PEOPLE}/password")
def make_password_link(publisher: str) -> AnyResponse:
    """Make a link by which somebody chooses a new password; the answer shows it, this once."""
    me = require("admin", publisher)
    person = managing_people.member(services().door, request.form.get("email", ""), publisher)
    _confirmed("password_link", publisher, person.email)
    secret = choosing_passwords.link_for(services().door, person, me, publisher, services().now())
    address = portal_link("new_password", secret=secret, _external=True, lang=None)
    return _link_page("people_password_link.html", publisher, person.email, address)


@blueprint.post(f"{PEOPLE}/codes-off")
def turn_off_codes_of(publisher: str) -> AnyResponse:
    """Ask somebody for codes no more, who has lost phone and recovery codes."""
    me = require("admin", publisher)
    person = managing_people.member(services().door, request.form.get("email", ""), publisher)
    if not choosing_passwords.may_hand_over(me, person):
        raise OperatorNeeded(person.email)
    _confirmed("codes_off", publisher, person.email)
    second_factor.turn_off(services().door, person, me.email, services().now(), publisher)
    tell("people.codes.done", email=person.email)
    return _back(publisher)


def _confirmed(act: str, publisher: str, email: str) -> None:
    """Raise ConfirmationNeeded where the admin has not proved shortly before who they are."""
    must_be_confirmed(f"proof.{act}", portal_link("people", publisher=publisher), email=email)


def _people(
    me: Person,
    publisher: str,
    status: int = 200,
    errors: dict[str, str] | None = None,
    email: str = "",
    role: str = ROLES[0],
) -> Response:
    door = services().door
    members = page_of_list("members", door.people.of_publisher(publisher), "people", publisher=publisher)
    invitations = door.links.invitations(publisher, services().now())
    return page(
        "people.html",
        status,
        publisher=services().catalogue.publisher(publisher),
        members=members,
        may_hand_over={one.email for one in members.items if choosing_passwords.may_hand_over(me, one)},
        invitations=page_of_list("invitations", invitations, "people", publisher=publisher),
        roles=ROLES,
        errors=errors or {},
        typed={"email": email, "role": role},
    )


def _mail_invitation(to: str, role: str, publisher: str, address: str, by: str) -> bool:
    """Whether the mail server took the mail."""
    title, tongue = services().catalogue.publisher(publisher).title, language()
    about = {"publisher": title, "by": by, "address": address, "role": words(f"role.{role}", tongue)}
    try:
        services().mail.send(
            to,
            words("mail.invitation.subject", tongue, publisher=title),
            words("mail.invitation.text", tongue, **about),
        )
    except MailNotSent as error:
        log.error("a mail was not sent: %s", error)
        return False
    return True


def _link_page(template: str, publisher: str, email: str, address: str, mailed: bool | None = None) -> Response:
    about = services().catalogue.publisher(publisher)
    return page(template, publisher=about, email=email, address=address, mailed=mailed)


def _back(publisher: str) -> AnyResponse:
    return redirect(portal_link("people", publisher=publisher), 303)
