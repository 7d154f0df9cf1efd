"""Texts: every word of the pages that does not come from data, in German and in English.

Here: the catalogue, and taking a text from it. Not here: the texts of home, cities and progress (overview_texts.py)
and of rows (row_texts.py), what a kind calls its tables, fields and codes (its descriptor), events
(domain/journal/row_events.py), what problems mean (problem_texts.py).
"""

from opendata.site.compare_texts import COMPARE_TEXTS
from opendata.site.explained_texts import EXPLAINED_TEXTS
from opendata.site.funding_texts import FUNDING_TEXTS
from opendata.site.overview_texts import OVERVIEW_TEXTS
from opendata.site.report_texts import REPORT_TEXTS
from opendata.site.row_texts import ROW_TEXTS
from opendata.site.share_texts import SHARE_TEXTS
from opendata.site.sight_texts import SIGHT_TEXTS
from opendata.site.texts_by_language import Text
from opendata.site.trend_texts import TREND_TEXTS


def text(key: str, language: str, **values: object) -> str:
    """A text of the catalogue with its names filled; raises KeyError if there is none."""
    entry = TEXTS[key]
    return (entry["de"] if language == "de" else entry["en"]).format(**values)


TEXTS: dict[str, Text] = {
    # On every page
    "service": {"de": "opendata", "en": "opendata"},
    "slogan": {
        "de": "Was Städte und Gemeinden berichten, mit jeder Änderung",
        "en": "What cities report, with every change",
    },
    "skip": {"de": "Zum Inhalt springen", "en": "Skip to content"},
    "nav.main": {"de": "Hauptnavigation", "en": "Main navigation"},
    "nav.language": {"de": "Sprache", "en": "Language"},
    "nav.crumbs": {"de": "Sie sind hier", "en": "You are here"},
    "nav.pages": {"de": "Seiten", "en": "Pages"},
    "language.de": {"de": "Deutsch", "en": "Deutsch"},
    "language.en": {"de": "English", "en": "English"},
    "home": {"de": "Start", "en": "Home"},
    "api": {"de": "Schnittstelle (API)", "en": "API"},
    "openapi": {"de": "OpenAPI-Beschreibung", "en": "OpenAPI description"},
    "feed.all": {"de": "Feed aller Änderungen", "en": "Feed of all changes"},
    "feed.publisher": {"de": "Feed von {name}", "en": "Feed of {name}"},
    "feed.dataset": {"de": "Feed dieses Datensatzes", "en": "Feed of this dataset"},
    "feed.row": {"de": "Feed zu diesem Eintrag", "en": "Feed of this entry"},
    "feed.parts": {"de": "Nur einen Teil verfolgen", "en": "Follow a part only"},
    "feed.parts.how": {
        "de": "Jeder Link ist die Adresse eines Feeds. Mehrere lassen sich verbinden: ?phase=…&group=…",
        "en": "Each link is the address of a feed. Several can be joined: ?phase=…&group=…",
    },
    "feed.events": {"de": "Was geschieht", "en": "What happens"},
    "feed.why": {
        "de": "Abonnieren Sie den Feed, dann erfahren Sie jede Änderung in einem Satz.",
        "en": "Subscribe to the feed and learn of every change in one sentence.",
    },
    "calendar": {"de": "Kalender der Fristen", "en": "Calendar of deadlines"},
    "calendar.how": {
        "de": "zum Abonnieren im eigenen Kalenderprogramm.",
        "en": "to subscribe to in your own calendar.",
    },
    "footer": {
        "de": "Jede veröffentlichte Version bleibt unverändert erhalten und lässt sich prüfen.",
        "en": "Every published version is kept unchanged and can be verified.",
    },
    "as_of": {"de": "Stand", "en": "As of"},
    "version": {"de": "Version", "en": "Version"},
    "version.number": {"de": "Version {number}", "en": "Version {number}"},
    "previous": {"de": "Zurück", "en": "Previous"},
    "next": {"de": "Weiter", "en": "Next"},
    "page.of": {"de": "Seite {number} von {last}", "en": "Page {number} of {last}"},
    # Home
    "home.title": {"de": "Wo die Städte und Gemeinden stehen", "en": "Where the cities stand"},
    "home.publishers": {"de": "Städte und Gemeinden", "en": "Cities"},
    "home.cities": {"de": "Städte", "en": "Cities"},
    "home.news": {"de": "Zuletzt geändert", "en": "Latest changes"},
    "home.use": {"de": "Weiterverwenden", "en": "Use the data"},
    "home.use.api": {
        "de": "Alles, was hier steht, gibt es auch für Programme, ohne Anmeldung: als JSON, CSV, Data Package und "
        "Feed.",
        "en": "All that is here is there for programs too, without signing in: as JSON, CSV, Data Package and feed.",
    },
    "home.empty": {"de": "Hier ist noch nichts veröffentlicht", "en": "Nothing is published here yet"},
    "home.empty.lead": {
        "de": "So fangen Sie an, im Ordner dieses Dienstes: eine Stadt anlegen, ihr einen Datensatz geben, "
        "eine Tabelle veröffentlichen.",
        "en": "This is how to begin, in the folder of this service: add a city, give it a dataset, publish a table.",
    },
    "home.empty.example": {
        "de": "Oder laden Sie erfundene Beispieldaten, um sich umzusehen:",
        "en": "Or load invented example data to look around:",
    },
    "dataset.none": {"de": "Noch kein Datensatz.", "en": "No dataset yet."},
    "version.none": {"de": "noch keine Version", "en": "no version yet"},
    # A publisher
    "publisher.datasets": {"de": "Datensätze", "en": "Datasets"},
    "publisher.news": {"de": "Zuletzt geändert", "en": "Latest changes"},
    "publisher.homepage": {"de": "Internetseite", "en": "Website"},
    "publisher.ags": {"de": "Gemeindeschlüssel (AGS)", "en": "Municipality key (AGS)"},
    "publisher.population": {"de": "Einwohner", "en": "Population"},
    "publisher.no_datasets": {
        "de": "Hier gibt es noch keinen Datensatz. Angelegt wird einer so:",
        "en": "There is no dataset here yet. This adds one:",
    },
    # News
    "news.none": {"de": "Noch ist nichts geschehen.", "en": "Nothing has happened yet."},
    "news.more": {"de": "Alles, was diese Version geändert hat", "en": "All that this version changed"},
    # A dataset
    "dataset.current": {"de": "Aktuelle Version", "en": "Current version"},
    "dataset.licence": {"de": "Lizenz", "en": "Licence"},
    "dataset.kind": {"de": "Art der Daten", "en": "Kind of data"},
    "dataset.rhythm": {"de": "Erscheint", "en": "Published"},
    "dataset.homepage": {"de": "Mehr dazu", "en": "More about it"},
    "dataset.email": {"de": "Fragen dazu", "en": "Questions about it"},
    "dataset.published": {"de": "Veröffentlicht am", "en": "Published on"},
    "dataset.statuses": {"de": "{label} im Überblick", "en": "{label} at a glance"},
    "dataset.statuses.none": {"de": "ohne Angabe", "en": "not given"},
    "dataset.downloads": {"de": "Herunterladen", "en": "Download"},
    "dataset.news": {"de": "Zuletzt geändert", "en": "Latest changes"},
    "dataset.versions": {"de": "Alle Versionen", "en": "All versions"},
    "dataset.contents": {"de": "Auf dieser Seite", "en": "On this page"},
    "dataset.empty": {"de": "Noch keine Version veröffentlicht", "en": "No version published yet"},
    "dataset.empty.lead": {
        "de": "Für diesen Datensatz ist noch keine Tabelle veröffentlicht. Wer hier schreiben darf, veröffentlicht "
        "die erste so, im Ordner dieses Dienstes oder über die Schnittstelle:",
        "en": "No table has been published for this dataset yet. Whoever may write here publishes the first one like "
        "this, in the folder of this service or through the API:",
    },
    "dataset.empty.reader": {
        "de": "Wenn Sie darauf warten: Der Feed meldet die erste Version, sobald sie da ist.",
        "en": "If you are waiting for it: the feed tells of the first version as soon as it is there.",
    },
    "download.table": {"de": "Tabelle", "en": "Table"},
    "download.rows": {"de": "Zeilen", "en": "Rows"},
    "download.size": {"de": "Größe (CSV)", "en": "Size (CSV)"},
    "download.formats": {"de": "Formate", "en": "Formats"},
    "download.hash": {"de": "Prüfsumme der CSV-Datei", "en": "Digest of the CSV"},
    "download.workbook": {
        "de": "Für die Verwaltung, als Excel-Mappe zum Fortschreiben:",
        "en": "For the administration, as an Excel workbook to carry on:",
    },
    "download.package": {
        "de": "Alles zusammen als Data Package:",
        "en": "All of it as a Data Package:",
    },
    "download.as": {"de": "{label} als {format}", "en": "{label} as {format}"},
    # Tables
    "table.ungrouped": {"de": "Ohne Zuordnung", "en": "Not assigned"},
    "table.empty": {"de": "Diese Tabelle hat keine Zeilen.", "en": "This table has no rows."},
    "table.cut": {
        "de": "Hier stehen die ersten {shown} von {total} Zeilen.",
        "en": "These are the first {shown} of {total} rows.",
    },
    "table.part": {
        "de": "Hier stehen {shown} von {total} Zeilen.",
        "en": "These are {shown} of {total} rows.",
    },
    "table.whole": {"de": "Alle Zeilen ansehen", "en": "See all rows"},
    "table.csv": {"de": "Alle Zeilen als CSV herunterladen", "en": "Download all rows as CSV"},
    "table.rows": {"de": "{count} Zeilen", "en": "{count} rows"},
    "table.row": {"de": "1 Zeile", "en": "1 row"},
    "table.filter": {"de": "Nach Status zeigen", "en": "Show by status"},
    "table.all": {"de": "alle", "en": "all"},
    "table.scrolls": {"de": "{label}, seitlich verschiebbar", "en": "{label}, scrolls sideways"},
    "none": {"de": "leer", "en": "empty"},
    # Versions
    "versions.title": {"de": "Versionen", "en": "Versions"},
    "versions.lead": {
        "de": "Jede Version bleibt, wie sie veröffentlicht wurde. Die Prüfsumme schließt die der Version davor ein: "
        "So fällt auf, wenn etwas nachträglich geändert würde.",
        "en": "Every version stays as it was published. Its digest covers that of the version before: so it would "
        "show if anything were changed later.",
    },
    "versions.published": {"de": "Veröffentlicht", "en": "Published"},
    "versions.changes": {"de": "Neu / geändert / entfallen", "en": "Added / changed / removed"},
    "versions.digest": {"de": "Prüfsumme", "en": "Digest"},
    "version.reason": {"de": "Begründung:", "en": "Reason given:"},
    "version.edits": {
        "de": "{count} Zellen wurden vor dem Veröffentlichen berichtigt:",
        "en": "{count} cells were mended before publication:",
    },
    "version.edits.one": {
        "de": "Eine Zelle wurde vor dem Veröffentlichen berichtigt:",
        "en": "One cell was mended before publication:",
    },
    "versions.message": {"de": "Anmerkung", "en": "Note"},
    "versions.current": {"de": "aktuell", "en": "current"},
    "versions.withdrawn": {"de": "zurückgezogen", "en": "withdrawn"},
    "versions.lead.withdrawn": {
        "de": "Zurückgezogene Versionen stehen hier mit ihrem Grund; ihre Zeilen gibt es nicht mehr.",
        "en": "Versions that were withdrawn stand here with their reason; their rows are gone.",
    },
    "version.withdrawn.on": {"de": "Zurückgezogen am {date}.", "en": "Withdrawn on {date}."},
    "version.withdrawn.means": {
        "de": "Die Zeilen dieser Version gibt es nicht mehr. Ihre Nummer, ihre Prüfsumme und der Grund bleiben.",
        "en": "The rows of this version are gone. Its number, its digest and the reason stay.",
    },
    "version.withdrawn.current": {"de": "Jetzt gilt:", "en": "This one holds now:"},
    "version.withdrawn.none": {
        "de": "Es gibt keine Version mehr, die gilt.",
        "en": "There is no version left that holds.",
    },
    "version.withdrawn.proof": {
        "de": "Dass sie zu ihrer Zeit so veröffentlicht war, zeigt weiter ihre Beschreibung:",
        "en": "That it was published as it was, its description still shows:",
    },
    "dataset.withdrawn": {"de": "Alle Versionen sind zurückgezogen", "en": "All versions are withdrawn"},
    "dataset.withdrawn.reader": {
        "de": "Wenn Sie auf die nächste warten: Der Feed meldet sie, sobald sie da ist.",
        "en": "If you are waiting for the next one: the feed tells of it as soon as it is there.",
    },
    "versions.compare": {"de": "Zwei Versionen vergleichen", "en": "Compare two versions"},
    "versions.before": {"de": "von", "en": "from"},
    "versions.after": {"de": "bis", "en": "to"},
    "versions.compare.do": {"de": "Vergleichen", "en": "Compare"},
    "version.previous": {"de": "Version davor", "en": "Version before"},
    "version.following": {"de": "Version danach", "en": "Version after"},
    "version.first": {"de": "Dies ist die erste Version.", "en": "This is the first version."},
    "version.newer": {"de": "Es gibt eine neuere Version:", "en": "There is a newer version:"},
    "version.compare": {"de": "Mit Version {number} vergleichen", "en": "Compare with version {number}"},
    "version.events": {"de": "Was diese Version geändert hat", "en": "What this version changed"},
    "version.events.none": {
        "de": "Keine Zeile ist neu, geändert oder entfallen; geändert haben sich die Felder der Tabellen.",
        "en": "No row was added, changed or removed; what changed are the fields of the tables.",
    },
    "version.events.cut": {
        "de": "Hier stehen die ersten {shown} Änderungen. Alle zusammen:",
        "en": "These are the first {shown} changes. All of them:",
    },
    "version.resources": {"de": "Tabellen dieser Version", "en": "Tables of this version"},
    "changes.added": {"de": "Neu", "en": "Added"},
    "changes.changed": {"de": "Geändert", "en": "Changed"},
    "changes.removed": {"de": "Entfallen", "en": "Removed"},
    # Comparing
    "compare.title": {
        "de": "Version {before} und {after} im Vergleich",
        "en": "Versions {before} and {after} compared",
    },
    "compare.lead": {
        "de": "Von Stand {before} zu Stand {after}: {added} neu, {changed} geändert, {removed} entfallen.",
        "en": "From {before} to {after}: {added} added, {changed} changed, {removed} removed.",
    },
    "compare.same": {
        "de": "Die Zeilen der beiden Versionen sind gleich.",
        "en": "The rows of the two versions are the same.",
    },
    "compare.field": {"de": "Feld", "en": "Field"},
    "compare.before": {"de": "Vorher", "en": "Before"},
    "compare.after": {"de": "Nachher", "en": "After"},
    "compare.turn": {"de": "Andersherum vergleichen", "en": "Compare the other way round"},
    "compare.cut": {
        "de": "Hier stehen die ersten {shown}; der Rest steht in den Dateien zum Herunterladen.",
        "en": "These are the first {shown}; the rest is in the files to download.",
    },
    "compare.download": {"de": "Alle Unterschiede herunterladen:", "en": "Download all differences:"},
    # One row
    "row.standing": {"de": "Wo es steht", "en": "Where it stands"},
    "row.since": {
        "de": "So berichtet seit Stand {date}; vorher: {before}.",
        "en": "Reported so since {date}; before that: {before}.",
    },
    "row.since.first": {
        "de": "So berichtet seit Stand {date}, der ersten Angabe dazu.",
        "en": "Reported so since {date}, the first report that says so.",
    },
    "row.deadline.kept": {
        "de": "Seit der ersten Veröffentlichung nicht verschoben.",
        "en": "Not moved since it was first published.",
    },
    "row.deadline.later": {
        "de": "Zuerst geplant: {first}. Das Ende liegt jetzt rund {duration} später.",
        "en": "Planned first: {first}. The end is now about {duration} later.",
    },
    "row.deadline.earlier": {
        "de": "Zuerst geplant: {first}. Das Ende liegt jetzt rund {duration} früher.",
        "en": "Planned first: {first}. The end is now about {duration} earlier.",
    },
    "row.deadline.times": {"de": "Verschiebungen bisher: {times}.", "en": "Times put off so far: {times}."},
    "row.as_of": {
        "de": "Angaben zum Stand {date}, Version {number}",
        "en": "As of {date}, version {number}",
    },
    "row.details": {"de": "Angaben im Einzelnen", "en": "Details"},
    "row.timeline": {"de": "Was bisher geschah", "en": "What has happened so far"},
    "row.timeline.cut": {
        "de": "Das sind die neuesten {count} Ereignisse; der Verlauf enthält auch alle früheren.",
        "en": "These are the newest {count} events; the history holds all earlier ones, too.",
    },
    "row.timeline.values": {"de": "Vorher und nachher", "en": "Before and after"},
    "row.timeline.published": {
        "de": "veröffentlicht am {date} mit",
        "en": "published on {date} with",
    },
    "row.history": {"de": "Verlauf als JSON", "en": "History as JSON"},
    "row.json": {"de": "Dieser Eintrag als JSON", "en": "This entry as JSON"},
    "row.use": {"de": "Auf dem Laufenden bleiben", "en": "Keep up to date"},
    "row.removed": {"de": "Nicht mehr enthalten", "en": "No longer contained"},
    "row.removed.since": {
        "de": "Dieser Eintrag ist seit Version {number} (Stand {date}) nicht mehr in der Tabelle.",
        "en": "This entry has not been in the table since version {number} (as of {date}).",
    },
    "row.removed.lead": {
        "de": "Unten steht, was zuletzt veröffentlicht war.",
        "en": "Below is what was published last.",
    },
    "row.removed.standing": {"de": "Wo es zuletzt stand", "en": "Where it stood last"},
    "row.removed.details": {"de": "Letzte Angaben", "en": "Last details"},
    # Problems
    "problems.title": {"de": "Fehlermeldungen und was sie bedeuten", "en": "Problems and what they mean"},
    "problems.lead": {
        "de": "Wenn etwas nicht geht, sagt dieser Dienst, was und warum. Programme erhalten die Meldung als "
        "application/problem+json (RFC 9457); die Adresse unter „type“ führt hierher.",
        "en": "If something cannot be done, this service says what and why. Programs get the message as "
        "application/problem+json (RFC 9457); the address under “type” leads here.",
    },
    "problems.name": {"de": "Name", "en": "Name"},
    "problems.status": {"de": "HTTP-Status", "en": "HTTP status"},
    "problems.meaning": {"de": "Bedeutung", "en": "Meaning"},
    "problems.all": {"de": "Alle Fehlermeldungen", "en": "All problems"},
    "problem.means": {"de": "Was es bedeutet", "en": "What it means"},
    "problem.do": {"de": "Was Sie tun können", "en": "What you can do"},
    "problem.detail": {"de": "Die Meldung im Wortlaut", "en": "The message in full"},
    "problem.home": {"de": "Zur Startseite", "en": "To the home page"},
    "problem.sign_in": {"de": "Zur Anmeldung", "en": "Sign in"},
    "problem.up": {"de": "Zu {path}", "en": "To {path}"},
    "problem.more": {"de": "Mehr zu dieser Meldung", "en": "More on this problem"},
    # Using data
    "use.title": {"de": "Daten nutzen", "en": "Use the data"},
    "use.why": {
        "de": "Zeilen zum Einfügen für Excel, Python, R, DuckDB und curl:",
        "en": "Lines to paste into Excel, Python, R, DuckDB and curl:",
    },
    "use.lead": {
        "de": "Zeilen zum Einfügen, mit den Adressen dieses Datensatzes. Sie lesen die Tabelle „{label}“, so wie "
        "sie heute gilt, und brauchen keine Anmeldung.",
        "en": "Lines to paste, with the addresses of this dataset. They read the table “{label}” as it holds today, "
        "and need no account.",
    },
    "use.curl": {"de": "Herunterladen mit curl", "en": "Download with curl"},
    "use.curl.how": {
        "de": "Im Terminal von Linux, macOS oder Windows. Die Datei ist CSV in UTF-8, mit Komma und Dezimalpunkt.",
        "en": "In a terminal of Linux, macOS or Windows. The file is CSV in UTF-8, with commas and decimal points.",
    },
    "use.excel": {"de": "Excel (Power Query)", "en": "Excel (Power Query)"},
    "use.excel.how": {
        "de": "Daten, Daten abrufen, Aus anderen Quellen, Leere Abfrage; dort den Erweiterten Editor öffnen und "
        "alles ersetzen. „Alle aktualisieren“ holt später den neuen Stand. Nummern bleiben Text, und Zahlen werden "
        "Zahlen.",
        "en": "Data, Get Data, From Other Sources, Blank Query; open the Advanced Editor there and replace "
        "everything. “Refresh All” later fetches what is new. Keys stay text, and numbers become numbers.",
    },
    "use.pandas": {"de": "Python mit pandas", "en": "Python with pandas"},
    "use.pandas.how": {
        "de": "Alles wird zuerst als Text gelesen, damit aus der Nummer 1.10 nicht 1,1 wird.",
        "en": "Everything is read as text first, so that the key 1.10 does not become 1.1.",
    },
    "use.polars": {"de": "Python mit Polars", "en": "Python with Polars"},
    "use.polars.how": {
        "de": "Parquet bringt die Datentypen mit.",
        "en": "Parquet brings the data types with it.",
    },
    "use.r": {"de": "R", "en": "R"},
    "use.r.how": {"de": "Ohne weitere Pakete.", "en": "Without further packages."},
    "use.duckdb": {"de": "DuckDB", "en": "DuckDB"},
    "use.duckdb.how": {
        "de": "DuckDB liest über das Netz und holt nur die Teile der Datei, die die Abfrage braucht.",
        "en": "DuckDB reads over the network, and fetches only the parts of the file that the query needs.",
    },
    "use.questions": {"de": "Nur einen Teil abfragen", "en": "Ask for a part only"},
    "use.questions.how": {
        "de": "Die Adresse nimmt auch Bedingungen, eine Reihenfolge und eine Auswahl der Felder entgegen. Mehr dazu:",
        "en": "The address also takes conditions, an order and a choice of fields. More about it:",
    },
    "use.versions": {"de": "Versionen und neue Stände", "en": "Versions and news"},
    "use.versions.how": {
        "de": "„latest“ in der Adresse meint immer die Version, die gerade gilt. Wer nachvollziehbar rechnen will, "
        "nennt stattdessen die Nummer: Die Version {number} ändert sich nie mehr.",
        "en": "“latest” in the address always means the version that holds now. To make figures that others can "
        "reproduce, name the number instead: version {number} never changes again.",
    },
    "use.etag.how": {
        "de": "Wer regelmäßig nachsieht, schickt das ETag der letzten Antwort mit. Gibt es nichts Neues, ist die "
        "Antwort leer (304), und die Datei bleibt, wie sie ist.",
        "en": "If you look regularly, send the ETag of the last answer. If there is nothing new, the answer is empty "
        "(304), and the file stays as it is.",
    },
    "use.addresses": {"de": "Alle Adressen und Felder", "en": "All addresses and fields"},
    "use.fields": {"de": "Felder der Tabelle „{label}“", "en": "Fields of the table “{label}”"},
    "use.field": {"de": "Feld", "en": "Field"},
    "use.meaning": {"de": "Bedeutung", "en": "Meaning"},
    # In a copy of the site as static files
    "copy.title": {"de": "Das geht in dieser Kopie nicht", "en": "This copy cannot do that"},
    "copy.lead": {
        "de": "Diese Seiten sind eine Kopie aus fertigen Dateien. Sie zeigt alle veröffentlichten Daten, kann aber "
        "nichts ausrechnen und nichts annehmen.",
        "en": "These pages are a copy made of finished files. It shows all published data, but it can compute "
        "nothing and receive nothing.",
    },
    "copy.what": {
        "de": "Nicht dabei sind deshalb: Suchen und Filter, frei gewählte Vergleiche, Formulare, Anmeldungen und die "
        "Seiten für Mitarbeitende.",
        "en": "It therefore leaves out searches and filters, comparisons of your own choice, forms, signing in, and "
        "the pages for staff.",
    },
    "copy.instead": {
        "de": "Die Tabellen selbst sind vollständig da: Laden Sie sie als CSV, Excel oder Parquet herunter und "
        "filtern Sie sie in Ihrem eigenen Programm.",
        "en": "The tables themselves are complete: download them as CSV, Excel or Parquet, and filter them in a "
        "program of your own.",
    },
    **OVERVIEW_TEXTS,
    **COMPARE_TEXTS,
    **EXPLAINED_TEXTS,
    **FUNDING_TEXTS,
    **REPORT_TEXTS,
    **SHARE_TEXTS,
    **SIGHT_TEXTS,
    **TREND_TEXTS,
    **ROW_TEXTS,
}
