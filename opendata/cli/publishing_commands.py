"""Commands that check files, publish them as a version, and withdraw a version.

Here: their options. Not here: what they print (publishing_output.py), the steps themselves (steps/), how a report
reads (validation/).
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import click
from flask import current_app
from flask.cli import with_appcontext

from opendata.cli.dataset_argument import dataset_at
from opendata.cli.exit_codes import DONE, INVALID, plainly
from opendata.cli.publishing_output import PublishingOutput
from opendata.domain import errors
from opendata.domain.model import SourceFile, Upload, as_of_date
from opendata.domain.packages.withdrawal import reason_text
from opendata.domain.report.questions import YES, answerable_names, answers_by_id
from opendata.steps import publishing_drafts, uploading
from opendata.steps.answering import questions_of
from opendata.steps.taking_back import withdraw_version
from opendata.steps.uploading import Arrival
from opendata.web.services import services

AsText = Callable[[dict[str, Any], str], str]  # opendata.validation.as_text, handed over by app.py


class ValidateFiles(Protocol):
    """opendata.validation.validate_files, handed over by app.py."""

    def __call__(self, paths: Sequence[str], **options: Any) -> dict[str, Any]:
        """The report as a dict; raises DomainError."""
        ...


@click.command("publish")
@click.argument("path", metavar="PUBLISHER/DATASET")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as-of", required=True, help="The date the figures speak of, such as 2024-12-31.")
@click.option("--mapping", "mapping_file", help="A JSON file, see docs/mapping.md.")
@click.option("--answers", "answers_file", help="A JSON file with answers to questions, see docs/questions.md.")
@click.option("--yes", is_flag=True, help="You have read the questions: answer yes where a yes is enough.")
@click.option("--confirm", is_flag=True, help="Where nothing has changed, publish that the figures are confirmed.")
@click.option("--message", help="One public sentence on this version.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
@plainly
def publish(path: str, files: Sequence[str], as_of: str, as_json: bool, **options: Any) -> None:
    """Check files and make them the dataset's next version; a report of several dates becomes one for each date."""
    dataset = dataset_at(path)
    mapping, answers = _json_file(options["mapping_file"]), _json_file(options["answers_file"])
    arrival = Arrival(as_of_date(as_of), options["message"], mapping)
    sent = [SourceFile(Path(file).name, Path(file).read_bytes()) for file in files]
    desk, output = services().desk, PublishingOutput(services().config.language, as_json)
    examined = uploading.receive(desk, dataset, sent, arrival, now=services().now())
    for part in (*examined.older, examined):
        if part.upload.state == "invalid":
            output.invalid(part.upload)
            sys.exit(INVALID)
    given = answers_by_id(answers or {})
    if not examined.older:
        _publish(path, examined.upload, given, options, output, examined)
        return
    # Each part is compared with the version that the one before it became, and its questions are about that step.
    for part in (*examined.older, examined):
        upload = desk.uploads.get(part.upload.id)
        output.part(upload)
        fitting = answerable_names(questions_of(upload.report))
        _publish(path, upload, {name: said for name, said in given.items() if name in fitting}, options, output)


def _publish(
    path: str,
    upload: Upload,
    given: dict[str, Any],
    options: Mapping[str, Any],
    output: PublishingOutput,
    examined: uploading.Examined | None = None,
) -> None:
    """Publish one upload, and print what became of it; ends the command where questions are open."""
    if options["yes"]:
        output.asked(upload)
        given = {**_yes_to_all(upload), **given}
    try:
        result = publishing_drafts.publish(
            services().desk, upload, given, now=services().now(), examined=examined, confirm=options["confirm"]
        )
    except errors.AnswersMissing as error:
        output.unanswered(upload, error.questions)
        sys.exit(INVALID)
    output.published(path, result, upload)


@click.command("withdraw")
@click.argument("path", metavar="PUBLISHER/DATASET")
@click.argument("number", metavar="VERSION")
@click.option("--reason", required=True, help="Why, for everybody to read; it stays for ever.")
@with_appcontext
@plainly
def withdraw(path: str, number: str, reason: str) -> None:
    """Take a version back: its rows are gone, its number, digest and reason stay."""
    version = withdraw_version(services().desk, dataset_at(path), number, reason_text(reason), services().now())
    current = dataset_at(path).current
    PublishingOutput(services().config.language, as_json=False).withdrawn(version.path, current)


def validate_command(validate_files: ValidateFiles, as_text: AsText) -> click.Command:
    """The command `flask validate`; app.py passes what checks files, because cli/ does not import validation/."""

    @click.command("validate")
    @click.argument("files", nargs=-1, metavar="FILE...")
    @click.option("--kind", help="A folder of datapackages/: the files are mapped and normalised first.")
    @click.option("--schema", help="A Table Schema: the files are held against it as they are.")
    @click.option("--package", help="A datapackage.json: the files are held against it as they are.")
    @click.option("--resource", help="Which resource of the package the file is.")
    @click.option("--mapping", help="With --kind: a JSON file, see docs/mapping.md.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @click.option("--engine", type=click.Choice(("fast", "frictionless")), default="fast", show_default=True)
    @click.option("--counts", is_flag=True, help="Count all errors by field, those that are not listed as well.")
    @with_appcontext
    @plainly
    def validate(files: Sequence[str], as_json: bool, **options: Any) -> None:
        """Check files and keep nothing."""
        checked_by = [name for name in ("kind", "schema", "package") if options[name]]
        if len(checked_by) != 1 or (not files and checked_by != ["package"]):
            raise errors.RequestNotValid(
                "validate",
                "give files, and one of --kind, --schema and --package",
                german="nennen Sie Dateien, und eines von --kind, --schema und --package",
            )
        options["mapping"] = _json_file(options["mapping"])
        report = validate_files(list(files), language=_language(), **options)
        click.echo(json.dumps(report, ensure_ascii=False) if as_json else as_text(report, _language()))
        sys.exit(DONE if report["valid"] else INVALID)

    return validate


def _language() -> str:
    return str(current_app.config["DEFAULT_LANGUAGE"])


def _yes_to_all(upload: Upload) -> dict[str, Any]:
    """A yes to each question of a draft for which a look is enough."""
    return {question["id"]: {YES: True} for question in upload.report["questions"] if question["answer"] == YES}


def _json_file(path: str | None) -> dict[str, Any] | None:
    """The object in a JSON file; None without a path. Raises RequestNotValid."""
    if path is None:
        return None
    try:
        value = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise errors.RequestNotValid(path, f"is not JSON: {error}", german=f"ist kein JSON ({error})") from None
    if not isinstance(value, dict):
        raise errors.RequestNotValid(path, "must be a JSON object", german="muss ein JSON-Objekt enthalten")
    return value
