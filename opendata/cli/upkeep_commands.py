"""Commands for whoever keeps the service: verify, reindex, backup, restore, migrate.

Here: their options, and what they print. Not here: what they do (storage/upkeep/).
"""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from opendata.cli.exit_codes import DONE, INVALID, plainly
from opendata.web.services import EXTENSION, services


@click.command("verify")
@click.argument("path", required=False, default="", metavar="[PUBLISHER[/DATASET]]")
@with_appcontext
@plainly
def verify(path: str) -> None:
    """Recompute every digest and the chain of versions."""
    publisher, _, name = path.partition("/")
    if name:
        services().catalogue.dataset(publisher, name)
    elif publisher:
        services().catalogue.publisher(publisher)
    verification = services().verify(path)
    for withdrawn in verification.withdrawn:
        click.echo(withdrawn)
    for path_left in verification.left_behind:
        click.echo(f"{path_left}: left behind by a write that did not complete; not public", err=True)
    for problem in verification.problems:
        click.echo(problem, err=True)
    click.echo(f"{verification.versions} versions verified, {len(verification.problems)} problems")
    sys.exit(DONE if verification.sound else INVALID)


@click.command("reindex")
@with_appcontext
@plainly
def reindex() -> None:
    """Rebuild the public index from the packages alone."""
    rebuilt = services().reindex()
    click.echo(
        f"Rebuilt {rebuilt.publishers} publishers, {rebuilt.datasets} datasets, "
        f"{rebuilt.versions} versions and {rebuilt.entries} journal entries"
    )


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.tar")
@click.option("--without-packages", is_flag=True, help="Where the bucket has a backup of its own.")
@with_appcontext
@plainly
def backup(file: Path, without_packages: bool) -> None:
    """Write everything the service keeps into one archive, private data included, while it runs."""
    copied = services().backup(file, made_at=services().now(), with_packages=not without_packages)
    click.echo(f"Written {file}: {copied.versions} versions, {copied.uploads} uploads, {copied.bytes} bytes")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.tar")
@with_appcontext
@plainly
def restore(file: Path) -> None:
    """Bring a backup back where nothing is yet; start the service again afterwards."""
    rebuilt = services().restore(file)
    click.echo(
        f"Restored {rebuilt.publishers} publishers, {rebuilt.datasets} datasets, "
        f"{rebuilt.versions} versions and {rebuilt.entries} journal entries"
    )


@click.command("migrate")
@with_appcontext
@plainly
def migrate() -> None:
    """See that everything is there that the service needs, and bring the database up to date, as each start does."""
    current_app.extensions[EXTENSION].check()
    click.echo("The database is up to date")
