"""Reading: which version, which row and which file a reader means.

Here: the one place that decides it, for API, pages, feeds and command line. Not here: answering (api/, site/),
keeping (storage/).
"""

from opendata.domain.errors import VersionNotFound
from opendata.domain.model import Dataset, Version
from opendata.domain.packages.withdrawal import gone
from opendata.steps.ports.versions import Versions

LATEST = "latest"  # stands in addresses for the number of the version that holds


def latest(dataset: Dataset, versions: Versions) -> Version:
    """The version that holds now; raises VersionNotFound if there is none yet, VersionWithdrawn if none is left."""
    if dataset.current is not None:
        return versions.get(dataset, dataset.current)
    last = versions.last(dataset)
    if last is None:
        raise VersionNotFound(dataset.path, LATEST)
    if last.withdrawal:
        raise gone(last)
    return last  # it was published since somebody read the dataset
