"""Commands about those who follow by mail: how many there are, and removing an address for somebody who asks for it.

Here: their options. Not here: the mails (steps/daily_mails.py).
"""

import click
from flask.cli import with_appcontext

from opendata.cli.exit_codes import plainly
from opendata.domain.following import mail_address
from opendata.web.services import services


@click.group("followers")
def followers() -> None:
    """Those who follow by mail."""


@followers.command("count")
@with_appcontext
@plainly
def count() -> None:
    """Print how many addresses follow something."""
    click.echo(str(services().follow_desk.followers.count()))


@followers.command("forget")
@click.argument("email")
@with_appcontext
@plainly
def forget(email: str) -> None:
    """Remove everything that is kept of an address, as whoever reads its mail can do by a link."""
    was_there = services().follow_desk.followers.forget_address(mail_address(email))
    click.echo("Removed the address" if was_there else "Nothing is kept of this address")
