"""The terminal: commands of `flask`, which call the same steps as the views do.

Here: which commands there are. Not here: the commands (catalogue_commands.py, export_commands.py,
follower_commands.py, import_commands.py, people_commands.py, publishing_commands.py, rule_commands.py,
source_commands.py, upkeep_commands.py), their exit codes (exit_codes.py), the worker (jobs/worker_command.py).
"""

from flask import Flask

from opendata.cli.catalogue_commands import datasets, examples, publishers, tokens
from opendata.cli.export_commands import ExportSite, export_command
from opendata.cli.follower_commands import followers
from opendata.cli.import_commands import import_measures
from opendata.cli.people_commands import users
from opendata.cli.publishing_commands import AsText, ValidateFiles, publish, validate_command, withdraw
from opendata.cli.rule_commands import four_eyes, time_zone
from opendata.cli.source_commands import sources
from opendata.cli.upkeep_commands import backup, migrate, reindex, restore, verify

COMMANDS = (
    publishers,
    datasets,
    users,
    tokens,
    followers,
    sources,
    examples,
    publish,
    import_measures,
    withdraw,
    verify,
    reindex,
    backup,
    restore,
    migrate,
)


def register(app: Flask, validate_files: ValidateFiles, as_text: AsText, export_site: ExportSite) -> None:
    """Add the commands to `flask`."""
    for rule in (four_eyes, time_zone):
        publishers.add_command(rule)
    for command in COMMANDS:
        app.cli.add_command(command)
    app.cli.add_command(validate_command(validate_files, as_text))
    app.cli.add_command(export_command(export_site))
