"""The terminal: the same domain functions as the views call.

Here: commands, exit codes and what is printed. Not here: what commands do (domain/), how reports read (validation/).
Exit codes: 0 done or valid, 1 invalid or broken, 2 called wrongly or unreadable.
"""

import functools
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, Protocol

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from opendata import example
from opendata.config import ConfigError
from opendata.domain import errors
from opendata.domain.errors import DomainError
from opendata.domain.model import (
    LICENCES,
    RESERVED,
    Dataset,
    Publisher,
    SourceFile,
    Upload,
    as_of_date,
    licence,
    slug,
)
from opendata.domain.packages.withdrawal import reason_text
from opendata.domain.tables.json_values import dumps
from opendata.steps import uploading
from opendata.steps.uploading import Arrival, Published
from opendata.web.access import SCOPES
from opendata.web.services import EXTENSION, services

Arguments = ParamSpec("Arguments")
DONE, INVALID, CALLED_WRONGLY = 0, 1, 2
# What is wrong with the data or the store; all other errors of the domain are wrong calls.
BROKEN = (errors.VersionConflict, errors.UploadNotValid, errors.PackageDamaged, errors.KindBroken)
ROLES = ("editor", "publisher", "admin")
SHORTEST_PASSWORD = 12


class ValidateFiles(Protocol):
    """opendata.validation.validate_files, handed over by app.py."""

    def __call__(self, paths: Sequence[str], **options: Any) -> dict[str, Any]:
        """The report as a dict; raises DomainError."""
        ...


