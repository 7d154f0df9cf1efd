"""The command `flask import`: the measures of a city that another system shows become its dataset's next version.

Here: its options, and where the file comes from. Not here: fetching (steps/fetching_measures.py), and everything that
is done with the file, which is what `flask publish` does (publishing_commands.py).
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask.cli import with_appcontext

from opendata.cli.exit_codes import plainly
from opendata.cli.publishing_commands import publish
from opendata.domain.errors import RequestNotValid
from opendata.domain.model import SourceFile
from opendata.steps.fetching_measures import SYSTEMS
from opendata.web.services import services

NAMES = {"localmonitoring": "LocalMonitoring", "kausal": "Kausal Watch"}
PLACES = {
    "localmonitoring": "the address of the city's page, of its API, or a saved JSON file",
    "kausal": "the address of the plan in its API, or a saved JSON file",
}


@click.group("import")
def import_measures() -> None:
    """Publish the measures that LocalMonitoring or Kausal Watch shows of a city as the next version of a dataset."""


def _command(system: str) -> click.Command:
    @click.command(system, help=f"Publish what {NAMES[system]} shows of a city; URL-OR-FILE is {PLACES[system]}.")
    @click.argument("place", metavar="URL-OR-FILE")
    @click.argument("path", metavar="PUBLISHER/DATASET")
    @click.option("--as-of", required=True, help="The date the figures speak of, such as 2024-12-31.")
    @click.option("--answers", "answers_file", help="A JSON file with answers to questions, see docs/questions.md.")
    @click.option("--yes", is_flag=True, help="You have read the questions: answer yes where a yes is enough.")
    @click.option("--message", help="One public sentence on this version.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @click.pass_context
    @with_appcontext
    @plainly
    def command(ctx: click.Context, /, place: str, **options: Any) -> None:
        options |= {"mapping_file": None, "confirm": False}
        if not place.startswith(("http://", "https://")):
            _must_be_of(system, SourceFile(Path(place).name, Path(place).read_bytes()))
            ctx.invoke(publish, files=(place,), **options)
            return
        fetched = SYSTEMS[system](services().source_desk.fetcher, place, "URL-OR-FILE")
        _must_be_of(system, fetched)
        with TemporaryDirectory() as folder:
            file = Path(folder) / fetched.name
            file.write_bytes(fetched.content)
            ctx.invoke(publish, files=(str(file),), **options)

    return command


def _must_be_of(system: str, source: SourceFile) -> None:
    """Raise RequestNotValid for a file that is none of this system, and UnreadableFile for one that is no JSON."""
    if services().system_of(source) != system:
        name = NAMES[system]
        german = f"{source.name} enthält keine Maßnahmen, wie {name} sie ausgibt"
        raise RequestNotValid("URL-OR-FILE", f"{source.name} holds no measures as {name} gives them out", (), german)


for _system in SYSTEMS:
    import_measures.add_command(_command(_system))
