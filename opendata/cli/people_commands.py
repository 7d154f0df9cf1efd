"""Commands about the people who may sign in to the staff portal.

Here: their options, and reading passwords. Not here: what they do (steps/managing_people.py).
"""

import getpass
import sys

import click
from flask import current_app, url_for
from flask.cli import AppGroup

from opendata.cli.exit_codes import plainly
from opendata.domain import errors
from opendata.domain.actors import COMMAND_LINE
from opendata.domain.people import ROLES
from opendata.domain.people_errors import PersonNotFound
from opendata.steps import choosing_passwords, inviting, managing_people
from opendata.web.services import services

users = AppGroup("users", help="Who may sign in to the staff portal.")


@users.command("add")
@click.argument("email")
@click.option("--publisher", help="For whom the person may act.")
@click.option("--role", type=click.Choice(ROLES))
@click.option("--operator", is_flag=True, help="An admin of every publisher, in place of --publisher and --role.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@plainly
def add_user(email: str, publisher: str | None, role: str | None, operator: bool, password_stdin: bool) -> None:
    """Add a person with a password; one who is here already gets the role, and the password if there was none."""
    if operator == bool(publisher or role) or bool(publisher) != bool(role):
        raise errors.RequestNotValid("users add", "give --publisher and --role, or --operator")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass()
    person = managing_people.add_with_password(services().door, email, publisher, role, password, services().now())
    click.echo(f"Added user {person.email}")


@users.command("invite")
@click.argument("email")
@click.option("--publisher", required=True)
@click.option("--role", type=click.Choice(ROLES), required=True)
@plainly
def invite(email: str, publisher: str, role: str) -> None:
    """Invite somebody, and print the link alone, this once; it holds for seven days."""
    services().catalogue.publisher(publisher)
    secret = inviting.invite(services().door, email, publisher, role, COMMAND_LINE, services().now()).secret
    click.echo(_address("portal.invitation", secret))


@users.command("reset")
@click.argument("email")
@plainly
def reset(email: str) -> None:
    """Print a link by which somebody chooses a new password; it holds for a day."""
    person = services().door.people.by_email(email.strip().lower())
    if person is None:
        raise PersonNotFound(email)
    secret = choosing_passwords.link_for(services().door, person, None, None, services().now())
    click.echo(_address("portal.new_password", secret))


def _address(endpoint: str, secret: str) -> str:
    config = services().config
    with current_app.test_request_context(base_url=config.base_url or config.listens_on):
        return url_for(endpoint, secret=secret, _external=True)
