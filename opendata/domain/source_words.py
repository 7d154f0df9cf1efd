"""What people are told of fetches: what came of one, and why it failed, German and English.

Here: sentences, the same for portal, API, mails and terminal. None of them has the address, which may hold a secret.
Not here: the words around them (portal/words/sources.py), the mail (letters.py).
"""

from collections.abc import Mapping

from opendata.domain.sources import DRAFT, FAILED, INVALID, PUBLISHED, SourceFetch

Both = tuple[str, str]
SAME = "same-figures"  # other bytes, and the same figures

# Of fetches that did not fail, by outcome or reason.
ENDED: Mapping[str, Both] = {
    "not-modified": (
        "Nichts Neues: Der Server sagt, dass sich die Datei nicht geändert hat.",
        "Nothing new: the server says that the file has not changed.",
    ),
    "same-content": (
        "Nichts Neues: Es ist dieselbe Datei wie beim letzten Mal.",
        "Nothing new: it is the same file as the last time.",
    ),
    SAME: (
        "Nichts Neues: Die Datei ist eine andere, ihre Angaben sind die schon veröffentlichten.",
        "Nothing new: the file is another one, and its figures are those that are published already.",
    ),
    DRAFT: (
        "Neuer Inhalt: Er wartet als Entwurf darauf, dass jemand ihn ansieht und veröffentlicht.",
        "New content: it waits as a draft for somebody to look at it and publish it.",
    ),
    "asks": (
        "Neuer Inhalt: Er wartet als Entwurf, weil vor der Veröffentlichung Fragen zu beantworten sind.",
        "New content: it waits as a draft, because there are questions to be answered before it is published.",
    ),
    "four-eyes": (
        "Neuer Inhalt: Er wartet als Entwurf, weil hier das Vier-Augen-Prinzip gilt.",
        "New content: it waits as a draft, because four eyes are wanted here.",
    ),
    "withdrawn": (
        "Neuer Inhalt: Er wartet als Entwurf, weil die letzte Version zurückgezogen ist.",
        "New content: it waits as a draft, because the last version was withdrawn.",
    ),
    "another-version": (
        "Neuer Inhalt: Er wartet als Entwurf, weil inzwischen eine andere Version erschienen ist.",
        "New content: it waits as a draft, because another version was published meanwhile.",
    ),
    PUBLISHED: (
        "Neuer Inhalt: Er ist als Version {version} veröffentlicht.",
        "New content: it is published as version {version}.",
    ),
    INVALID: (
        "Neuer Inhalt mit Fehlern: Der Prüfbericht nennt sie, veröffentlicht wurde nichts.",
        "New content with errors: the report lists them, and nothing was published.",
    ),
}

