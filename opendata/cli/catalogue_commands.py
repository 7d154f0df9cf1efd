"""Commands that add publishers, datasets and tokens, list and revoke tokens, and load the example data.

Here: their options, and the checks of their values. Not here: people (people_commands.py), where the records are kept
(storage/accounts/).
"""

from datetime import datetime
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from opendata import example
from opendata.cli.exit_codes import plainly
from opendata.domain import errors
from opendata.domain.actors import COMMAND_LINE
from opendata.domain.model import LICENCES, RESERVED, Publisher, slug
from opendata.steps.adding_datasets import Settings
from opendata.steps.adding_datasets import add_dataset as add_dataset_of
from opendata.steps.telling_of_accounts import tell_of_token
from opendata.web.access import ADMIN, SCOPES
from opendata.web.services import EXTENSION, services

publishers = AppGroup("publishers", help="Who answers for the data.")
datasets = AppGroup("datasets", help="The tables of a publisher.")
tokens = AppGroup("tokens", help="Tokens for programs that write.")
examples = AppGroup("example", help="The invented example data.")


@publishers.command("add")
@click.argument("name", metavar="SLUG")
@click.option("--name", "title", required=True, help="The publisher's name for people.")
@click.option("--ags", help="Amtlicher Gemeindeschlüssel, eight digits.")
@click.option("--population", type=click.IntRange(min=0))
@click.option("--homepage")
@click.option("--email", help="Public: whom to ask about the data.")
@plainly
def add_publisher(name: str, title: str, **about: Any) -> None:
    """Add a publisher."""
    if (ags := about["ags"]) and not (ags.isascii() and ags.isdigit() and len(ags) == 8):
        raise errors.RequestNotValid("--ags", f"'{ags}' must have eight digits, such as 07312000")
    if about["homepage"] and not about["homepage"].startswith(("http://", "https://")):
        raise errors.RequestNotValid("--homepage", "must begin with https://")
    services().catalogue.add_publisher(Publisher(slug(name, reserved=RESERVED), title, **about))
    services().desk.note("publisher.added", name, title=title)
    click.echo(f"Added publisher {name}")


@publishers.command("storage")
@plainly
def show_storage() -> None:
    """List how many bytes each publisher has stored, and may store."""
    quota = services().desk.quota
    most = f"of {quota.most_bytes}" if quota.most_bytes else "without limit"
    stored = quota.stored.of_all()
    for publisher in services().catalogue.publishers():
        click.echo(f"{publisher.name}\t{stored.get(publisher.name, 0)} bytes\t{most}")


@datasets.command("add")
@click.argument("publisher")
@click.argument("dataset")
@click.option("--kind", required=True, help="A folder of datapackages/.")
@click.option("--title", required=True)
@click.option("--licence", "terms", default="dl-de-by-2.0", show_default=True, help=", ".join(LICENCES))
@click.option("--rhythm", help="How often it is reported, as an ISO 8601 duration: P1Y.")
@click.option("--homepage", help="The publisher's own page on the subject.")
@click.option("--email", help="Public: whom to ask about the dataset.")
@plainly
def add_dataset(publisher: str, dataset: str, kind: str, title: str, terms: str, **about: str | None) -> None:
    """Add a dataset to a publisher."""
    owner, settings = services().catalogue.publisher(publisher), Settings(title, terms, **about)
    added = add_dataset_of(services().catalogue, services().kinds, owner, settings, name=dataset, kind=kind)
    services().desk.note("dataset.added", publisher, dataset=added.name, title=added.title)
    click.echo(f"Added dataset {added.path}")


@tokens.command("add")
@click.argument("publisher")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scopes", default=",".join(SCOPES), show_default=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The last day on which it is valid.")
@plainly
def add_token(publisher: str, name: str, scopes: str, until: datetime | None) -> None:
    """Make a token and print it alone, this once."""
    names = [name.strip() for name in scopes.split(",") if name.strip()]
    unknown = [name for name in names if name not in (*SCOPES, ADMIN)]
    if unknown or not names:
        raise errors.RequestNotValid("--scopes", f"'{scopes}' names no scope that exists", (*SCOPES, ADMIN))
    now, last_day = services().now(), until.date() if until else None
    if last_day and last_day < now.date():
        raise errors.RequestNotValid("--until", f"{last_day} is over already")
    token = services().accounts.add_token(publisher, name, names, now, last_day)
    services().desk.note("token.made", publisher, name=name)
    door = services().door
    tell_of_token(door.teller, door.people, publisher, name, names, COMMAND_LINE, now)
    click.echo(token)


@tokens.command("list")
@click.argument("publisher")
@plainly
def list_tokens(publisher: str) -> None:
    """List the tokens of a publisher: id, name, scopes, made, last use, end."""
    for token in services().accounts.tokens(publisher):
        used = f"used {_minute(token.used_at)}" if token.used_at else "never used"
        end = f"valid until {token.valid_until}" if token.valid_until else "without end"
        if token.revoked_at:
            end = f"revoked {_minute(token.revoked_at)}"
        made = f"made {_minute(token.created_at)}"
        click.echo("\t".join([str(token.id), token.name, ",".join(token.scopes), made, used, end]))


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


@tokens.command("revoke")
@click.argument("publisher")
@click.argument("token", metavar="NAME-or-ID")
@plainly
def revoke_token(publisher: str, token: str) -> None:
    """End a token at once and for ever; 'tokens list' shows the names and ids."""
    valid = [known for known in services().accounts.tokens(publisher) if known.revoked_at is None]
    meant = [known for known in valid if token in (known.name, str(known.id))]
    if len(meant) != 1:
        reason = (
            f"{len(meant)} tokens are called '{token}', name one by its id" if meant else f"no token is '{token}'"
        )
        raise errors.RequestNotValid("token", reason, [f"{known.id} ({known.name})" for known in meant or valid])
    services().accounts.revoke_token(publisher, meant[0].id, services().now())
    services().desk.note("token.revoked", publisher, name=meant[0].name)
    click.echo(f"Revoked token {meant[0].id}: {meant[0].name}")


@examples.command("load")
@plainly
def load_example() -> None:
    """Publish the invented example data, unless there is other data already."""
    current_app.extensions[EXTENSION].check()
    if not example.is_wanted(services().desk, services().config.kinds_dir):
        return
    for version in example.load(services().desk, services().config.kinds_dir, services().now):
        click.echo(f"Published {version.path}, as of {version.as_of.isoformat()}", err=True)
