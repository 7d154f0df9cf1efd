"""Commands about how a publisher publishes: by two people, and in which time zone.

Here: their options. Not here: the acts (steps/releasing.py).
"""

import click
from flask.cli import with_appcontext

from opendata.cli.exit_codes import plainly
from opendata.steps import releasing
from opendata.web.services import services


@click.command("four-eyes")
@click.argument("publisher")
@click.argument("switch", type=click.Choice(("on", "off")))
@with_appcontext
@plainly
def four_eyes(publisher: str, switch: str) -> None:
    """Switch four eyes on or off. While they are on, nobody publishes what they uploaded, mapped or mended."""
    releasing.set_four_eyes(services().desk, publisher, switch == "on")
    click.echo(f"Four eyes are {switch} for {publisher}")


@click.command("time-zone")
@click.argument("publisher")
@click.argument("zone")
@with_appcontext
@plainly
def time_zone(publisher: str, zone: str) -> None:
    """Set the time zone in which times for publishing are set, such as Europe/Berlin."""
    releasing.set_time_zone(services().desk, publisher, zone)
    click.echo(f"The time zone of {publisher} is {zone}")
