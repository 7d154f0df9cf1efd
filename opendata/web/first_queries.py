"""First queries: what pages ask the database, asked once before the first reader does.

Here: which queries. Not here: when they are asked (app.py).
SQLAlchemy writes the text of each query once in a process, which takes longer than the answer: the queries of the
page of a city take a sixth of the time in which a process makes this page for the first time.
"""

from contextlib import suppress

from opendata.domain.errors import NothingPublished, VersionWithdrawn
from opendata.steps.dataset_reports import DatasetReports
from opendata.steps.ports.journal import Scope
from opendata.web.services import Services


def ask_first(services: Services) -> None:
    """Ask about one of the datasets that are published, if there are any; raises what its storage raises."""
    catalogue, reading, journal = services.catalogue, services.reading, services.journal
    catalogue.some_publishers(0, 1, by_title=True)
    published, _ = catalogue.published_datasets(0, 1)
    for dataset in published[:1]:
        publisher, scope = dataset.publisher.name, Scope(dataset.publisher.name, dataset.name)
        catalogue.publisher(publisher)
        catalogue.datasets(publisher)
        catalogue.named_datasets([(publisher, dataset.name)])
        services.versions.current(catalogue.datasets_of([publisher]))
        reports = DatasetReports(reading, reading.dataset(publisher, dataset.name))
        with suppress(NothingPublished, VersionWithdrawn):
            entries = journal.between(reports.last_serial, reports.last_serial, scope, with_fields=False)
            journal.some([entry.serial for entry in entries], longest=1)
            journal.newest(1, Scope(), with_fields=False)
            _ = reports.total, reports.part(0, 1), reports.newest, reports.removals
