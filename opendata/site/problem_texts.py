"""Problem texts: what each type of problem means and what to do about it, in German and in English.

Here: words for people. Not here: which error is which problem (web/problem_answers.py),
and the texts of problems that Flask itself finds (http_problem_texts.py).
"""

from dataclasses import dataclass

from opendata.site.http_problem_texts import HTTP_WORDS, Words, both
from opendata.site.mail_problem_texts import MAIL_WORDS
from opendata.site.mending_problem_texts import MENDING_WORDS
from opendata.site.people_problem_texts import PEOPLE_WORDS
from opendata.site.reading_problem_texts import READING_WORDS
from opendata.site.release_problem_texts import RELEASE_WORDS
from opendata.site.report_problem_texts import REPORT_WORDS
from opendata.site.source_problem_texts import SOURCE_WORDS
from opendata.site.webhook_problem_texts import WEBHOOK_WORDS
from opendata.web.problem_answers import HTTP_PROBLEMS, PROBLEMS


@dataclass(frozen=True)
class Problem:
    """A type of problem as its page explains it."""

    name: str
    status: int
    words: Words


def known_problems(language: str) -> list[Problem]:
    """All types of problems, those of our own first."""
    statuses = {name: status for status, name, _ in PROBLEMS.values()}
    statuses |= {name: status for status, (name, _) in HTTP_PROBLEMS.items()}
    return [Problem(name, status, problem_words(name, language)) for name, status in statuses.items()]


def find_problem(name: str, language: str) -> Problem | None:
    """The type of problem with that name, or None. An HTTP status without a name of its own is called http-NNN."""
    number = name.removeprefix("http-")
    if name.startswith("http-") and number.isascii() and number.isdigit() and len(number) == 3:
        return Problem(name, int(number), problem_words(name, language))
    return next((problem for problem in known_problems(language) if problem.name == name), None)


def problem_words(name: str, language: str, title: str | None = None) -> Words:
    """The words for a type of problem; general words where the type has none of its own."""
    words = WORDS.get(name)
    if words is None:
        general = WORDS["bad-request"][language]
        return Words(title or f"{GENERAL_TITLE[language]} ({name})", general.meaning, general.remedy)
    return words[language]


def problem_title(name: str, language: str, title: str) -> str:
    """The title of a type of problem; title: where the type has no words of its own."""
    return problem_words(name, language, title).title


GENERAL_TITLE = {"de": "Das ging nicht", "en": "That did not work"}


