"""Texts of the problems that belong to HTTP itself, and the dataclass that holds every problem's text.

Here: words for people. Not here: the texts of our own problems (problem_texts.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A problem in one language."""

    title: str
    meaning: str
    remedy: str


def both(de: tuple[str, str, str], en: tuple[str, str, str]) -> dict[str, Words]:
    """A problem in German and in English."""
    return {"de": Words(*de), "en": Words(*en)}


HTTP_WORDS: dict[str, dict[str, Words]] = {
    "bad-request": both(
        (
            "Die Anfrage ist nicht zu verstehen",
            "Mit dieser Anfrage kann der Dienst nichts anfangen. Geändert wurde nichts.",
            "Gehen Sie zurück und versuchen Sie es noch einmal. Die Beschreibung der Schnittstelle sagt, was "
            "möglich ist.",
        ),
        (
            "The request cannot be understood",
            "The service cannot make sense of this request. Nothing was changed.",
            "Go back and try again. The description of the API says what is possible.",
        ),
    ),
    "host-not-allowed": both(
        (
            "So heißt dieser Dienst nicht",
            "Die Anfrage nennt einen Namen, unter dem der Dienst nicht zu erreichen sein soll. Verweise in Antworten "
            "begänne er sonst mit diesem Namen.",
            "Rufen Sie die Adresse auf, unter der der Betreiber den Dienst anbietet. Der Betreiber stellt sie mit "
            "BASE_URL ein oder lässt weitere Namen mit ALLOWED_HOSTS zu.",
        ),
        (
            "The service is not called by this name",
            "The request names a host by which this service is not meant to be called. Links in its answers would "
            "begin with that name.",
            "Use the address under which the operator offers the service. The operator sets it by BASE_URL, or "
            "allows more names by ALLOWED_HOSTS.",
        ),
    ),
    "not-found": both(
        (
            "Unter dieser Adresse ist nichts",
            "Diese Seite gibt es nicht. Vielleicht ist die Adresse unvollständig oder falsch geschrieben.",
            "Von der Startseite aus ist alles zu erreichen, was hier veröffentlicht ist.",
        ),
        (
            "There is nothing at this address",
            "This page does not exist. Perhaps the address is incomplete or misspelt.",
            "Everything that is published here can be reached from the home page.",
        ),
    ),
    "method-not-allowed": both(
        (
            "So lässt sich diese Adresse nicht benutzen",
            "Die Adresse gibt es, aber nicht für diese Art von Anfrage, zum Beispiel Lesen statt Schreiben.",
            "Die Kopfzeile Allow der Antwort nennt, was möglich ist; die Beschreibung der Schnittstelle auch.",
        ),
        (
            "This address does not take that method",
            "The address exists, but not for this sort of request, such as reading where only writing is possible.",
            "The answer's Allow header names what is possible, as does the description of the API.",
        ),
    ),
    "not-acceptable": both(
        (
            "In dieser Form gibt es das nicht",
            "Die Anfrage verlangt ein Format, in dem es diese Daten nicht gibt.",
            "Fragen Sie ohne Accept-Kopfzeile, oder nach einem Format, das die Beschreibung der Schnittstelle nennt.",
        ),
        (
            "There is no such form of this",
            "The request asks for a format that these data are not given in.",
            "Ask without an Accept header, or for a format that the description of the API names.",
        ),
    ),
    "precondition-failed": both(
        (
            "Das ist nicht mehr, was Sie haben",
            "Die Anfrage gilt nur für einen Stand (If-Match, If-Unmodified-Since), und dort steht ein anderer.",
            "Lesen Sie neu, was unter der Adresse steht, und fragen Sie dann mit dem ETag dieser Antwort.",
        ),
        (
            "This is no longer what you have",
            "The request holds for one state alone (If-Match, If-Unmodified-Since), and there is another.",
            "Read anew what stands at the address, and ask with the ETag of that answer.",
        ),
    ),
    "body-too-large": both(
        (
            "Das ist zu groß",
            "Was Sie geschickt haben, ist größer als erlaubt. Gelesen wurde davon nichts.",
            "Schicken Sie eine kleinere Datei, oder teilen Sie die Tabelle. Die Meldung nennt die Grenze.",
        ),
        (
            "The body is over the limit",
            "What you sent is larger than allowed. Nothing of it was read.",
            "Send a smaller file, or split the table. The message names the limit.",
        ),
    ),
    "address-too-long": both(
        (
            "Die Adresse ist zu lang",
            "Die Adresse der Anfrage hat mehr Zeichen, als der Dienst annimmt. Gelesen wurde davon nichts.",
            "Fragen Sie mit weniger Bedingungen oder Werten, in mehreren Anfragen.",
        ),
        (
            "The address is too long",
            "The address of the request has more characters than the service takes. Nothing of it was read.",
            "Ask with fewer conditions or values, in several requests.",
        ),
    ),
    "headers-too-large": both(
        (
            "Die Kopfzeilen der Anfrage sind zu groß",
            "Die Anfrage hat mehr oder längere Kopfzeilen, als der Dienst annimmt. Gelesen wurde davon nichts.",
            "Schicken Sie weniger und kürzere Kopfzeilen. Im Browser hilft es oft, die Cookies dieser Seite zu "
            "löschen.",
        ),
        (
            "The headers of the request are over the limit",
            "The request has more or longer headers than the service takes. Nothing of them was read.",
            "Send fewer and shorter headers. In a browser it often helps to remove the cookies of this site.",
        ),
    ),
    "request-timeout": both(
        (
            "Die Anfrage kam nicht rechtzeitig an",
            "Der Dienst hat auf den Rest der Anfrage gewartet, und zu wenig davon ist gekommen. Geändert wurde "
            "nichts.",
            "Schicken Sie die Anfrage noch einmal, am besten über eine schnellere Verbindung.",
        ),
        (
            "The request did not arrive in time",
            "The service waited for the rest of the request, and too little of it came. Nothing was changed.",
            "Send the request again, over a faster connection if there is one.",
        ),
    ),
    "media-type-not-supported": both(
        (
            "Diese Art von Inhalt wird nicht angenommen",
            "Der Inhalt der Anfrage ist von einer Art, die diese Adresse nicht annimmt.",
            "Dateien werden als multipart/form-data geschickt, alles andere als application/json.",
        ),
        (
            "The body is of the wrong media type",
            "The body of the request is of a type that this address does not take.",
            "Files are sent as multipart/form-data, everything else as application/json.",
        ),
    ),
    "range-not-satisfiable": both(
        (
            "Diesen Teil gibt es nicht",
            "Die Anfrage verlangt einen Teil der Datei, der hinter ihrem Ende liegt.",
            "Laden Sie die Datei noch einmal von Anfang an; vielleicht gibt es inzwischen eine andere Version.",
        ),
        (
            "There is no such part of this",
            "The request asks for a part of the file that lies behind its end.",
            "Download the file again from its beginning; perhaps there is another version by now.",
        ),
    ),
    "too-many-requests": both(
        (
            "Das waren zu viele Anfragen",
            "Von Ihrer Adresse kamen in kurzer Zeit zu viele Anfragen.",
            "Warten Sie etwas und versuchen Sie es dann noch einmal. Die Kopfzeile Retry-After sagt, wie lange.",
        ),
        (
            "Too many requests",
            "Too many requests came from your address in a short time.",
            "Wait a little, then try again. The Retry-After header says how long.",
        ),
    ),
    "internal-error": both(
        (
            "Hier ist etwas schiefgegangen",
            "Der Fehler liegt beim Dienst, nicht bei Ihnen. Geändert wurde nichts.",
            "Versuchen Sie es später noch einmal. Bleibt es dabei, sagen Sie bitte dem Betreiber, wann es war: Sein "
            "Protokoll nennt die Ursache.",
        ),
        (
            "Something went wrong here",
            "The fault is the service's, not yours. Nothing was changed.",
            "Try again later. If it stays, please tell the operator when it happened: the log names the cause.",
        ),
    ),
    "not-available": both(
        (
            "Zurzeit nicht erreichbar",
            "Der Dienst kommt gerade nicht an seine Daten. Geändert wurde nichts.",
            "Versuchen Sie es in einer Minute noch einmal.",
        ),
        (
            "Not available at the moment",
            "The service cannot reach its data just now. Nothing was changed.",
            "Try again in a minute.",
        ),
    ),
}
