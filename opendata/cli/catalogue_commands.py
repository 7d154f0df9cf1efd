"""Commands that add publishers, datasets and tokens, and load the example data.

Here: their options, and the checks of their values. Not here: people (people_commands.py), where the records are kept
(storage/accounts/).
"""

from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from opendata import example
from opendata.cli.exit_codes import plainly
from opendata.domain import errors
from opendata.domain.model import LICENCES, RESERVED, Publisher, slug
from opendata.steps.adding_datasets import add_dataset as add_dataset_of
from opendata.web.access import SCOPES
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
    click.echo(f"Added publisher {name}")


@datasets.command("add")
@click.argument("publisher")
@click.argument("dataset")
@click.option("--kind", required=True, help="A folder of datapackages/.")
@click.option("--title", required=True)
@click.option("--licence", "terms", default="dl-de-by-2.0", show_default=True, help=", ".join(LICENCES))
@click.option("--rhythm", help="How often it is reported, as an ISO 8601 duration: P1Y.")
@plainly
def add_dataset(publisher: str, dataset: str, kind: str, title: str, terms: str, rhythm: str | None) -> None:
    """Add a dataset to a publisher."""
    owner = services().catalogue.publisher(publisher)
    added = add_dataset_of(
        services().catalogue,
        services().kinds,
        owner,
        name=dataset,
        kind=kind,
        title=title,
        licence_name=terms,
        rhythm=rhythm,
    )
    click.echo(f"Added dataset {added.path}")


@tokens.command("add")
@click.argument("publisher")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scopes", default=",".join(SCOPES), show_default=True)
@plainly
def add_token(publisher: str, name: str, scopes: str) -> None:
    """Make a token and print it alone, this once."""
    names = [name.strip() for name in scopes.split(",") if name.strip()]
    unknown = [name for name in names if name not in SCOPES]
    if unknown or not names:
        raise errors.RequestNotValid("--scopes", f"'{scopes}' names no scope that exists", SCOPES)
    click.echo(services().accounts.add_token(publisher, name, names, services().now()))


@examples.command("load")
@plainly
def load_example() -> None:
    """Publish the invented example data, unless there is other data already."""
    current_app.extensions[EXTENSION].check()
    if not example.is_wanted(services().desk, services().config.kinds_dir):
        return
    for version in example.load(services().desk, services().config.kinds_dir, services().now):
        click.echo(f"Published {version.path}, as of {version.as_of.isoformat()}", err=True)
