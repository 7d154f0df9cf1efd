"""German texts of the documentation: what operations, parameters and answers are called for German readers.

Here: by the id of an operation, the name of a parameter, the status of an answer, the English words of a
field. What is absent here is shown in English; a test names the operations that are. Not here: the words of the
pages (page_words.py).
"""

from collections.abc import Mapping

OPERATIONS: Mapping[str, str] = {
    "list_kinds": "Alle Arten von Datensätzen.",
    "get_kind": "Eine Art mit den Schemas ihrer Tabellen.",
    "list_publishers": "Alle Herausgeber, nach Namen geordnet.",
    "get_publisher": "Ein Herausgeber.",
    "list_datasets": "Alle Datensätze eines Herausgebers, nach Namen geordnet.",
    "post_dataset": "Einen Datensatz anlegen.",
    "get_dataset": "Ein Datensatz.",
    "patch_dataset": "Titel, Lizenz, Rhythmus, Seite und Kontakt eines Datensatzes ändern; veröffentlichte Versionen "
    "bleiben, wie sie sind.",
    "list_versions": "Alle Versionen eines Datensatzes, die älteste zuerst.",
    "get_version": "Eine Version; latest ist die, die jetzt gilt, mit as_of die, die damals galt.",
    "post_withdraw": "Eine Version mit öffentlicher Begründung zurückziehen: Ihre Zeilen sind für immer weg, Nummer "
    "und Prüfsumme bleiben.",
    "get_workbook": "Die aktuelle Version als Arbeitsmappe: ändern, was sich geändert hat, und wieder hochladen.",
    "get_template": "Eine leere Arbeitsmappe einer Art, mit drei Beispielzeilen, die nie veröffentlicht werden.",
    "get_descriptor": "Der Descriptor des Data Package einer Version; die Pfade darin liegen daneben.",
    "get_csvw": "Was die Spalten der CSV bedeuten, nach CSV on the Web (CSVW).",
    "get_changes_file": "Was diese Version gegenüber der vorigen geändert hat, wie ihr Paket es festhält.",
    "get_edits_file": "Die Zellen, die der Herausgeber vor der Veröffentlichung im Dienst berichtigt hat.",
    "get_package": "Das ganze Data Package als ein Archiv; es lässt sich ohne diesen Dienst prüfen.",
    "get_rows_as_json": "Die gewünschten Zeilen einer Tabelle, Seite für Seite.",
    "get_rows_as_csv": "Eine Tabelle, wie sie veröffentlicht wurde, oder die gewünschten Zeilen daraus, als CSV.",
    "get_rows_as_lines": "Die gewünschten Zeilen, ein JSON-Objekt je Zeile.",
    "get_rows_as_sheet": "Die gewünschten Zeilen als Tabellenblatt, höchstens 1048575.",
    "get_rows_as_parquet": "Die gewünschten Zeilen als Parquet, mit genauen Dezimalzahlen; Teile gibt es mit Range.",
    "get_changes": "Was sich von einer Version zu einer anderen geändert hat, in beiden Richtungen.",
    "get_changes_csv": "Dasselbe als CSV, eine Zeile je Feld.",
    "post_upload": "Dateien einreichen: Sie werden gelesen, geprüft und mit ihrem Bericht als Entwurf behalten.",
    "list_uploads": "Alle Einreichungen eines Datensatzes, die neueste zuerst.",
    "get_upload": "Eine Einreichung mit ihrem Bericht; während der Prüfung mit deren Stand.",
    "delete_upload": "Einen Entwurf oder eine fehlerhafte Einreichung samt den Dateien löschen.",
    "get_rewrites": "Alle Zellen einer Einreichung, die anders geschrieben veröffentlicht werden.",
    "get_draft_rows": "Die Zeilen eines Entwurfs, wie sie veröffentlicht würden.",
    "post_publish": "Einen Entwurf zur nächsten Version machen.",
    "get_sheets": "Die Blätter einer Einreichung, die Felder ihrer Spalten und Vorschläge für die übrigen.",
    "post_map": "Dieselben Dateien mit dieser Zuordnung noch einmal lesen und prüfen.",
    "put_answers": "Antworten zu einem Entwurf behalten; veröffentlicht wird nichts.",
    "get_preview": "Was eine Veröffentlichung jetzt bewirken würde.",
    "put_appointment": "Einen Entwurf zu einem Zeitpunkt veröffentlichen lassen.",
    "get_appointment": "Wann ein Entwurf veröffentlicht wird, oder warum nicht.",
    "delete_appointment": "Den Zeitpunkt wieder absagen.",
    "post_preview_link": "Einen Link anlegen, der ohne Zugang zeigt, was ein Entwurf öffentlich machen wird.",
    "get_preview_links": "Die Vorschau-Links eines Entwurfs, die noch gelten.",
    "delete_preview_link": "Einen Vorschau-Link ungültig machen.",
    "post_ask": "Um die Veröffentlichung eines Entwurfs bitten.",
    "post_send_back": "Einen Entwurf mit einem Grund zurückgeben; er bleibt.",
    "get_review": "Wer an einer Einreichung mitgewirkt hat, und was zuletzt dazu gesagt wurde.",
    "get_rules": "Wie ein Herausgeber veröffentlicht: zu zweit oder nicht, in welcher Zeitzone.",
    "put_rules": "Das ändern; das Recht admin vergibt nur flask tokens add.",
    "get_audit": "Das Protokoll eines Herausgebers, das Neueste zuerst.",
    "get_edits": "Die im Dienst berichtigten Zellen einer Einreichung, und Vorschläge.",
    "get_origins": "Wo die Angaben eines Entwurfs im Bericht stehen: Seite und Stelle.",
    "get_clip": "Ein Bild der Stelle im Bericht, an der eine Angabe steht.",
    "put_edits": "Alle Berichtigungen einer Einreichung durch diese ersetzen; sie wird neu gelesen und geprüft.",
    "get_marked_workbook": "Die eingereichte Arbeitsmappe mit markierten Fehlern und einem Blatt, das sie aufzählt.",
    "post_webhook": "Eine Adresse über Veröffentlichtes unterrichten; ihr Geheimnis nennt nur diese Antwort.",
    "get_webhooks": "Die Webhooks eines Herausgebers, die ältesten zuerst.",
    "get_webhook": "Ein Webhook: was er erfährt, wie weit er ist, und ob er abgeschaltet ist.",
    "patch_webhook": "Einen Webhook abschalten oder wieder einschalten; er bekommt dann, was er verpasst hat.",
    "delete_webhook": "Einen Webhook entfernen.",
    "post_test_event": "Einem Webhook ein Testereignis schicken.",
    "get_deliveries": "Die neuesten Nachrichten an einen Webhook, mit dem, was der Empfänger geantwortet hat.",
    "put_source": "Einen Datensatz einer Adresse folgen lassen, statt einer früheren; abgerufen wird sie sofort.",
    "get_source": "Die Adresse, der ein Datensatz folgt, und wann sie das nächste Mal abgerufen wird.",
    "delete_source": "Der Adresse nicht mehr folgen; was von dort kam, bleibt.",
    "post_source_fetch": "Die Adresse jetzt abrufen lassen; die Liste der Abrufe sagt, was daraus wurde.",
    "get_source_fetches": "Die neuesten Abrufe der Adresse, mit dem, was daraus wurde.",
    "get_reads": "Wie oft ein Datensatz an den letzten Tagen gelesen wurde; nichts darüber, von wem.",
    "get_mapping": "Die Zuordnung, mit der die nächste Einreichung gelesen wird.",
    "put_mapping": "Eine andere Zuordnung merken; Veröffentlichtes ändert sich nicht.",
    "post_validate": "Der Bericht über Dateien einer Art; behalten wird nichts, ein Token ist nicht nötig.",
    "compare_publishers": "Zwei bis vier Herausgeber nebeneinander, in der genannten Reihenfolge.",
    "get_overview": "Wo ein Datensatz steht, jetzt oder an einem früheren Tag.",
    "get_progress": "Wie die Maßnahmen in jeder Version standen, die älteste zuerst.",
    "get_slip": "Die Maßnahmen, deren geplantes Ende sich verschoben hat, die am meisten verschobenen zuerst.",
    "get_dropped": "Was entfallen ist, aufgegeben, nie begonnen oder dreimal oder öfter verschoben wurde.",
    "get_funding": "Die Förderungen eines Herausgebers, nach Programm und einzeln, und was fällig ist.",
    "get_all_funding": "Die Förderungen aller Herausgeber, nach Programm und einzeln.",
    "post_follow_request": "Eine Mail mit einem Link zum Bestätigen schicken lassen.",
    "get_topics": "Die Themen, denen man folgen kann.",
    "post_confirmation": "Mit dem letzten Teil des Links aus der Mail bestätigen.",
    "get_following": "Was eine Adresse verfolgt.",
    "delete_follower": "Alle Mails an eine Adresse beenden und sie vergessen.",
    "delete_following": "Eines davon beenden; mit dem letzten wird die Adresse vergessen.",
    "get_similar": "Zeilen anderer Herausgeber, die einer Zeile ähnlich sind.",
    "get_elsewhere": "Was andere Herausgeber haben und ein Datensatz nicht.",
    "search_rows": "Die Zeilen aller Herausgeber, in denen jedes Wort vorkommt.",
    "list_changes": "Die Ereignisse nach einer Nummer, das älteste zuerst; weiter mit last_serial der Antwort.",
    "get_history": "Was mit einer Zeile geschah, von der ersten Veröffentlichung an.",
    "get_row": "Eine Zeile, wie sie jetzt dasteht.",
    "get_feed_of_all_as_atom": "Alles, was geschieht, als Atom.",
    "get_feed_of_all_as_json": "Alles, was geschieht, als JSON Feed.",
    "get_feed_of_publisher_as_atom": "Alles zu den Daten eines Herausgebers, als Atom.",
    "get_feed_of_publisher_as_json": "Alles zu den Daten eines Herausgebers, als JSON Feed.",
    "get_feed_of_dataset_as_atom": "Alles zu einem Datensatz, als Atom.",
    "get_feed_of_dataset_as_json": "Alles zu einem Datensatz, als JSON Feed.",
    "get_feed_of_row_as_atom": "Alles zu einer Zeile, als Atom.",
    "get_feed_of_row_as_json": "Alles zu einer Zeile, als JSON Feed.",
    "get_calendar_of_publisher": "Die Fristen eines Herausgebers, als Kalender zum Abonnieren.",
    "get_calendar_of_dataset": "Die Fristen eines Datensatzes, als Kalender zum Abonnieren.",
    "get_catalogue": "Der Katalog aller Datensätze.",
    "find_catalogue": "Der Katalog in dem Format, das Accept nennt.",
    "list_localmonitoring_cities": "Alle Städte mit veröffentlichten Maßnahmen.",
    "get_localmonitoring_city": "Eine Stadt.",
    "list_localmonitoring_tasks": "Die Maßnahmen einer Stadt als Baum.",
    "get_health": "Ob der Prozess antwortet.",
    "get_readiness": "Ob jeder Teil des Dienstes antwortet.",
    "get_description": "Diese Beschreibung als OpenAPI-Dokument.",
    "get_documentation": "Diese Beschreibung als Seiten für Menschen.",
    "get_part_of_documentation": "Eine Gruppe von Anfragen, oder schemas für alle Formen.",
    "get_api_catalogue": "Was es für Programme gibt (RFC 9727).",
    "get_robots": "Was Suchmaschinen lesen dürfen.",
    "get_sitemap": "Die Sitemap oder die Liste ihrer Teile.",
    "get_part_of_sitemap": "Ein Teil der Sitemap.",
    "get_sitemap_of_publishers": "Ein Teil der Sitemap: Herausgeber.",
}
PARAMETERS: Mapping[str, str] = {
    "publisher": "Kurzname des Herausgebers",
    "dataset": "Kurzname des Datensatzes",
    "number": "Nummer der Version, oder latest für die, die jetzt gilt",
    "before": "Nummer der einen Version, oder latest",
    "after": "Nummer der anderen Version, oder latest",
    "resource": "Name einer Tabelle",
    "key": "Schlüssel einer Zeile; Schlüssel aus mehreren Feldern mit Komma",
    "kind": "Name einer Art",
    "upload_id": "Nummer der Einreichung, aus der Antwort auf das Senden",
    "link_id": "Nummer des Vorschau-Links",
    "webhook_id": "Nummer des Webhooks",
    "group": "nur Zeilen dieser Gruppe, etwa eines Handlungsfelds",
    "phase": "nur Zeilen, die jetzt diesen Stand haben",
    "secret": "der letzte Teil des Links aus der Mail",
    "following_id": "Nummer dessen, was verfolgt wird",
    "publishers": "zwei bis vier Kurznamen von Herausgebern, mit Komma",
    "ending": "Format: Turtle, JSON-LD oder RDF/XML",
    "tag": "eine Gruppe von Anfragen, oder schemas",
    "limit": "wie viele höchstens; 0 für alle",
    "cursor": "wo die Seite beginnt, aus links.next oder links.prev",
    "lang": "Sprache der Texte; sonst die von Accept-Language, sonst die des Dienstes",
    "as_of": "bei latest: die Version, die an diesem Tag galt",
    "q": "Wörter, die alle in einem Text der Zeile stehen; Groß- und Kleinschreibung und Umlaute sind gleich",
    "sort": "Felder mit Komma; ein - davor kehrt die Reihenfolge um",
    "fields": "die gewünschten Felder, mit Komma",
    "filters": "je Bedingung ein Parameter; alle müssen gelten: feld=a,b, feld__ne=, feld__lt=, feld__lte=, "
    "feld__gte=, feld__contains=, feld__isnull=true|false",
    "dialect": "excel-de: Semikolon, Dezimalkomma und harmlose Zellen, für ein deutsches Excel",
    "since": "die letzte Nummer, die Sie haben; 0 für den Anfang",
    "wait": "wie viele Sekunden auf ein Ereignis gewartet wird",
    "event": "nur Ereignisse dieses Namens, wie measure.phase_changed",
    "publish": "sofort veröffentlichen, wenn alles stimmt",
    "days": "wie viele Tage zurück",
    "file": "der Name der Datei; sonst die erste, in der etwas falsch ist",
    "archive": "Nummer einer Archivseite (RFC 5005), deren Einträge sich nie ändern",
    "page": "welche Seite des Katalogs, von 1 an",
    "executionStatusCount": "wenn er da ist: auch die Zahl der Maßnahmen je Stand",
    "name": "ein Teil der Sitemap, wie sie ihn nennt",
    "If-None-Match": "ein ETag: Die Antwort ist 304, solange es noch gilt",
    "If-Match": "ein ETag: Die Antwort ist 412, wenn es ein anderes ist",
    "Range": "ein Teil der Antwort, die dann 206 ist",
    "Accept-Language": "die Sprache der Texte, de oder en, wenn lang sie nicht nennt",
}
# Paragraphs about operations, by the English ones.
PARAGRAPHS: Mapping[str, str] = {
    "Headers, notes and codes are in the language of ?lang=, else of Accept-Language.": "Überschriften, Hinweise und "
    "Codes stehen in der Sprache von lang, sonst in der von Accept-Language.",
    "Each has resource, field, address in the file that was sent, before, and after.": "Jede nennt Tabelle, Feld, "
    "Zelle in der gesendeten Datei, den alten und den neuen Wert.",
    "With dialect=excel-de it is as a German Excel reads it.": "Mit dialect=excel-de ist sie so, wie ein deutsches "
    "Excel sie liest.",
    'Large ones are answered at once, in the state "processing", and become a draft, or invalid, soon afterwards; '
    "while many are being checked, small ones are as well.": "Große Dateien werden sofort mit dem Stand processing "
    "beantwortet und bald darauf zum Entwurf oder fehlerhaft; kleine auch, solange viele geprüft werden.",
    "Large files are read by a job, as when they were sent: the state is then processing.": "Große Dateien liest ein "
    "Auftrag, wie beim Senden: Der Stand ist dann processing.",
    "New content becomes a draft, or a version where `publish` says so and nothing needs an answer. `publish` "
    "needs the scope publish, and so does every change of a source that has it.": (
        "Neuer Inhalt wird ein Entwurf, oder eine Version, wenn publish es sagt und nichts zu fragen ist. Für "
        "publish braucht der Token das Recht publish, ebenso für jede Änderung einer Adresse, die es hat."
    ),
    "An edit that is left out is undone. A proposal, without `error`, is such an edit. What was edited in published "
    "columns is listed with the version. A large upload is read by a worker: its state is `processing` until then.": (
        "Eine Berichtigung, die fehlt, ist damit zurückgenommen. Ein Vorschlag ohne error ist eine solche "
        "Berichtigung. In veröffentlichten Spalten steht sie bei der Version. Eine große Einreichung liest ein "
        "Worker; bis dahin ist ihr Stand processing."
    ),
    "Everything else in it stays as it is; a file in another format comes back as a new workbook with its texts.": (
        "Alles andere darin bleibt, wie es ist; eine Datei anderen Formats kommt als neue Arbeitsmappe zurück."
    ),
    "Only so many requests wait at a time: the others are answered at once, with Retry-After if there is no event.": (
        "Nur wenige Anfragen warten zugleich; die übrigen werden sofort beantwortet, mit Retry-After."
    ),
    "Where no row has this key, but one has a key that ends in /history, the answer is that row.": "Wenn keine "
    "Zeile diesen Schlüssel hat, aber eine, deren Schlüssel auf /history endet, ist die Antwort diese Zeile.",
    "The newest page; links in it lead to archive pages, which never change (RFC 5005).": "Die neueste Seite; Links "
    "darin führen zu Archivseiten, die sich nie ändern (RFC 5005).",
    "For programs that subscribe to calendars: one entry for each deadline that is still open (RFC 5545).": "Für "
    "Kalenderprogramme: ein Eintrag für jede Frist, die noch offen ist (RFC 5545).",
    "DCAT-AP.de 3.0 with datasets, versions, files, licences and contacts; paged, with links between the pages.": (
        "DCAT-AP.de 3.0 mit Datensätzen, Versionen, Dateien, Lizenzen und Kontakten, in Seiten mit Links dazwischen."
    ),
    "Redirects to one of the three formats.": "Leitet auf eines der drei Formate um.",
    "In the shape of LocalMonitoring's own API; see docs/localmonitoring.md.": "In der Form der Schnittstelle von "
    "LocalMonitoring; siehe docs/localmonitoring.md.",
    "For the operator's monitoring.": "Für die Überwachung durch den Betreiber.",
    "200 if every part answers that is needed, else 503; the body names each part.": "200, wenn jeder nötige Teil "
    "antwortet, sonst 503; der Inhalt nennt jeden Teil.",
    "OpenAPI 3.1.": "OpenAPI 3.1.",
    "In German and English, with a form in which requests can be tried.": "Deutsch und englisch, mit einem Formular, "
    "in dem sich Anfragen ausprobieren lassen.",
    "In German and English.": "Deutsch und englisch.",
    "Links to the API, the feeds and the catalogue.": "Verweise auf Schnittstelle, Feeds und Katalog.",
    "With the address of the sitemap.": "Mit der Adresse der Sitemap.",
    "For crawlers (sitemaps.org).": "Für Suchmaschinen (sitemaps.org).",
}
# What fields of bodies mean, by the English words.
FIELDS: Mapping[str, str] = {
    "a public address that takes POST, such as https://example.org/receive": "eine öffentliche Adresse, die POST "
    "annimmt, wie https://example.org/receive",
    "only these, such as measure.phase_changed; empty: all": "nur diese, wie measure.phase_changed; leer: alle",
    "only these of the publisher; empty: all": "nur diese des Herausgebers; leer: alle",
    "true: it goes on where it stopped; false: nothing is sent": "true: Es geht weiter, wo es aufgehört hat; false: "
    "Nichts wird gesendet",
    "by-hand, failing, gone or key-changed; null: active": "by-hand (von Hand), failing (zu oft gescheitert), gone "
    "(die Adresse gibt es nicht mehr) oder key-changed (der Schlüssel des Dienstes ist ein anderer); null: an",
    "up to which it was told of the journal": "bis zu welcher Nummer des Journals er unterrichtet ist",
    "attempts in a row that failed": "wie viele Versuche nacheinander gescheitert sind",
    "proves that a message comes from here; no later answer has it": "belegt, dass eine Nachricht von hier kommt; "
    "keine spätere Antwort nennt es",
    "the header webhook-id of each attempt": "die Kopfzeile webhook-id jedes Versuchs",
    "what the receiver answered to the last attempt": "was der Empfänger auf den letzten Versuch geantwortet hat",
    "why there was no answer: address-refused, name-unknown, not-reached, too-slow, not-encrypted, no-answer or "
    "key-changed": "warum es keine Antwort gab: address-refused (Adresse nicht erlaubt), name-unknown (Name "
    "unbekannt), not-reached (nicht erreicht), too-slow (zu langsam), not-encrypted (nicht verschlüsselt), no-answer "
    "(keine Antwort) oder key-changed (anderer Schlüssel)",
}
STATUSES: Mapping[str, str] = {
    "200": "Was verlangt war",
    "201": "Es ist angelegt",
    "202": "Es ist angenommen und wird noch bearbeitet",
    "204": "Es ist getan; die Antwort hat keinen Inhalt",
    "206": "Der Teil, den die Kopfzeile Range verlangt",
    "303": "Dort ist es zu finden",
    "304": "Die Antwort ist die, die Sie schon haben",
    "400": "Etwas an der Anfrage ist unbekannt oder ergibt keinen Sinn; die Meldung nennt, was es gibt",
    "401": "Ein Token ist nötig, oder das gesendete gibt es nicht mehr",
    "403": "Das Token darf das nicht",
    "404": "Das gibt es nicht",
    "409": "Der Stand der Dinge lässt es gerade nicht zu",
    "410": "Es ist weg; die Meldung sagt, warum",
    "412": "Die Antwort ist eine andere, als If-Match oder If-Unmodified-Since verlangt",
    "413": "Der Inhalt ist zu groß",
    "415": "Der Inhalt ist von einer anderen Art, als die Adresse annimmt",
    "416": "Einen solchen Teil gibt es nicht",
    "421": "So heißt dieser Dienst nicht",
    "422": "Was gesendet wurde, ist verständlich, aber nicht zu gebrauchen",
    "429": "Zu viele Anfragen; die Kopfzeile Retry-After sagt, wann es wieder geht",
    "500": "Am Dienst selbst ist etwas falsch; geändert wurde nichts",
    "503": "Zurzeit nicht verfügbar; die Kopfzeile Retry-After sagt, wann es wieder geht",
}
