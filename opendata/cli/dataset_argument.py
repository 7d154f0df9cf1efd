"""The argument PUBLISHER/DATASET of commands.

Here: which dataset it names. Not here: the commands.
"""

from opendata.domain.model import Dataset
from opendata.web.services import services


def dataset_at(path: str) -> Dataset:
    """The dataset that a path of the command line names; raises PublisherNotFound, DatasetNotFound."""
    publisher, _, name = path.partition("/")
    return services().catalogue.dataset(publisher, name)
