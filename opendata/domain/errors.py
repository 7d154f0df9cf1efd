"""What can go wrong, in facts.

Here: one class per kind of failure that a caller may want to tell apart, with its facts as attributes.
Each kind that a city's staff may meet says it in German as well.
Not here: status codes and titles for HTTP (web/problem_answers.py, site/problem_texts.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

GERMAN_STATES = {
    "invalid": "hat Fehler",
    "published": "ist schon veröffentlicht",
    "processing": "wird noch geprüft",
    "draft": "ist ein Entwurf",
}
# Why reading and checking what was sent was stopped, in German and English.
DEMANDS = {
    "memory": (
        "Was Sie gesendet haben, braucht beim Prüfen mehr Speicher, als für eine Datei dieser Größe da ist",
        "Checking what you sent takes more memory than there is for a file of this size",
    ),
    "time": (
        "Was Sie gesendet haben, braucht beim Prüfen mehr Zeit, als für eine Datei dieser Größe da ist",
        "Checking what you sent takes more time than there is for a file of this size",
    ),
    "breakdown": (
        "Was Sie gesendet haben, lässt sich nicht prüfen: Das Programm, das es liest, ist daran gescheitert, "
        "meist weil der Speicher nicht reicht",
        "What you sent cannot be checked: the program that reads it broke down, mostly for lack of memory",
    ),
}


class DomainError(Exception):
    """Something a person asked for cannot be done; str() says why in one English sentence."""

    _german: str | None = None

    def in_language(self, language: str) -> str:
        """Why it cannot be done, in "de" or "en"; in English where nobody but programmers meets the error."""
        return self._german if language == "de" and self._german else str(self)


class KindBroken(DomainError):
    """A folder of datapackages/ does not describe a kind."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"Kind '{kind}' cannot be used: {reason}")
        self.kind, self.reason = kind, reason


