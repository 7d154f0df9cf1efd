"""What can go wrong with sources, in facts.

Here: failures of these acts alone. Not here: all other failures (errors.py), and fetches that fail, which raise
nothing outside (sources.py).
"""

from opendata.domain.errors import DomainError


class SourceNotFound(DomainError):
    """The dataset follows no address."""

    def __init__(self, publisher: str, dataset: str) -> None:
        super().__init__(f"Dataset '{publisher}/{dataset}' follows no address")
        self._german = f"Der Datensatz „{publisher}/{dataset}“ folgt keiner Adresse"
        self.publisher, self.dataset = publisher, dataset