WORDS: dict[str, dict[str, Words]] = {
    "kind-broken": both(
        (
            "Eine Art von Daten ist falsch beschrieben",
            "Die Beschreibung einer Art von Daten, ein Ordner unter datapackages/, kann nicht gelesen werden.",
            "Bitte sagen Sie dem Betreiber Bescheid: Die Meldung nennt den Ordner und was daran fehlt. Geändert "
            "wurde nichts.",
        ),
        (
            "A kind cannot be used",
            "The description of a kind of data, a folder of datapackages/, cannot be read.",
            "Please tell the operator: the message names the folder and what it lacks. Nothing was changed.",
        ),
    ),
    "kind-not-found": both(
        (
            "Diese Art von Daten gibt es nicht",
            "Es gibt keine Art von Daten mit diesem Namen.",
            "Die Meldung zählt die vorhandenen auf; auch /api/v1/kinds nennt sie. Wählen Sie eine davon.",
        ),
        (
            "No such kind",
            "There is no kind of data of that name.",
            "The message lists those that exist, as does /api/v1/kinds. Choose one of them.",
        ),
    ),
    "publisher-not-found": both(
        (
            "Diese Stadt oder Gemeinde ist hier nicht zu finden",
            "Unter diesem Namen veröffentlicht hier niemand. Vielleicht ist die Adresse falsch geschrieben.",
            "Auf der Startseite stehen alle, die hier veröffentlichen.",
        ),
        (
            "No such publisher",
            "Nobody publishes here under that name. Perhaps the address is misspelt.",
            "The home page lists everybody who publishes here.",
        ),
    ),
    "dataset-not-found": both(
        (
            "Diesen Datensatz gibt es nicht",
            "Unter diesem Namen wird kein Datensatz geführt. Vielleicht ist die Adresse falsch geschrieben.",
            "Die Seite der Stadt oder Gemeinde nennt alle ihre Datensätze.",
        ),
        (
            "No such dataset",
            "No dataset is kept under that name. Perhaps the address is misspelt.",
            "The publisher's page lists all its datasets.",
        ),
    ),
    "version-not-found": both(
        (
            "Diese Version gibt es nicht",
            "Der Datensatz hat keine Version mit dieser Nummer.",
            "Die Seite „Versionen“ des Datensatzes zählt alle auf; „latest“ steht für die aktuelle.",
        ),
        (
            "No such version",
            "The dataset has no version of that number.",
            "The dataset's page “Versions” lists all of them; “latest” stands for the current one.",
        ),
    ),
    "nothing-published": both(
        (
            "Hier ist noch nichts veröffentlicht",
            "Den Datensatz gibt es, aber noch keine Version davon. Seine Tabellen kommen mit der ersten.",
            "Schauen Sie später wieder vorbei, oder abonnieren Sie den Feed des Datensatzes: Er meldet die erste "
            "Version.",
        ),
        (
            "Nothing has been published yet",
            "The dataset exists, but no version of it does so far. Its tables come with the first one.",
            "Come back later, or follow the feed of the dataset: it tells of the first version.",
        ),
    ),
    "serial-not-reached": both(
        (
            "So weit reicht das Journal nicht",
            "Sie fragen nach Einträgen hinter dem letzten. Wer schon einmal so weit gelesen hat, sieht daran, dass "
            "der Dienst aus einer Sicherung wiederhergestellt wurde und Einträge von damals fehlen.",
            "Die Meldung nennt die letzte Nummer (last_serial). Lesen Sie das Journal neu ein, von vorn oder ab "
            "einer Nummer vor der Sicherung.",
        ),
        (
            "The journal does not reach that far",
            "You ask for entries behind the last one. To whoever has read that far before, this says that the "
            "service was restored from a backup and lacks entries of that time.",
            "The message names the last serial (last_serial). Read the journal anew, from its beginning or from a "
            "serial before the backup.",
        ),
    ),
    "resource-not-found": both(
        (
            "Diese Tabelle gibt es nicht",
            "Der Datensatz hat keine Tabelle mit diesem Namen.",
            "Die Meldung zählt die vorhandenen auf; auf der Seite des Datensatzes stehen sie alle.",
        ),
        (
            "No such resource",
            "The dataset has no table of that name.",
            "The message lists those that exist; the dataset's page shows all of them.",
        ),
    ),
    "row-not-found": both(
        (
            "Diesen Eintrag gibt es nicht",
            "Die Tabelle hat keine Zeile mit diesem Schlüssel und hatte auch früher keine.",
            "Auf der Seite des Datensatzes stehen alle Einträge mit ihren Schlüsseln. Groß- und Kleinschreibung "
            "zählt.",
        ),
        (
            "No such row",
            "The table has no row of that key, and never had one.",
            "The dataset's page lists all entries with their keys. Upper and lower case matter.",
        ),
    ),
    "version-withdrawn": both(
        (
            "Diese Version wurde zurückgezogen",
            "Die Zeilen dieser Version gibt es hier nicht mehr, auch nicht in gespeicherten Kopien. Ihre Nummer, "
            "ihre Prüfsumme und der Grund bleiben öffentlich.",
            "Die Meldung nennt den Grund. Nehmen Sie die Version, die jetzt gilt: „latest“ statt der Nummer. "
            "Haben Sie Zeilen dieser Version gespeichert, dann löschen Sie sie.",
        ),
        (
            "The version was withdrawn",
            "The rows of this version are no longer here, nor in stored copies. Its number, its digest and the "
            "reason stay public.",
            "The message gives the reason. Use the version that holds now: “latest” instead of the number. If you "
            "have stored rows of this version, delete them.",
        ),
    ),
    "already-withdrawn": both(
        (
            "Diese Version ist schon zurückgezogen",
            "Die Version wurde früher zurückgezogen, mit einem anderen Grund. Der bleibt; geändert wurde nichts.",
            "Die Meldung nennt den Grund, der öffentlich ist. Er kann nicht nachträglich geändert werden.",
        ),
        (
            "The version was withdrawn before",
            "The version was withdrawn earlier, for another reason. That one stays; nothing was changed.",
            "The message gives the reason that is public. It cannot be changed afterwards.",
        ),
    ),
    "row-removed": both(
        (
            "Dieser Eintrag ist nicht mehr enthalten",
            "Die Zeile stand in früheren Versionen, in dieser nicht mehr.",
            "Ihr Verlauf bleibt: Die Seite des Eintrags zeigt, was zuletzt bekannt war, und seit wann er fehlt. "
            "Wird er unter einer anderen Nummer weitergeführt, nennt „links.successor“ deren Adresse.",
        ),
        (
            "The row is no longer contained",
            "The row was in earlier versions and is not in this one.",
            "Its history is kept: the entry's page shows what was known last, and since when it is gone. "
            "If it carries on under another key, “links.successor” has the address of that.",
        ),
    ),
    "upload-not-found": both(
        (
            "Diese Einreichung gibt es nicht",
            "Es gibt keine Einreichung mit dieser Kennung, oder sie gehört jemand anderem.",
            "Prüfen Sie die Kennung und das Token. Nach einiger Zeit werden Einreichungen gelöscht; dann reichen "
            "Sie die Tabelle noch einmal ein.",
        ),
        (
            "No such upload",
            "There is no upload of that id, or it belongs to somebody else.",
            "Check the id and the token. Uploads are deleted after a time; then send the table again.",
        ),
    ),
    "answers-missing": both(
        (
            "Vor der Veröffentlichung sind Fragen zu beantworten",
            "Die Tabelle ist gültig, aber an ihr ist etwas, das sich vor der Veröffentlichung jemand ansehen muss. "
            "Veröffentlicht wurde nichts, der Entwurf bleibt.",
            "Lesen Sie die offenen Fragen und beantworten Sie sie mit Ja oder mit einem Grund; veröffentlichen Sie "
            "dann noch einmal. Wenn etwas nicht stimmt, berichtigen Sie die Tabelle und reichen Sie sie neu ein.",
        ),
        (
            "Questions must be answered first",
            "The table is valid, but something about it has to be looked at before it is published. Nothing was "
            "published, the draft stays.",
            "Read the open questions and answer them with yes or with a reason, then publish again. If something is "
            "wrong, mend the table and send it again.",
        ),
    ),
    "upload-published": both(
        (
            "Die Einreichung ist schon veröffentlicht",
            "Aus dieser Einreichung ist eine Version geworden; sie lässt sich nicht mehr löschen.",
            "Für Korrekturen reichen Sie die berichtigte Tabelle ein: Sie wird zur nächsten Version.",
        ),
        (
            "The upload is published already",
            "This upload has become a version and can no longer be deleted.",
            "To correct something, send the corrected table: it becomes the next version.",
        ),
    ),
    "upload-not-ready": both(
        (
            "Die Einreichung wird noch geprüft",
            "Große Dateien werden im Hintergrund gelesen und geprüft; damit ist der Dienst noch nicht fertig.",
            "Fragen Sie die Einreichung in einigen Sekunden wieder ab: Sie wird zum Entwurf oder nennt ihre Fehler.",
        ),
        (
            "The upload is still being checked",
            "Large files are read and checked in the background, and this is not done yet.",
            "Ask for the upload again in some seconds: it becomes a draft, or lists its mistakes.",
        ),
    ),
    "already-exists": both(
        (
            "Der Name ist vergeben",
            "Unter diesem Namen gibt es schon etwas. Namen stehen in Adressen und müssen eindeutig sein.",
            "Wählen Sie einen anderen Namen, oder arbeiten Sie mit dem vorhandenen Eintrag weiter.",
        ),
        (
            "The name is taken",
            "There is something of that name already. Names stand in addresses and must be unique.",
            "Choose another name, or go on with what exists.",
        ),
    ),
    "name-not-allowed": both(
        (
            "Dieser Name geht nicht",
            "Der Name soll in Adressen stehen und enthält Zeichen, die dort nicht vorkommen dürfen, oder der Dienst "
            "braucht ihn selbst.",
            "Nehmen Sie kleine Buchstaben von a bis z, Ziffern und einzelne Bindestriche, zum Beispiel "
            "bad-musterstadt.",
        ),
        (
            "The name cannot be used",
            "The name is to stand in addresses and has characters that must not be there, or the service needs it "
            "itself.",
            "Use lower-case letters a to z, digits and single hyphens, such as bad-musterstadt.",
        ),
    ),
    "version-conflict": both(
        (
            "Inzwischen wurde eine andere Version veröffentlicht",
            "Zwischen Ihrem Entwurf und dem Veröffentlichen kam jemand zuvor. Veröffentlicht wurde von Ihrem Entwurf "
            "nichts.",
            "Sehen Sie sich die Änderungen gegenüber der neuen Version an und veröffentlichen Sie dann noch einmal.",
        ),
        (
            "Another version was published meanwhile",
            "Somebody published between your draft and its publication. Nothing of your draft was published.",
            "Look at the changes against the new version, then publish again.",
        ),
    ),
    "date-before-last": both(
        (
            "Das Datum liegt vor dem der letzten Version",
            "Die Angaben sollen für eine Zeit gelten, zu der es schon eine neuere Version gibt.",
            "Geben Sie das Datum an, für das die Zahlen gelten. Gleiches Datum wie zuletzt bedeutet eine Korrektur.",
        ),
        (
            "The date lies before the last version's",
            "The figures would speak of a time before a version that is published already.",
            "Give the date that the figures speak of. The same date as the last one's means a correction.",
        ),
    ),
    "upload-not-valid": both(
        (
            "Die Einreichung hat Fehler",
            "Die Tabelle passt noch nicht zum Schema, oder die Einreichung ist nicht mehr offen. Veröffentlicht "
            "wurde nichts.",
            "Der Bericht nennt zu jedem Fehler die Zelle und was zu tun ist. Berichtigen Sie die Tabelle und "
            "reichen Sie sie noch einmal ein.",
        ),
        (
            "The upload has errors",
            "The table does not fit the schema yet, or the upload is no longer open. Nothing was published.",
            "The report names the cell of every error and what to do. Mend the table and send it again.",
        ),
    ),
    "upload-too-demanding": both(
        (
            "Diese Dateien zu prüfen ist zu aufwendig",
            "Das Lesen und Prüfen wurde abgebrochen: Es brauchte mehr Arbeitsspeicher oder Zeit, als für Dateien "
            "dieser Größe vorgesehen ist, oder das lesende Programm ist daran gescheitert. Behalten wurde nichts.",
            "Senden Sie nur die Blätter, Spalten und Zeilen der Tabelle. Am sichersten ist eine CSV-Datei; oft hilft "
            "es auch, die Zellen in eine neue Arbeitsmappe zu kopieren.",
        ),
        (
            "Checking these files takes too much",
            "Reading and checking was stopped: it took more memory or time than is meant for files of this size, or "
            "the program that reads them broke down over them. Nothing was kept.",
            "Send the sheets, columns and rows of the table only. A CSV file is the safest; often it helps to copy "
            "the cells into a new workbook.",
        ),
    ),
    "unreadable-file": both(
        (
            "Die Datei lässt sich nicht lesen",
            "Aus der Datei lässt sich keine Tabelle lesen: Sie ist beschädigt, geschützt oder von einer anderen "
            "Art, als ihr Name sagt.",
            "Öffnen Sie die Datei, speichern Sie sie ohne Kennwort als .xlsx, .ods oder .csv und reichen Sie sie "
            "noch einmal ein.",
        ),
        (
            "The file cannot be read",
            "No table can be read from the file: it is damaged, protected, or not what its name says.",
            "Open the file, save it without a password as .xlsx, .ods or .csv, and send it again.",
        ),
    ),
    "mapping-not-valid": both(
        (
            "Die Zuordnung stimmt nicht",
            "Die Zuordnung der Spalten hat nicht die richtige Form, oder sie nennt Felder, die es nicht gibt.",
            "Die Meldung nennt die Stelle. Lassen Sie im Zweifel den Teil weg: Was fehlt, wird anhand der "
            "Überschriften gefunden.",
        ),
        (
            "The mapping is not valid",
            "The mapping of columns is not of the right form, or names fields that do not exist.",
            "The message names the place. If in doubt leave that part out: what is missing is found by the headers.",
        ),
    ),
    "schema-not-valid": both(
        (
            "Das Schema ist nicht gültig",
            "Mit diesem Schema oder dieser Beschreibung eines Data Package lässt sich nichts prüfen.",
            "Die Meldung sagt, was daran fehlt. Die Regeln stehen unter https://datapackage.org/.",
        ),
        (
            "The schema is not valid",
            "Nothing can be checked with this schema or package descriptor.",
            "The message says what it lacks. The rules are at https://datapackage.org/.",
        ),
    ),
    "request-not-valid": both(
        (
            "Die Anfrage enthält etwas Unbekanntes",
            "Eine Angabe in der Adresse oder im Formular gibt es nicht, oder ihr Wert ergibt keinen Sinn.",
            "Die Meldung nennt die Angabe und was stattdessen möglich ist.",
        ),
        (
            "The request is not valid",
            "A parameter or a field of the request does not exist, or its value makes no sense.",
            "The message names it, and what is possible instead.",
        ),
    ),
    "storage-unavailable": both(
        (
            "Gerade nicht erreichbar",
            "Ein Teil des Dienstes, der Daten aufbewahrt, antwortet im Augenblick nicht. Geändert wurde nichts, "
            "wenn die Meldung nicht sagt, dass es ungewiss ist.",
            "Versuchen Sie es gleich noch einmal; die Kopfzeile Retry-After sagt, wann. Was veröffentlicht ist, "
            "bleibt es.",
        ),
        (
            "Not available at the moment",
            "A part of the service that keeps data does not answer at the moment. Nothing was changed, "
            "unless the message says that this is not known.",
            "Try again soon; the Retry-After header says when. What is published stays published.",
        ),
    ),
    "answers-busy": both(
        (
            "Gerade werden andere Antworten erstellt",
            "Diese Antwort macht viel Arbeit, etwa weil sie zwei große Versionen vergleicht. Davon entstehen immer "
            "nur wenige zugleich, damit der Dienst für alle schnell bleibt.",
            "Versuchen Sie es in einigen Sekunden noch einmal; die Kopfzeile Retry-After sagt, wann. Ist die Antwort "
            "einmal erstellt, kommt sie sofort.",
        ),
        (
            "Other answers are being made",
            "This answer takes much work, for example because it compares two large versions. Only a few such "
            "answers are made at the same time, so that the service stays quick for everybody.",
            "Try again in some seconds; the Retry-After header says when. Once the answer has been made, it comes "
            "at once.",
        ),
    ),
    "package-damaged": both(
        (
            "Eine gespeicherte Version ist beschädigt",
            "Eine gespeicherte Datei passt nicht zu ihrer Prüfsumme. Der Dienst gibt sie deshalb nicht heraus.",
            "Bitte sagen Sie dem Betreiber Bescheid: „flask verify“ zeigt, was fehlt. Aus einer Sicherung lässt "
            "sich die Version wiederherstellen.",
        ),
        (
            "A stored package is damaged",
            "A stored file does not fit its digest. That is why the service does not hand it out.",
            "Please tell the operator: 'flask verify' shows what is missing. The version can be restored from a "
            "backup.",
        ),
    ),
    "access-missing": both(
        (
            "Ein Token wird gebraucht",
            "Schreiben darf nur, wer sich ausweist. Es kam kein Token mit, oder es gilt nicht mehr.",
            "Schicken Sie „Authorization: Bearer TOKEN“ mit. Ein neues Token macht der Betreiber mit „flask tokens "
            "add“.",
        ),
        (
            "A token is needed",
            "Only those who identify themselves may write. No token was sent, or it is no longer valid.",
            "Send 'Authorization: Bearer TOKEN'. The operator makes a new one by 'flask tokens add'.",
        ),
    ),
    "access-denied": both(
        (
            "Das Token erlaubt das nicht",
            "Das Token gehört zu einem anderen Herausgeber, oder ihm fehlt das Recht dafür.",
            "Nehmen Sie ein Token mit dem Recht, das die Meldung nennt.",
        ),
        (
            "The token does not allow this",
            "The token belongs to another publisher, or lacks the scope for this.",
            "Use a token with the scope that the message names.",
        ),
    ),
    **MENDING_WORDS,
    **REPORT_WORDS,
    **PEOPLE_WORDS,
    **RELEASE_WORDS,
    **SOURCE_WORDS,
    **WEBHOOK_WORDS,
    **MAIL_WORDS,
    **READING_WORDS,
    **HTTP_WORDS,
}
