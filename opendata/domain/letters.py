"""Letters: the mails that tell somebody of a draft what they would otherwise learn when they come by.

Here: their words, in German and English. Not here: to whom they go (steps/telling.py), mails of the pages for signing
in (portal/words/mails.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DraftLetter:
    """A mail of plain text."""

    subject: str
    text: str


# Of each letter: subject and text, German and English. {dataset}, {publisher}, {as_of}, {by}, {word}, {at}, {address}
LETTERS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "asked": (
        (
            "Bitte ansehen und veröffentlichen: {dataset}",
            "Guten Tag,\n\n{by} hat für {publisher} die Tabelle „{dataset}“ mit dem Stand {as_of} vorbereitet und "
            "bittet Sie, sie anzusehen und zu veröffentlichen. Veröffentlichen muss jemand anderes als die Person, "
            "die sie hochgeladen hat.\n{word}\nHier steht, was öffentlich wird:\n\n{address}\n",
        ),
        (
            "Please look at and publish: {dataset}",
            "Hello,\n\n{by} has prepared the table “{dataset}” of {publisher}, as of {as_of}, and asks you to look "
            "at it and to publish it. Somebody other than the person who uploaded it has to publish it.\n{word}\n"
            "This is what will become public:\n\n{address}\n",
        ),
    ),
    "sent-back": (
        (
            "Zurück an Sie: {dataset}",
            "Guten Tag,\n\n{by} hat Ihren Entwurf „{dataset}“ mit dem Stand {as_of} angesehen und gibt ihn zurück. "
            "Veröffentlicht wurde nichts, der Entwurf ist noch da.\n{word}\nHier geht es weiter:\n\n{address}\n",
        ),
        (
            "Back to you: {dataset}",
            "Hello,\n\n{by} has looked at your draft “{dataset}”, as of {as_of}, and sends it back. Nothing was "
            "published, and the draft is still there.\n{word}\nGo on here:\n\n{address}\n",
        ),
    ),
    "missed": (
        (
            "Nicht veröffentlicht: {dataset}",
            "Guten Tag,\n\nam {at} sollte „{dataset}“ mit dem Stand {as_of} veröffentlicht werden. Das ist nicht "
            "geschehen.\n{word}\nDer Entwurf ist noch da; hier geht es weiter:\n\n{address}\n",
        ),
        (
            "Not published: {dataset}",
            "Hello,\n\n“{dataset}”, as of {as_of}, was to be published on {at}. That was not done.\n{word}\nThe "
            "draft is still there; go on here:\n\n{address}\n",
        ),
    ),
    "source-fails": (
        (
            "Nicht mehr abzurufen: {dataset}",
            "Guten Tag,\n\n„{dataset}“ von {publisher} folgt einer Adresse, von der sich seit {at} nichts abrufen "
            "lässt.\n{word}\nVeröffentlicht bleibt, was veröffentlicht ist, und der Dienst versucht es weiter. Hier "
            "steht, was dabei herauskommt, und hier lässt sich die Adresse ändern:\n\n{address}\n",
        ),
        (
            "Not to be fetched any more: {dataset}",
            "Hello,\n\n“{dataset}” of {publisher} follows an address from which nothing could be fetched since "
            "{at}.\n{word}\nWhat is published stays published, and the service goes on trying. What comes of it "
            "stands here, and the address can be changed here:\n\n{address}\n",
        ),
    ),
}

# Why a draft was not published at its set time, German and English.
MISSED: dict[str, tuple[str, str]] = {
    "another-version": (
        "Inzwischen hat jemand eine andere Version veröffentlicht. Bitte sehen Sie sich die Änderungen neu an.",
        "Somebody published another version meanwhile. Please look at the changes once more.",
    ),
    "draft-changed": (
        "Der Entwurf wurde geändert, nachdem der Zeitpunkt gesetzt war. Bitte sehen Sie ihn sich noch einmal an.",
        "The draft was changed after the time was set. Please look at it once more.",
    ),
    "earlier-part": (
        "Der Bericht nennt mehrere Stände, und ein älterer Teil ist noch offen. Bitte veröffentlichen Sie zuerst "
        "diesen.",
        "The report tells of several dates, and an older part is still open. Please publish that one first.",
    ),
    "role-lost": (
        "Wer den Zeitpunkt gesetzt hat, darf hier nicht mehr veröffentlichen.",
        "Whoever set the time may not publish here any more.",
    ),
    "four-eyes": (
        "Hier gilt das Vier-Augen-Prinzip: Jemand anderes muss den Entwurf veröffentlichen.",
        "The publisher wants four eyes: somebody else has to publish the draft.",
    ),
    "answers-missing": (
        "Zum Entwurf sind noch Fragen zu beantworten.",
        "There are questions about the draft that are still to be answered.",
    ),
    "date-before-last": (
        "Inzwischen ist eine Version mit einem späteren Stand veröffentlicht.",
        "A version of a later date has been published meanwhile.",
    ),
    "withdrawn": (
        "Der Entwurf enthält Angaben einer Version, die inzwischen zurückgezogen ist.",
        "The draft holds figures of a version that has been withdrawn meanwhile.",
    ),
    "unchanged": (
        "Inzwischen sind dieselben Angaben schon veröffentlicht.",
        "The same figures have been published meanwhile.",
    ),
    "gone": ("Der Entwurf ist nicht mehr da.", "The draft is not there any more."),
    "failed": (
        "Im Dienst ist ein Fehler aufgetreten; der Betreiber findet den Grund im Protokoll des Dienstes.",
        "An error occurred in the service; its operator finds the reason in the log of the service.",
    ),
}


def draft_letter(name: str, language: str, **facts: str) -> DraftLetter:
    """A letter with its facts, in "de" or "en"."""
    subject, text = LETTERS[name][0 if language == "de" else 1]
    facts["word"] = f"\n{facts['word']}\n" if facts.get("word") else ""
    return DraftLetter(" ".join(subject.format(**facts).split()), text.format(**facts))


def missed_words(outcome: str, language: str) -> str:
    """Why a draft was not published at its set time."""
    return MISSED.get(outcome, MISSED["failed"])[0 if language == "de" else 1]
