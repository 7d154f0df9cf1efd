"""What the steps need from where the rules of publishers are kept: four eyes, and the time zone of set times."""

from typing import Protocol

TIME_ZONE = "Europe/Berlin"  # of publishers who have set no other


class PublishingRules(Protocol):
    """How each publisher wants to publish; it is private, and no part of what is published."""

    def four_eyes(self, publisher: str) -> bool:
        """Whether nobody publishes what they had a hand in; raises PublisherNotFound."""
        ...

    def set_four_eyes(self, publisher: str, on: bool) -> None:
        """Switch it on or off; raises PublisherNotFound."""
        ...

    def time_zone(self, publisher: str) -> str:
        """The name of the publisher's time zone, such as Europe/Berlin; raises PublisherNotFound."""
        ...

    def set_time_zone(self, publisher: str, name: str) -> None:
        """Set the time zone; raises PublisherNotFound."""
        ...