class KindNotFound(DomainError, KeyError):
    """There is no kind of that name; known lists those that exist."""

    def __init__(self, kind: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no kind '{kind}'; there are: {', '.join(known) or 'none'}")
        self._german = f"Die Art „{kind}“ gibt es nicht; es gibt: {', '.join(known) or 'keine'}"
        self.kind, self.known = kind, list(known)

    __str__ = Exception.__str__  # KeyError would put the message in quotes


class PublisherNotFound(DomainError):
    """No publisher of that name."""

    def __init__(self, publisher: str) -> None:
        super().__init__(f"There is no publisher '{publisher}'")
        self._german = f"Den Herausgeber „{publisher}“ gibt es nicht"
        self.publisher = publisher


class DatasetNotFound(DomainError):
    """The publisher has no dataset of that name."""

    def __init__(self, publisher: str, dataset: str) -> None:
        super().__init__(f"Publisher '{publisher}' has no dataset '{dataset}'")
        self._german = f"Der Herausgeber „{publisher}“ hat keinen Datensatz „{dataset}“"
        self.publisher, self.dataset = publisher, dataset


class VersionNotFound(DomainError):
    """The dataset has no version of that number."""

    def __init__(self, dataset: str, number: str) -> None:
        super().__init__(f"Dataset '{dataset}' has no version {number}")
        self._german = f"Der Datensatz „{dataset}“ hat keine Version {number}"
        self.dataset, self.number = dataset, number


class NoVersionHeld(VersionNotFound):
    """No version of the dataset held on a day: the first one speaks of a later one."""

    def __init__(self, dataset: str, day: str) -> None:
        super().__init__(dataset, f"of {day} or before")
        self._german = f"Der Datensatz „{dataset}“ hat keine Version, die am {day} oder davor galt"


class NothingPublished(VersionNotFound):
    """The dataset exists, and no version of it has been published yet."""

    def __init__(self, dataset: str, number: str) -> None:
        super().__init__(dataset, number)
        self.args = (f"Nothing has been published yet for dataset '{dataset}'",)
        self._german = f"Für den Datensatz „{dataset}“ ist noch nichts veröffentlicht"


class VersionWithdrawn(DomainError):
    """The version was withdrawn: its rows are gone; its number, digest and reason stay."""

    def __init__(self, dataset: str, version: str, reason: str, withdrawn_at: str) -> None:
        super().__init__(f"Version {version} of dataset '{dataset}' was withdrawn: {reason}")
        self._german = f"Version {version} des Datensatzes „{dataset}“ wurde zurückgezogen: {reason}"
        self.dataset, self.version, self.reason, self.withdrawn_at = dataset, version, reason, withdrawn_at


class AlreadyWithdrawn(DomainError):
    """The version was withdrawn earlier, for another reason, which is kept."""

    def __init__(self, dataset: str, version: str, reason: str, withdrawn_at: str) -> None:
        super().__init__(
            f"Version {version} of dataset '{dataset}' was withdrawn already, and its reason stays: {reason}"
        )
        self._german = (
            f"Version {version} des Datensatzes „{dataset}“ wurde schon zurückgezogen, und der Grund bleibt: {reason}"
        )
        self.dataset, self.version, self.reason, self.withdrawn_at = dataset, version, reason, withdrawn_at


class ResourceNotFound(DomainError):
    """The version has no table of that name."""

    def __init__(self, resource: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no resource '{resource}'; there are: {', '.join(known)}")
        self._german = f"Die Tabelle „{resource}“ gibt es nicht; es gibt: {', '.join(known)}"
        self.resource, self.known = resource, list(known)


class RowNotFound(DomainError):
    """Neither this version nor an earlier one has a row of that key."""

    def __init__(self, resource: str, key: str) -> None:
        super().__init__(f"'{resource}' has never had a row '{key}'")
        self._german = f"In „{resource}“ gab es nie eine Zeile „{key}“"
        self.resource, self.key = resource, key


class PlaceNotFound(DomainError):
    """No page of the report says this value; row is the number of a row in the table of the report."""

    def __init__(self, resource: str, row: int, field: str) -> None:
        super().__init__(f"No page says '{field}' of row {row} of '{resource}'")
        self._german = f"Auf keiner Seite steht „{field}“ der Zeile {row} von „{resource}“"
        self.resource, self.row, self.field = resource, row, field


class RowRemoved(DomainError):
    """Earlier versions had the row, and this one does not; the row's history says since when."""

    def __init__(
        self,
        resource: str,
        key: str,
        version: str,
        continued_as: str | None = None,
        answers: Sequence[Mapping[str, str]] = (),
    ) -> None:
        onward_en = f"; it carries on as '{continued_as}'" if continued_as else ""
        onward_de = f"; sie wird als „{continued_as}“ weitergeführt" if continued_as else ""
        super().__init__(
            f"'{resource}' has no row '{key}' in version {version} any more; its history is kept{onward_en}"
        )
        self._german = (
            f"„{resource}“ hat in Version {version} keine Zeile „{key}“ mehr; ihr Verlauf bleibt{onward_de}"
        )
        self.resource, self.key, self.version = resource, key, version
        # What the publisher said, where there is anything: facts of the problem for whoever asks for the row.
        if continued_as:
            self.continued_as = continued_as
        if answers:
            self.answers = [dict(answer) for answer in answers]

    def lead_to(self, **links: str) -> None:
        """Name the addresses at which a reader finds more about the row."""
        self.links = links


class UploadNotFound(DomainError):
    """No upload of that id, or none that the caller may see."""

    def __init__(self, upload: str) -> None:
        super().__init__(f"There is no upload '{upload}'")
        self._german = f"Die Einreichung „{upload}“ gibt es nicht"
        self.upload = upload


class UploadKnown(Exception):
    """The same form was sent a second time; the first upload stands, and its page is the answer to both."""

    def __init__(self, upload: str) -> None:
        super().__init__(f"there is an upload '{upload}' already")
        self.upload = upload


class SerialNotReached(DomainError):
    """A reader of the journal has read further than it reaches, as where a backup of the service was restored."""

    def __init__(self, since: int, last_serial: int) -> None:
        super().__init__(
            f"The journal ends with serial {last_serial}, so there is nothing after {since}. If you have read that "
            "far before, the service was restored from a backup: read it anew"
        )
        self._german = (
            f"Das Journal endet mit der Nummer {last_serial}, nach {since} kommt also nichts. Wenn Sie schon so weit "
            "gelesen hatten, wurde der Dienst aus einer Sicherung wiederhergestellt: Lesen Sie es neu ein"
        )
        self.since, self.last_serial = since, last_serial


class AlreadyExists(DomainError):
    """A name that must be unique is taken."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"There is a {what} '{name}' already")
        self._german = f"„{name}“ gibt es schon ({what})"
        self.what, self.name = what, name


class NameNotAllowed(DomainError):
    """A name that stands in addresses has letters it must not have."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"'{name}' cannot be used as a name: {reason}")
        self.name, self.reason = name, reason


class VersionConflict(DomainError):
    """Another version was published after the draft was made; current is the number of the one that is valid now."""

    def __init__(self, dataset: str, expected: str | None, current: str | None) -> None:
        super().__init__(
            f"Dataset '{dataset}' went from version {expected or 'none'} to {current or 'none'} meanwhile: "
            "nothing was published; look at the changes against the new version, then publish again"
        )
        self._german = (
            f"Im Datensatz „{dataset}“ gilt inzwischen nicht mehr Version {expected or '(keine)'}, sondern "
            f"{current or '(keine)'}: Veröffentlicht wurde nichts. Sehen Sie die Änderungen gegenüber der neuen "
            "Version an und veröffentlichen Sie dann noch einmal"
        )
        self.dataset, self.expected, self.current = dataset, expected, current


class DateBeforeLast(DomainError):
    """The date of the figures is earlier than that of the figures already published."""

    def __init__(self, as_of: str, last: str) -> None:
        super().__init__(f"as_of {as_of} lies before the last version's {last}; give {last} or a later date")
        self._german = (
            f"Der Stand {as_of} liegt vor dem der letzten Version; geben Sie {last} oder ein späteres Datum an"
        )
        self.as_of, self.last = as_of, last


class UploadNotValid(DomainError):
    """The upload has errors, or is published or removed, so that nothing can be published from it."""

    def __init__(self, upload: str, state: str, report: Any = None) -> None:
        super().__init__(f"Upload '{upload}' is {state}: nothing was published; mend what its report lists")
        self._german = (
            f"Die Einreichung „{upload}“ {GERMAN_STATES.get(state, state)}: Veröffentlicht wurde nichts; "
            "berichtigen Sie, was der Bericht nennt"
        )
        self.upload, self.state, self.report = upload, state, report


class AnswersMissing(DomainError):
    """The draft asks questions that must be answered before it is published; questions are those left open."""

    def __init__(self, upload: str, questions: Sequence[Any]) -> None:
        asked = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
        super().__init__(f"{asked} not answered yet: nothing was published; answer and publish again")
        self._german = (
            f"{'1 Frage ist' if len(questions) == 1 else f'{len(questions)} Fragen sind'} noch nicht beantwortet: "
            "Veröffentlicht wurde nichts. Beantworten Sie sie und veröffentlichen Sie noch einmal"
        )
        self.id, self.questions = upload, list(questions)
        self.links: dict[str, str] = {}
        self.report: Any = None


class EarlierPartOpen(DomainError):
    """An earlier part of the same report is neither published nor deleted; parts are all that there are."""

    def __init__(self, upload: str, parts: Sequence[Any]) -> None:
        dates = ", ".join(part["as_of"] for part in parts)
        super().__init__(
            f"This report tells of several dates ({dates}): nothing was published; publish its parts in order, the "
            "oldest first, or delete those that shall not be published"
        )
        self._german = (
            f"Dieser Bericht nennt mehrere Stände ({dates}): Veröffentlicht wurde nichts. Veröffentlichen Sie die "
            "Teile der Reihe nach, den ältesten zuerst, oder löschen Sie die Teile, die nicht erscheinen sollen"
        )
        self.id, self.parts = upload, list(parts)
        self.links: dict[str, str] = {}


class UploadPublished(DomainError):
    """A published upload cannot be removed: its record stays with its version."""

    def __init__(self, upload: str, version: str) -> None:
        super().__init__(f"Upload '{upload}' is published as version {version}: its record stays with it")
        self._german = f"Die Einreichung „{upload}“ ist als Version {version} veröffentlicht und wird nicht gelöscht"
        self.upload, self.version = upload, version


class UploadNotReady(DomainError):
    """The upload is still being read and checked; afterwards it is a draft, or invalid."""

    def __init__(self, upload: str) -> None:
        super().__init__(f"Upload '{upload}' is still being checked; nothing was changed, ask again in a moment")
        self._german = (
            f"Die Einreichung „{upload}“ wird noch geprüft; geändert wurde nichts, fragen Sie gleich noch einmal nach"
        )
        self.upload = upload


class UploadChanged(DomainError):
    """The upload was read again meanwhile, by another mapping or with other edits: nothing was changed."""

    def __init__(self, upload: str) -> None:
        super().__init__(
            f"Upload '{upload}' was changed by somebody else, or in another window, meanwhile; nothing of yours was "
            "kept: look at the upload again and repeat what is still to be done"
        )
        self._german = (
            f"Die Einreichung „{upload}“ wurde inzwischen von jemand anderem oder in einem anderen Fenster geändert; "
            "gespeichert wurde nichts. Sehen Sie sie noch einmal an und wiederholen Sie, was noch zu tun ist"
        )
        self.upload = upload


class EditNotValid(DomainError):
    """An edit names a cell that the files do not have, or a text that no cell can hold."""

    def __init__(self, address: str, reason: str, german: str) -> None:
        super().__init__(f"edit of {address}: {reason}")
        self._german = f"Änderung von {address}: {german}"
        self._german_reason = german
        self.address, self.reason = address, reason

    @property
    def german(self) -> str:
        """The reason in German."""
        return self._german_reason


class UnreadableFile(DomainError):
    """No table can be read from a file; reason says why and what to do, in both languages."""

    def __init__(self, file: str, reason: str, messages: dict[str, str] | None = None) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason
        self.messages = messages or {"en": reason, "de": reason}
        self._german = f"{file}: {self.messages['de']}"


class UploadTooDemanding(DomainError):
    """Reading and checking the files was stopped: it took too much memory or time, or a library broke down over it.

    limit: "memory", "time" or "breakdown".
    """

    def __init__(self, limit: str) -> None:
        german, english = DEMANDS[limit]
        super().__init__(f"{english}. Please send the sheets, columns and rows of the table only, best as CSV.")
        self._german = (
            f"{german}. Bitte senden Sie nur die Blätter, Spalten und Zeilen der Tabelle, am besten als CSV."
        )
        self.limit = limit


class ServiceBusy(DomainError):
    """Others are being served at the moment, and no place became free in time. Nothing was changed."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(f"Many files are being checked at the moment; please send yours again in {retry_seconds} s")
        self._german = (
            f"Gerade werden viele Dateien geprüft; bitte senden Sie Ihre in {retry_seconds} Sekunden noch einmal"
        )
        self.retry_seconds = retry_seconds


class ReadingUnavailable(DomainError):
    """No process in which files are read can be started: the operator has to act. Nothing was changed."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(
            "The service cannot read files at the moment; its log says why. Please send yours again later"
        )
        self._german = (
            "Der Dienst kann im Moment keine Dateien lesen; warum, steht in seinem Protokoll. Bitte senden Sie Ihre "
            "später noch einmal"
        )
        self.retry_seconds = retry_seconds


class MappingNotValid(DomainError):
    """A mapping is not of the form in docs/mapping.md, or it names a table or field that the kind does not have."""

    def __init__(self, where: str, reason: str, german: str | None = None) -> None:
        super().__init__(f"mapping {where}: {reason}")
        place = f" an der Stelle „{where}“" if where else ""
        self._german = f"Die Zuordnung ist{place} nicht gültig: {german or reason}"
        self._german_reason = german
        self.where, self.reason = where, reason

    @property
    def german(self) -> str | None:
        """The reason in German, if there is one."""
        return self._german_reason


class SchemaNotValid(DomainError):
    """A schema, or a package's descriptor, cannot be used for checking anything."""

    def __init__(self, schema: str, reason: str) -> None:
        super().__init__(f"{schema}: {reason}")
        self._german = f"{schema}: Das Schema ist nicht zu gebrauchen ({reason})"
        self.schema, self.reason = schema, reason


class RequestNotValid(DomainError):
    """A parameter or a field of a request is unknown or not valid; known lists what is allowed."""

    def __init__(self, name: str, reason: str, known: Sequence[str] = (), german: str | None = None) -> None:
        names = ", ".join(known)
        super().__init__(f"'{name}': {reason}" + (f"; there are: {names}" if known else ""))
        self._german = f"„{name}“: {german or reason}" + (f"; möglich sind: {names}" if known else "")
        self.name, self.reason, self.known = name, reason, list(known)
        self._german_reason = german or reason

    def reason_in(self, language: str) -> str:
        """The reason alone, for a form that shows it beside the field."""
        return self._german_reason if language == "de" else self.reason


class PackageDamaged(DomainError):
    """A stored package does not fit its digests, or a file of it is missing."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


class StorageUnavailable(DomainError):
    """A part that keeps data does not answer, or cannot write. Nothing was changed, and a later attempt may succeed.

    is_uncertain: the part was told to make a change public, and it is not known whether it did.
    """

    def __init__(self, part: str, reason: str, *, is_uncertain: bool = False) -> None:
        consequence = "nothing was changed, try again soon"
        if is_uncertain:
            consequence = "it did not say whether the change was made; try again soon, nothing is published twice"
        super().__init__(f"The {part} cannot be reached at the moment; {consequence}")
        self.part, self.is_uncertain = part, is_uncertain
        self._reason = reason

    @property
    def reason(self) -> str:
        """Why, for the operator alone: the reason may name servers and folders, so readers never see it."""
        return self._reason


class AnswersBusy(DomainError):
    """The answer takes much work, and as many such answers as the service makes at one time are being made."""

    def __init__(self) -> None:
        super().__init__("This answer takes much work, and others are being made just now; ask again in some seconds")
        self._german = (
            "Diese Antwort macht viel Arbeit, und gerade sind andere an der Reihe; bitte fragen Sie in einigen "
            "Sekunden noch einmal"
        )
