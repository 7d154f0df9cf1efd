"""Commands about the people who may sign in to the staff portal.

Here: their options, and reading passwords. Not here: what they do (steps/managing_people.py).
"""

import getpass
import sys

import click
from flask.cli import AppGroup

from opendata.cli.exit_codes import plainly
from opendata.domain import errors
from opendata.domain.people import ROLES
from opendata.steps import managing_people
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