# Why a fetch failed.
REASONS: Mapping[str, Both] = {
    "address-refused": (
        "Die Adresse, oder eine Weiterleitung von ihr, führt nicht ins öffentliche Internet. Von dort "
        "wird nichts geladen.",
        "The address, or a redirect of it, leads to no place on the public internet. Nothing is fetched from there.",
    ),
    "name-unknown": (
        "Den Namen des Servers kennt das Internet gerade nicht.",
        "The internet does not know the name of the server at the moment.",
    ),
    "not-reached": ("Der Server ist nicht zu erreichen.", "The server cannot be reached."),
    "too-slow": ("Der Server hat nicht schnell genug geantwortet.", "The server did not answer quickly enough."),
    "not-encrypted": ("Das Zertifikat des Servers ist ungültig.", "The certificate of the server is not valid."),
    "no-answer": (
        "Der Server hat etwas geantwortet, das keine Antwort des Webs ist.",
        "The server answered with something that is no answer of the web.",
    ),
    "cut-off": (
        "Die Datei brach mitten in der Übertragung ab. Übernommen wurde nichts.",
        "The file broke off while it was sent. Nothing was taken over.",
    ),
    "too-large": (
        "Die Datei ist größer, als Hochgeladenes hier sein darf.",
        "The file is larger than what is uploaded here may be.",
    ),
    "too-many-redirects": (
        "Die Adresse leitet immer weiter und führt nie zu einer Datei.",
        "The address redirects again and again, and never leads to a file.",
    ),
    "redirect-unencrypted": (
        "Die Adresse leitet von https:// auf http:// weiter, wo jeder unterwegs die Datei ändern "
        "könnte. Geben Sie die endgültige Adresse an.",
        "The address redirects from https:// to http://, where anybody on the way could change "
        "the file. Give the final address.",
    ),
    "unknown-coding": (
        "Der Server hat die Datei auf eine Art gepackt, die hier niemand auspacken kann.",
        "The server has packed the file in a way that cannot be unpacked here.",
    ),
    "empty": ("Die Datei ist leer.", "The file is empty."),
    "web-page": (
        "Unter der Adresse steht gerade eine Webseite und keine Tabelle, vielleicht eine Anmeldung oder eine "
        "Fehlerseite. Geben Sie die Adresse der Datei selbst an.",
        "There is a web page at the address just now and no table, perhaps one for signing in, or one about "
        "an error. Give the address of the file itself.",
    ),
    "ckan-answer": (
        "Das Datenportal hat nicht gesagt, wo die Datei liegt.",
        "The data portal did not say where the file lies.",
    ),
    "ckan-several": (
        "Dieser Datensatz des Datenportals hat mehrere Tabellen. Geben Sie die Adresse der Ressource an, "
        "die gemeint ist.",
        "This dataset of the data portal has several tables. Give the address of the resource that is meant.",
    ),
    "ckan-no-file": (
        "Das Datenportal nennt hier keine Datei, die eine Tabelle wäre.",
        "The data portal names no file here that is a table.",
    ),
    "package": (
        "Das Datenpaket verweist auf Dateien, die nicht neben ihm liegen, oder auf zu viele.",
        "The data package refers to files that do not lie beside it, or to too many.",
    ),
    "no-date": (
        "Der Stand der Zahlen lässt sich nicht so bestimmen, wie es eingestellt ist: Die Angabe fehlt. Wählen "
        "Sie eine andere Regel.",
        "The date of the figures cannot be found in the way that was chosen: it is not stated. Choose another rule.",
    ),
    "date-before-last": (
        "Der Stand der Zahlen läge vor dem der letzten Version. Übernommen wurde nichts.",
        "The date of the figures would lie before that of the last version. Nothing was taken over.",
    ),
    "no-room": (
        "Für die Datei ist kein Platz mehr: Der Herausgeber hat so viel abgelegt, wie er darf. Übernommen wurde "
        "nichts.",
        "There is no room left for the file: the publisher has stored as much as it may. Nothing was taken over.",
    ),
    "unreadable": ("Die Datei lässt sich nicht lesen.", "The file cannot be read."),
    "broke-off": (
        "Der Dienst ist beim Abrufen mehrmals abgebrochen; der Betreiber findet den Grund im Protokoll.",
        "The service broke off several times while fetching; its operator finds the reason in the log.",
    ),
}

STATUSES: Mapping[int, Both] = {
    401: ("Der Server verlangt eine Anmeldung.", "The server wants somebody to sign in."),
    403: ("Der Server gibt die Datei nicht heraus.", "The server does not hand out the file."),
    404: ("Unter der Adresse gibt es keine Datei mehr.", "There is no file at the address any more."),
    410: ("Der Server sagt, dass es die Datei nicht mehr gibt.", "The server says that the file is gone."),
    429: ("Der Server wurde zu oft gefragt.", "The server was asked too often."),
}


def fetch_words(fetch: SourceFetch) -> dict[str, str]:
    """What came of a fetch, in a sentence, by language."""
    german, english = _failure(fetch) if fetch.outcome == FAILED else _ended(fetch)
    found = fetch.words or {}
    return {
        "de": f"{german} {found['de']}" if "de" in found else german,
        "en": f"{english} {found['en']}" if "en" in found else english,
    }


def _ended(fetch: SourceFetch) -> Both:
    german, english = ENDED.get(fetch.reason or "") or ENDED[fetch.outcome]
    return german.format(version=fetch.version), english.format(version=fetch.version)


def _failure(fetch: SourceFetch) -> Both:
    if fetch.reason != "status" or fetch.status is None:
        return REASONS[fetch.reason or "no-answer"]
    if (fetch.status or 0) >= 500:
        known: Both = ("Der Server hat gerade selbst einen Fehler.", "The server itself has an error at the moment.")
    else:
        known = STATUSES.get(fetch.status, ("Der Server gab keine Datei.", "The server gave no file."))
    german, english = (sentence.removesuffix(".") for sentence in known)
    return f"{german} (Antwort {fetch.status}).", f"{english} (answer {fetch.status})."
