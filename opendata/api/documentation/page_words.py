"""Words of the documentation's pages, in German and English, beside those that the document itself has.

Here: headings, labels and groups. Not here: what operations and parameters are called in German (german_texts.py).
"""

from collections.abc import Mapping

# What of the document is said in the language of the page: by name, German and English.
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Schnittstelle (API)", "API"),
    "lead": (
        "JSON, CSV und Feeds für Programme. Lesen geht ohne Anmeldung; Schreiben braucht ein Token des Herausgebers.",
        "JSON, CSV and feeds for programs. Reading needs no account; writing needs a token of the publisher.",
    ),
    "document": ("Die ganze Beschreibung für Programme:", "The whole description for programs:"),
    "groups": ("Was es gibt", "What there is"),
    "rules": ("Was überall gilt", "What holds everywhere"),
    "rule.lists": (
        "Listen kommen in Seiten: items, total und links; links.next führt zur nächsten. Mit limit=0 kommt alles.",
        "Lists come in pages: items, total and links; links.next leads to the next one. With limit=0 all comes.",
    ),
    "rule.errors": (
        "Fehler sind application/problem+json (RFC 9457). Jede Art von Fehler hat ihre eigene Seite:",
        "Errors are application/problem+json (RFC 9457). Each type of error has a page of its own:",
    ),
    "rule.etag": (
        "Öffentliche Antworten haben ein ETag. Wer es als If-None-Match mitschickt, bekommt 304, solange sich nichts "
        "geändert hat.",
        "Public answers have an ETag. Sent as If-None-Match, it makes the next answer a 304 while nothing changes.",
    ),
    "rule.follow": (
        "Wer Änderungen verfolgt, fragt /api/v1/changes, merkt sich last_serial und fragt später mit "
        "since=last_serial weiter. Mit wait=30 wartet die Anfrage auf das nächste Ereignis.",
        "To follow changes, ask /api/v1/changes, keep last_serial, and ask later with since=last_serial. With "
        "wait=30 the request waits for the next event.",
    ),
    "rule.digest": (
        "Der hash einer Datei in datapackage.json ist sha256: und die SHA-256 ihrer Bytes, hexadezimal. Bei Tabellen "
        "und Dateien nennt auch die Kopfzeile Repr-Digest die Prüfsumme, in Base64 (RFC 9530).",
        "The hash of a file in datapackage.json is sha256: and the SHA-256 of its bytes in hexadecimal. With tables "
        "and files the header Repr-Digest gives the digest too, in Base64 (RFC 9530).",
    ),
    "rule.webhooks": (
        "Eine Nachricht an einen Webhook enthält type, timestamp, items (Ereignisse wie in /api/v1/changes) und "
        "last_serial. Signiert ist sie mit dem Geheimnis nach Standard Webhooks (standardwebhooks.com).",
        "A message to a webhook has type, timestamp, items (events as in /api/v1/changes) and last_serial. It is "
        "signed with the secret as Standard Webhooks (standardwebhooks.com) describes.",
    ),
    "rule.unknown": (
        "Unbekannte Parameter und Felder sind ein Fehler 400, der nennt, was es gibt.",
        "Unknown parameters and fields are a 400 that names what there is.",
    ),
    "rule.token": (
        "Ein Token steht in der Kopfzeile Authorization: Bearer TOKEN. Im Portal legt es die Verwaltung selbst an.",
        "A token stands in the header Authorization: Bearer TOKEN. Publishers make theirs in the portal.",
    ),
    "schemas": ("Formen der Antworten", "Shapes of answers"),
    "schemas.lead": (
        "Alle Formen, auf die sich Anfragen und Antworten beziehen, mit ihren Feldern.",
        "All shapes to which requests and answers refer, with their fields.",
    ),
    "crumb": ("Schnittstelle", "API"),
    "parameters": ("Parameter", "Parameters"),
    "body": ("Was gesendet wird", "What is sent"),
    "answers": ("Antworten", "Answers"),
    "name": ("Name", "Name"),
    "type": ("Art", "Type"),
    "meaning": ("Bedeutung", "Meaning"),
    "example": ("Beispiel", "Example"),
    "status": ("Status", "Status"),
    "form": ("Form", "Shape"),
    "required": ("nötig", "required"),
    "in.path": ("in der Adresse", "in the address"),
    "in.query": ("Parameter", "parameter"),
    "in.header": ("Kopfzeile", "header"),
    "example.request": ("Beispiel einer Anfrage", "Example of a request"),
    "example.answer": ("Beispiel einer Antwort", "Example of an answer"),
    "curl": ("Mit curl", "With curl"),
    "try": ("Ausprobieren", "Try it"),
    "try.send": ("Anfrage senden", "Send the request"),
    "try.token": ("Token (bleibt in diesem Fenster)", "Token (it stays in this window)"),
    "try.answer": ("Antwort", "Answer"),
    "try.headers": ("Kopfzeilen", "Headers"),
    "try.body": ("Inhalt", "Body"),
    "try.waiting": ("Die Anfrage ist unterwegs …", "The request is on its way …"),
    "try.failed": ("Es kam keine Antwort an.", "No answer arrived."),
    "try.cut": ("Gezeigt wird der Anfang.", "The beginning is shown."),
    "try.binary": ("Eine Datei, die kein Text ist; Bytes:", "A file that is no text; bytes:"),
    "of": ("Liste: ", "list of "),
    "any": ("beliebig", "anything"),
    "public": ("öffentlich", "public"),
    "no-token": ("ohne Token", "no token"),
    "needs.upload": ("Token mit dem Recht upload", "token with the scope upload"),
    "needs.publish": ("Token mit dem Recht publish", "token with the scope publish"),
    "needs.admin": ("Token mit dem Recht admin", "token with the scope admin"),
    "english": ("Die Beschreibungen der Formen sind englisch.", ""),
}
# The groups of operations, in the order in which readers want them.
GROUPS: Mapping[str, tuple[str, str]] = {
    "datasets": ("Herausgeber und ihre Datensätze", "Publishers and their datasets"),
    "versions": ("Versionen", "Versions"),
    "version-rows": ("Die Zeilen einer Version", "The rows of a version"),
    "files": ("Die Dateien einer Version", "The files of a version"),
    "differences": ("Was sich zwischen zwei Versionen geändert hat", "What changed between two versions"),
    "rows": ("Einzelne Zeilen und ihr Verlauf", "Single rows and their history"),
    "changes": ("Das Journal der öffentlichen Ereignisse", "The journal of public events"),
    "feeds": ("Feeds: jede Änderung in einem Satz", "Feeds: every change in one sentence"),
    "calendars": ("Kalender der Fristen", "Calendars of deadlines"),
    "overviews": ("Überblick: Stand, Verzug, Vergleich", "Overviews: where measures stand, slip and compare"),
    "alike": ("Ähnliches anderswo, und Suche", "What is alike elsewhere, and search"),
    "funding": ("Was aus Förderungen wird", "What becomes of funding"),
    "mail-api": ("Änderungen per Mail", "Following by mail"),
    "kinds": ("Arten von Datensätzen", "Kinds of datasets"),
    "workbooks": ("Arbeitsmappen zum Fortschreiben", "Workbooks to carry on"),
    "catalogue": ("Der Katalog für Datenportale (DCAT-AP.de)", "The catalogue for data portals (DCAT-AP.de)"),
    "validate": ("Eine Datei ausprobieren", "Trying a file"),
    "uploads": ("Hochladen und veröffentlichen", "Uploading and publishing"),
    "drafts": ("Entwürfe: Zuordnung, Antworten, Vorschau", "Drafts: mapping, answers, preview"),
    "origins": ("Stellen der Angaben in einem Bericht", "Places of values in a report"),
    "mending": ("Zellen, die im Dienst berichtigt werden", "Cells mended in the service"),
    "mappings": ("Die gemerkte Zuordnung", "The mapping that is remembered"),
    "releases": ("Termine, Vier-Augen-Prinzip, Vorschau-Links", "Set times, four eyes, preview links"),
    "webhooks": ("Webhooks: Nachrichten über Veröffentlichtes", "Webhooks: messages about what is published"),
    "sources": ("Adressen, denen Datensätze folgen", "Addresses that datasets follow"),
    "reads": ("Wie oft Datensätze gelesen werden", "How often datasets are read"),
    "neighbours": ("Adressen für Seiten von LocalMonitoring", "Addresses that pages of LocalMonitoring read"),
    "service": ("Der Dienst selbst", "The service itself"),
}


def word(key: str, language: str) -> str:
    """A word of the pages."""
    german, english = WORDS[key]
    return german if language == "de" else english
