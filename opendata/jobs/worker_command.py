"""The command `flask worker`.

Here: its options, and its messages when it cannot start. Not here: what a worker does (worker_process.py).
"""

import logging
import sys
from typing import cast

import click
from flask import current_app
from flask.cli import with_appcontext

from opendata.config import ConfigError
from opendata.domain.errors import DomainError
from opendata.jobs.job_notification import Bell
from opendata.jobs.job_runs import Runner
from opendata.jobs.worker_process import run
from opendata.web.services import EXTENSION, services

THREADS = 2


@click.command("worker")
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="Jobs at once.")
@with_appcontext
def worker(threads: int) -> None:
    """Do jobs until SIGTERM or Ctrl-C: large uploads, and removing what is over."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        current_app.extensions[EXTENSION].fence(threads)  # what was sent may be meant to harm
        joined = services()
        # app.py joined a Runner and a Bell; the type of Services names the smaller interfaces that views need.
        run(cast(Runner, joined.runner), cast(Bell, joined.bell), joined.jobs, threads)
    except (ConfigError, DomainError) as error:
        click.echo(f"The worker cannot start: {' '.join(str(error).split())}", err=True)
        sys.exit(2)
