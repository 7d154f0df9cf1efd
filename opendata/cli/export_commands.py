"""The command `flask export`: the public site as static files, or a version as a fixture for LocalMonitoring.

Here: their options, and what they print. Not here: how the site is written (static_copy/), what a fixture holds
(formats/localmonitoring_fixture.py).
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

import click
from flask.cli import with_appcontext

from opendata.cli.exit_codes import CALLED_WRONGLY, plainly
from opendata.domain.errors import RequestNotValid
from opendata.formats.localmonitoring_fixture import fixture
from opendata.steps.reading import LATEST
from opendata.web.services import services

SITE = "site"
MEASURES, TABLE = "climate-measures", "measures"


class ExportOutcome(Protocol):
    """What an export did."""

    @property
    def files(self) -> int:
        """How many files the copy has."""
        ...

    @property
    def written(self) -> int:
        """How many of them are new or have changed."""
        ...

    @property
    def removed(self) -> int:
        """How many files of an earlier run are gone."""
        ...


ExportSite = Callable[[Path, str], ExportOutcome]  # opendata.static_copy, handed over by app.py


class ExportGroup(click.Group):
    """`flask export DIRECTORY`, and `flask export localmonitoring …`: what names no command is a directory."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command in front where somebody names a directory."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [SITE, *args]
        return super().parse_args(ctx, args)


def export_command(export_site: ExportSite) -> click.Group:
    """The command `flask export`; app.py passes what writes the site, because cli/ does not import static_copy/."""

    @click.group("export", cls=ExportGroup)
    def export() -> None:
        """Write the public site as static files (flask export DIRECTORY), or a fixture for LocalMonitoring."""

    @export.command(SITE)
    @click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
    @click.option("--base-url", help="Where the copy will stand, such as https://data.example.org; else BASE_URL.")
    @with_appcontext
    @plainly
    def site(directory: Path, base_url: str | None) -> None:
        """Write the public site and API into a directory; a later run writes only what has changed."""
        config = services().config
        base = base_url or config.base_url or config.listens_on
        if not base.startswith(("http://", "https://")):
            raise RequestNotValid("--base-url", f"'{base}' must begin with https://")
        told = export_site(directory, base.rstrip("/"))
        click.echo(f"{told.files} files in {directory}: {told.written} written, {told.removed} removed")

    export.add_command(localmonitoring)
    return export


@click.command("localmonitoring")
@click.argument("path", metavar="PUBLISHER/DATASET")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--version", "number", default=LATEST, metavar="N", help="The version; the current one if none is named."
)
@with_appcontext
@plainly
def localmonitoring(path: str, file: Path, number: str) -> None:
    """Write a version of a city's measures as a fixture, which `manage.py loaddata` of LocalMonitoring loads."""
    publisher, _, name = path.partition("/")
    reading = services().reading
    dataset = reading.dataset(publisher, name)
    if dataset.kind != MEASURES:
        reason, german = f"must be a dataset of the kind {MEASURES}", f"muss ein Datensatz der Art {MEASURES} sein"
        raise RequestNotValid("PUBLISHER/DATASET", reason, (), german)
    version = reading.version(dataset, number)
    rows = reading.snapshot(dataset, version).frame(TABLE).rows(named=True)
    teaser = f"{len(rows)} {'Maßnahme' if len(rows) == 1 else 'Maßnahmen'}, Stand {version.as_of:%d.%m.%Y}."
    records = fixture(dataset.publisher, dataset.path, rows, as_of=version.as_of, teaser=teaser)
    _write_whole(file, json.dumps(records, ensure_ascii=False, indent=2) + "\n")
    click.echo(f"{file}: {dataset.path} {version.number}, {len(records) - 1} tasks")


def _write_whole(file: Path, text: str) -> None:
    """Write a file so that nobody ever finds a half of it."""
    if file.is_dir():
        click.echo(f"{file}: this is a directory and no file", err=True)
        sys.exit(CALLED_WRONGLY)
    with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}", delete=False) as written:
        try:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
            Path(written.name).chmod(0o644)
            Path(written.name).replace(file)
        except BaseException:
            Path(written.name).unlink(missing_ok=True)
            raise
