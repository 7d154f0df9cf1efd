"""The desk for sources: everything that following an address needs.

Here: what app.py joins. Not here: the steps (managing_sources.py, fetching_sources.py).
"""

from dataclasses import dataclass

from opendata.steps.desk import Desk
from opendata.steps.ports.fetching import Fetcher
from opendata.steps.ports.jobs import Jobs
from opendata.steps.ports.sources import Sources


@dataclass(frozen=True)
class SourceDesk:
    """Everything that following addresses needs."""

    desk: Desk  # at which the service itself sits
    sources: Sources
    fetcher: Fetcher
    jobs: Jobs
    most_bytes: int  # of what is fetched: no more than may be uploaded