def plainly(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """End a command that fails with one plain line and the exit code of INTERFACE, never a traceback."""

    @functools.wraps(command)
    def wrapped(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DomainError as error:
            _fail(str(error), INVALID if isinstance(error, BROKEN) else CALLED_WRONGLY)
        except ConfigError as error:
            _fail(str(error), CALLED_WRONGLY)
        except OSError as error:
            _fail(f"{error.filename or 'opendata'}: {error.strerror or error}", CALLED_WRONGLY)

    return wrapped


def register(app: Flask, validate_files: ValidateFiles, as_text: Callable[[dict[str, Any], str], str]) -> None:
    """Add the commands to `flask`."""
    for command in (
        publishers,
        datasets,
        users,
        tokens,
        examples,
        publish,
        withdraw,
        verify,
        reindex,
        backup,
        restore,
        migrate,
    ):
        app.cli.add_command(command)
    app.cli.add_command(_validate_command(validate_files, as_text))


publishers = AppGroup("publishers", help="Who answers for the data.")
datasets = AppGroup("datasets", help="The tables of a publisher.")
users = AppGroup("users", help="Who may log in to the portal.")
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
    found = services().catalogue.publisher(publisher)
    made = Dataset(found, slug(dataset), services().kinds[kind].name, title, terms.lower(), rhythm)
    licence(terms)
    services().catalogue.add_dataset(made)
    click.echo(f"Added dataset {made.path}")


@users.command("add")
@click.argument("email")
@click.option("--publisher", required=True)
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@plainly
def add_user(email: str, publisher: str, role: str, password_stdin: bool) -> None:
    """Add a user."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - needed here alone

    if "@" not in email[1:-1]:
        raise errors.RequestNotValid("email", f"'{email}' is not an e-mail address")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass()
    if len(password) < SHORTEST_PASSWORD:
        raise errors.RequestNotValid("password", f"needs at least {SHORTEST_PASSWORD} characters")
    hashed = PasswordHasher().hash(password)
    services().accounts.add_user(email.lower(), publisher, role, hashed, services().now())
    click.echo(f"Added user {email.lower()}")


@tokens.command("add")
@click.argument("publisher")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scopes", default=",".join(SCOPES), show_default=True)
@plainly
def add_token(publisher: str, name: str, scopes: str) -> None:
    """Make a token and print it alone, this once."""
    asked = [each.strip() for each in scopes.split(",") if each.strip()]
    unknown = [each for each in asked if each not in SCOPES]
    if unknown or not asked:
        raise errors.RequestNotValid("--scopes", f"'{scopes}' names no scope that exists", SCOPES)
    click.echo(services().accounts.add_token(publisher, name, asked, services().now()))


@examples.command("load")
@plainly
def load_example() -> None:
    """Publish the invented example data, unless there is other data already."""
    current_app.extensions[EXTENSION].check()
    if not example.is_wanted(services().desk, services().config.kinds_dir):
        return
    for version in example.load(services().desk, services().config.kinds_dir, services().now):
        click.echo(f"Published {version.path}, as of {version.as_of.isoformat()}", err=True)


@click.command("publish")
@click.argument("path", metavar="PUBLISHER/DATASET")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as-of", required=True, help="The date the figures speak of, such as 2024-12-31.")
@click.option("--mapping", "mapping_file", help="A JSON file, see docs/mapping.md.")
@click.option("--answers", "answers_file", help="A JSON file with answers to the upload's questions.")
@click.option("--message", help="One public sentence on this version.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
@plainly
def publish(path: str, files: Sequence[str], as_of: str, as_json: bool, **given: Any) -> None:
    """Check files and make them the dataset's next version."""
    publisher, _, name = path.partition("/")
    dataset = services().catalogue.dataset(publisher, name)
    mapping, answers = _json_file(given["mapping_file"]), _json_file(given["answers_file"])
    arrival = Arrival(as_of_date(as_of), given["message"], mapping)
    sent = [SourceFile(Path(each).name, Path(each).read_bytes()) for each in files]
    desk = services().desk
    examined = uploading.receive(desk, dataset, sent, arrival, now=services().now())
    if examined.upload.state == "invalid":
        _print_invalid(examined.upload, as_json)
        sys.exit(INVALID)
    result = uploading.publish(desk, examined.upload, answers or {}, now=services().now(), examined=examined)
    _print_published(path, result, as_json)


@click.command("withdraw")
@click.argument("path", metavar="PUBLISHER/DATASET")
@click.argument("number", metavar="VERSION")
@click.option("--reason", required=True, help="Why, for everybody to read; it stays for ever.")
@with_appcontext
@plainly
def withdraw(path: str, number: str, reason: str) -> None:
    """Take a version back: its rows are gone, its number, digest and reason stay."""
    publisher, _, name = path.partition("/")
    dataset = services().catalogue.dataset(publisher, name)
    version = services().versions.withdraw(dataset, number, reason_text(reason), now=services().now())
    current = services().catalogue.dataset(publisher, name).current
    click.echo(f"Withdrew {version.path}; {f'version {current} holds now' if current else 'no version holds now'}")


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
    verdict = services().verify(path)
    for withdrawn in verdict.withdrawn:
        click.echo(withdrawn)
    for left in verdict.left_behind:
        click.echo(f"{left}: left behind by a write that did not complete; not public", err=True)
    for problem in verdict.problems:
        click.echo(problem, err=True)
    click.echo(f"{verdict.versions} versions verified, {len(verdict.problems)} problems")
    sys.exit(DONE if verdict.sound else INVALID)


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


def _validate_command(validate_files: ValidateFiles, as_text: Callable[[dict[str, Any], str], str]) -> click.Command:
    @click.command("validate")
    @click.argument("files", nargs=-1, metavar="FILE...")
    @click.option("--kind", help="A folder of datapackages/: the files are mapped and normalised first.")
    @click.option("--schema", help="A Table Schema: the files are held against it as they are.")
    @click.option("--package", help="A datapackage.json: the files are held against it as they are.")
    @click.option("--resource", help="Which resource of the package the file is.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @click.option("--engine", type=click.Choice(("fast", "frictionless")), default="fast", show_default=True)
    @click.option("--counts", is_flag=True, help="Count all errors by field, those that are not listed as well.")
    @with_appcontext
    @plainly
    def validate(files: Sequence[str], as_json: bool, **options: Any) -> None:
        """Check files and keep nothing."""
        given = [name for name in ("kind", "schema", "package") if options[name]]
        if len(given) != 1 or (not files and given != ["package"]):
            raise errors.RequestNotValid("validate", "give files, and one of --kind, --schema and --package")
        report = validate_files(list(files), **options)
        click.echo(json.dumps(report, ensure_ascii=False) if as_json else as_text(report, _language()))
        sys.exit(DONE if report["valid"] else INVALID)

    return validate


def _language() -> str:
    return str(current_app.config["DEFAULT_LANGUAGE"])


def _json_file(path: str | None) -> Any:
    if path is None:
        return None
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise errors.MappingNotValid(path, f"is not JSON: {error}") from None


def _print_invalid(upload: Upload, as_json: bool) -> None:
    tongue = services().config.language
    report = upload.report
    if as_json:
        click.echo(dumps({"id": upload.id, "state": upload.state, "report": report}))
        return
    for each in report["errors"]:
        click.echo(each["messages"].get(tongue, each["message"]), err=True)
    least = "at least " if report["more"] else ""
    click.echo(f"Not published: {least}{report['error_count']} errors to mend", err=True)


def _print_published(path: str, result: Published, as_json: bool) -> None:
    version = result.version
    if as_json:
        body: dict[str, Any] = {"version": version.number, "unchanged": result.unchanged}
        if not result.unchanged:
            body |= {"serial": version.last_serial, "changes": dict(version.counts), "digest": version.digest}
        click.echo(json.dumps(body))
    elif result.unchanged:
        click.echo(f"{path}: the content is that of version {version.number}; nothing was published")
    else:
        counts = ", ".join(f"{count} {what}" for what, count in version.counts.items())
        click.echo(f"Published {path} {version.number}, as of {version.as_of.isoformat()}: {counts}")


def _fail(message: str, code: int) -> None:
    click.echo(" ".join(message.split()), err=True)
    sys.exit(code)
