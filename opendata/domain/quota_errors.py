"""What can go wrong with how much is stored, in facts.

Here: this failure alone, whose sentence has sizes as people read them. Not here: all other failures (errors.py).
"""

from opendata.domain.errors import DomainError
from opendata.domain.tables.values_for_people import bytes_text


class NoRoomLeft(DomainError):
    """The publisher would store more than it may. Nothing was kept, and nothing that is there was touched."""

    def __init__(self, publisher: str, used_bytes: int, most_bytes: int, sent_bytes: int) -> None:
        counts = (used_bytes, most_bytes, sent_bytes)
        used, most, sent = (bytes_text(count, "en") for count in counts)
        super().__init__(
            f"There is no room left for '{publisher}': it may store {most}, and has stored {used}"
            f"{f'; {sent} were sent' if sent_bytes else ''}. Delete drafts that nobody needs any more, or ask the "
            "operator for more room; what is published stays"
        )
        used, most, sent = (bytes_text(count, "de") for count in counts)
        self._german = (
            f"Für „{publisher}“ ist kein Platz mehr: {most} sind erlaubt, {used} belegt"
            f"{f', und gesendet wurden {sent}' if sent_bytes else ''}. Löschen Sie Entwürfe, die niemand mehr "
            "braucht, oder bitten Sie den Betrieb um mehr Platz; was veröffentlicht ist, bleibt"
        )
        self.publisher = publisher
        self.used_bytes, self.most_bytes, self.sent_bytes = counts
