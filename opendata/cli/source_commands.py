"""Commands about addresses that datasets follow: adding, listing, fetching and removing them.

Here: their options, and what they print. Not here: the acts (steps/managing_sources.py), fetching
(steps/fetching_sources.py).
"""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from opendata.cli.dataset_argument import dataset_at
from opendata.cli.exit_codes import INVALID, plainly
from opendata.domain.source_words import fetch_words
from opendata.domain.sources import AS_OF_RULES, FAILED, FETCHED, RHYTHMS, shown_address
from opendata.domain.sources import INVALID as WITH_ERRORS
from opendata.steps import fetching_sources, managing_sources
from opendata.steps.managing_sources import SourceWish
from opendata.web.services import services

sources = AppGroup("sources", help="Addresses that datasets follow.")
PATH = click.argument("path", metavar="PUBLISHER/DATASET")


@sources.command("add")
@PATH
@click.argument("url")
@click.option("--rhythm", type=click.Choice(list(RHYTHMS)), default="P1D", show_default=True, help="How often.")
@click.option("--publish", is_flag=True, help="Publish new content at once where nothing needs an answer.")
@click.option(
    "--as-of-from",
    type=click.Choice(AS_OF_RULES),
    default=FETCHED,
    show_default=True,
    help="Which date the figures speak of: the day of fetching, the header Last-Modified, or CKAN's last_modified.",
)
@plainly
def add_source(path: str, url: str, rhythm: str, as_of_from: str, *, publish: bool) -> None:
    """Let a dataset follow an address, in place of the one that it followed before; a worker fetches it."""
    wish = SourceWish(url, rhythm, as_of_from, publish)
    source = managing_sources.follow(
        services().source_desk, services().desk, dataset_at(path), wish, services().now()
    )
    click.echo(f"Dataset {source.path} follows {shown_address(source.url)}")


@sources.command("list")
@plainly
def list_sources() -> None:
    """List all sources: dataset, address, rhythm, how far, next fetch."""
    for source in services().source_desk.sources.all():
        state = f"failing since {source.failing_since:%Y-%m-%d %H:%M} UTC" if source.failing_since else "in order"
        state = state if source.checked_at else "not fetched yet"
        then = "publishes" if source.publish else "drafts"
        words = [source.path, shown_address(source.url), source.rhythm, source.as_of_from, then, state]
        click.echo("\t".join([*words, f"next {source.next_at:%Y-%m-%d %H:%M} UTC"]))


@sources.command("fetch")
@PATH
@plainly
def fetch_source(path: str) -> None:
    """Fetch an address now, in this process, unless a worker does so just now; exit code 1 if nothing came of it."""
    source_desk, now, dataset = services().source_desk, services().now(), dataset_at(path)
    source = managing_sources.source_of(source_desk, dataset)
    source_desk.sources.ask(source, now)
    fetching_sources.add_due(source_desk, now)
    if not services().runner.do(fetching_sources.job_of(source).id):
        click.echo(f"A worker is fetching {source.path} just now")
        return
    fetch = next(iter(source_desk.sources.fetches(managing_sources.source_of(source_desk, dataset))), None)
    language = str(current_app.config["DEFAULT_LANGUAGE"])
    click.echo(fetch_words(fetch)[language] if fetch else f"{source.path}: nothing came of it yet")
    if fetch is None or fetch.outcome in (FAILED, WITH_ERRORS):
        sys.exit(INVALID)


@sources.command("remove")
@PATH
@plainly
def remove_source(path: str) -> None:
    """Follow an address no more; drafts and versions that came from there stay."""
    managing_sources.stop(services().source_desk, services().desk, dataset_at(path))
    click.echo(f"Dataset {path} follows no address any more")
