"""The command `flask worker`.

Here: its options, and what it says when it cannot start. Not here: what a worker does (worker_process.py).
"""

import logging
import sys
from typing import cast

import click
from flask.cli import with_appcontext

from opendata.config import ConfigError
from opendata.domain.errors import DomainError
from opendata.jobs.job_bell import Bell
from opendata.jobs.job_runs import Runner
from opendata.web.services import services

THREADS = 2


@click.command("worker")
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="Jobs at once.")
@with_appcontext
def worker(threads: int) -> None:
    """Do jobs until SIGTERM or Ctrl-C: large uploads, and removing what is over."""
    from opendata.jobs.worker_process import run  # noqa: PLC0415 - huey is slow to import, and needed here alone

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        found = services()
        # What app.py joined is seen by views through smaller interfaces than these.
        runner, bell = cast(Runner, found.runner), cast(Bell, found.bell)
        run(runner, bell, found.jobs, threads)
    except (ConfigError, DomainError) as error:
        click.echo(f"The worker cannot start: {' '.join(str(error).split())}", err=True)
        sys.exit(2)
