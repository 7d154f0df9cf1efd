"""City datasets: which datasets of a publisher speak of where it stands, and of its greenhouse gases.

Here: this choice. Not here: the figures (steps/overviews.py), views.
"""

from collections.abc import Sequence

from opendata.domain.errors import VersionWithdrawn
from opendata.domain.model import Dataset, Version
from opendata.domain.overview import greenhouse_gases
from opendata.site.overview_views import today
from opendata.steps import overviews
from opendata.steps.overviews import DatasetOverview
from opendata.web.services import services


def overviews_of(publisher: str) -> list[DatasetOverview]:
    """The datasets of a publisher whose rows have a status, the largest first; raises PublisherNotFound."""
    told = []
    for dataset, _ in published(publisher):
        kind = services().kinds.get(dataset.kind)
        if kind is None or not any(table.role("status") for table in kind):
            continue
        try:
            told.append(overviews.dataset_overview(services().reading, dataset, today()))
        except VersionWithdrawn:  # meanwhile
            continue
    return sorted(told, key=lambda overview: -overview.standing.counts.total)


def inventories_of(publisher: str) -> list[Dataset]:
    """The datasets of a publisher that are inventories of greenhouse gases."""
    return [dataset for dataset, _ in published(publisher) if dataset.kind == greenhouse_gases.KIND]


def published(publisher: str) -> Sequence[tuple[Dataset, Version]]:
    """The datasets of a publisher with the versions that hold now; raises PublisherNotFound."""
    datasets = services().catalogue.datasets(publisher)
    current = services().versions.current(datasets)
    return [(dataset, version) for dataset in datasets if (version := current.get(dataset.path)) is not None]
