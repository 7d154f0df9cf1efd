"""What can go wrong with publishing by two people, at a set time, and with links to a preview, in facts.

Here: failures of these acts alone. Not here: all other failures (errors.py).
"""

from collections.abc import Mapping

from opendata.domain.errors import DomainError


class FourEyesNeeded(DomainError):
    """Somebody else has to publish this draft; person: who may not, None where nobody answers for the request."""

    def __init__(self, upload: str, person: str | None) -> None:
        if person is None:
            super().__init__(
                "A person who is known by name has to publish this draft: the rule of four eyes holds here"
            )
            self._german = (
                "Den Entwurf muss eine namentlich bekannte Person veröffentlichen: Hier gilt das Vier-Augen-Prinzip"
            )
        else:
            super().__init__(f"Somebody other than {person} has to publish this draft: the rule of four eyes holds")
            self._german = (
                f"Diesen Entwurf muss jemand anderes als {person} veröffentlichen: Es gilt das Vier-Augen-Prinzip"
            )
        self.upload = upload
        self.links: Mapping[str, str] = {}


class TooLateToCancel(DomainError):
    """The set time has come: the draft is being published, or was."""

    def __init__(self, upload: str) -> None:
        super().__init__("The set time has come already; the page of the draft says what came of it")
        self._german = "Der gesetzte Zeitpunkt ist schon da; auf der Seite des Entwurfs steht, was daraus wurde"
        self.upload = upload


class NoAppointment(DomainError):
    """No time is set for publishing this draft."""

    def __init__(self, upload: str) -> None:
        super().__init__("No time is set for publishing this draft")
        self._german = "Für diesen Entwurf ist kein Zeitpunkt gesetzt"
        self.upload = upload


class PreviewLinkNotFound(DomainError):
    """The draft has no open preview link of that id."""

    def __init__(self, upload: str, link: str) -> None:
        super().__init__(f"The draft has no open preview link '{link}'")
        self._german = f"Der Entwurf hat keinen offenen Vorschau-Link „{link}“"
        self.upload, self.link = upload, link
