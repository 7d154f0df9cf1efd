"""Texts of the pages that explain: methods, how to cite, how to build on the data, and citations.

Here: words. Not here: the explanations themselves (explanations.py), the other texts of pages (page_texts.py).
"""

from collections.abc import Mapping

from opendata.site.texts_by_language import Text

EXPLAINED_TEXTS: Mapping[str, Text] = {
    "explained.link": {"de": "Erklärung: {title}", "en": "Explanation: {title}"},
    # Methods
    "methods.title": {"de": "Was die Wörter und Zahlen bedeuten", "en": "What the words and figures mean"},
    "methods.short": {"de": "Erklärungen", "en": "Explanations"},
    "methods.lead": {
        "de": "Jede Phase, jede Zahl und jede Methode in einem Satz. Gerechnet wird nur mit dem, was die "
        "Städte selbst veröffentlichen; geschätzt oder ergänzt wird nichts.",
        "en": "Each phase, each figure and each method in one sentence. Figures are made only of what the "
        "cities publish themselves; nothing is estimated or filled in.",
    },
    "methods.contents": {"de": "Auf dieser Seite", "en": "On this page"},
    "methods.group.phases": {"de": "Umsetzungsstand", "en": "Phases"},
    "methods.group.schedules": {"de": "Zeitplan", "en": "Schedule"},
    "methods.group.figures": {"de": "Zahlen über Maßnahmen", "en": "Figures about measures"},
    "methods.group.funding": {"de": "Zahlen über Fördermittel", "en": "Figures about funding"},
    "methods.group.stages": {"de": "Stand einer Förderung", "en": "Stages of a grant"},
    "methods.group.methods": {"de": "Methoden", "en": "Methods"},
    "methods.more": {"de": "Mehr dazu:", "en": "More about this:"},
    "methods.link": {"de": "Adresse dieser Erklärung", "en": "Address of this explanation"},
    # How to cite
    "press.title": {"de": "Für die Presse: richtig zitieren", "en": "For journalists: how to cite"},
    "press.short": {"de": "Für die Presse", "en": "For journalists"},
    "press.lead": {
        "de": "Jede Zahl hier gehört zu einer Version, die sich nie mehr ändert. Wer sie zitiert, kann in zehn "
        "Jahren noch zeigen, was die Stadt gesagt hat.",
        "en": "Every figure here belongs to a version that never changes again. Whoever cites it can still "
        "show in ten years what the city said.",
    },
    "press.how": {"de": "So zitieren Sie", "en": "How to cite"},
    "press.how.1": {
        "de": "Unten auf jeder Seite mit Zahlen steht ein Zitiervorschlag zum Kopieren. Er nennt die Stadt, den "
        "Datensatz, die Version, den Stand und die Prüfsumme. Wo eine Seite mehrere Städte zeigt, steht dort "
        "einer für jede von ihnen.",
        "en": "At the bottom of each page with figures there is a suggested citation to copy. It names the city, "
        "the dataset, the version, the day for which it holds, and the digest. Where a page shows several cities "
        "there is one for each of them.",
    },
    "press.how.2": {
        "de": "Nennen Sie im Text immer den Stand, nicht den Tag, an dem Sie nachgesehen haben: „Ende 2024 "
        "waren 20 von 53 Maßnahmen abgeschlossen“.",
        "en": "Always name the day for which a figure holds, not the day on which you looked: “at the end of "
        "2024, 20 of 53 measures were completed”.",
    },
    "press.how.3": {
        "de": "Ein Abrufdatum ist nicht nötig: Die Adresse einer Version führt immer zu derselben Version, und "
        "die Prüfsumme beweist es.",
        "en": "A date of access is not needed: the address of a version always leads to the same version, and "
        "the digest proves it.",
    },
    "press.example": {"de": "Ein Beispiel", "en": "An example"},
    "press.example.from": {
        "de": "Der Zitiervorschlag der Version, die hier zuletzt veröffentlicht wurde:",
        "en": "The suggested citation of the version that was published here last:",
    },
    "press.example.none": {
        "de": "Sobald hier eine Stadt etwas veröffentlicht hat, steht an dieser Stelle ihr Zitiervorschlag.",
        "en": "As soon as a city has published something here, its suggested citation stands in this place.",
    },
    "press.care": {"de": "Worauf Sie achten sollten", "en": "What to look out for"},
    "press.care.1": {
        "de": "Die Angaben sind die der Stadt. Dieser Dienst prüft ihre Form, nicht ob sie stimmen.",
        "en": "The statements are those of the city. This service checks their form, not whether they are true.",
    },
    "press.care.2": {
        "de": "Neben jeder Summe steht, auf wie vielen Maßnahmen sie beruht. Eine Summe über die Hälfte der "
        "Maßnahmen ist keine Summe über alle.",
        "en": "Beside each sum stands how many measures it rests on. A sum over half of the measures is no sum "
        "over all.",
    },
    "press.care.3": {
        "de": "„Unbekannt“ heißt: Die Stadt sagt es nicht. Es heißt nicht, dass nichts geschieht.",
        "en": "“Unknown” means that the city does not say so. It does not mean that nothing is being done.",
    },
    "press.care.4": {
        "de": "Städte vergleichen lässt sich nur, was alle angeben. Die Seiten sagen, wo die Daten keine "
        "Rangfolge tragen.",
        "en": "Cities can be compared only by what all of them state. The pages say where the data do not "
        "carry a ranking.",
    },
    "press.care.5": {
        "de": "Zu jeder verschobenen oder gestrichenen Maßnahme steht der Grund der Stadt, wenn sie einen "
        "nennt. Fragen Sie nach, wenn keiner da steht; auf jeder Seite steht, an wen.",
        "en": "Beside each measure that was put off or taken out stands the city's reason, if it names one. "
        "Ask if there is none; each page says whom.",
    },
    "press.check": {"de": "So prüfen Sie eine Version nach", "en": "How to check a version"},
    "press.check.text": {
        "de": "Die Seite der Version nennt zu jeder Tabelle die Prüfsumme ihrer CSV-Datei. Laden Sie die Datei "
        "herunter, und lassen Sie Ihren Rechner die Prüfsumme ausrechnen: mit certutil -hashfile DATEI SHA256 "
        "(Windows), shasum -a 256 DATEI (macOS) oder sha256sum DATEI (Linux). Kommt dieselbe heraus, ist die "
        "Tabelle unverändert. Alle Tabellen zusammen enthält package.zip. Was eine Prüfsumme ist, sagen die",
        "en": "The page of the version names for each table the digest of its CSV file. Download the file, and "
        "have your computer work out the digest: by certutil -hashfile FILE SHA256 (Windows), shasum -a 256 FILE "
        "(macOS) or sha256sum FILE (Linux). If it is the same, the table is unchanged. All tables together are in "
        "package.zip. What a digest is stands among the",
    },
    "press.pictures": {"de": "Bilder", "en": "Pictures"},
    "press.pictures.text": {
        "de": "Zu jeder Stadt und jeder Maßnahme gibt es ein Bild zum Teilen (PNG, 1200 × 630), und für die "
        "eigene Seite eine Karte zum Einbetten, die immer den neuesten Stand zeigt. Beides steht auf der Seite "
        "der Stadt unter „Einbetten und teilen“.",
        "en": "For each city and each measure there is a picture to share (PNG, 1200 × 630), and a card to "
        "embed in your own page, which always shows the latest state. Both are on the city's page under “Embed "
        "and share”.",
    },
    # For other groups
    "reuse.title": {
        "de": "Für Initiativen: mit diesen Daten weiterarbeiten",
        "en": "For other groups: build on these data",
    },
    "reuse.short": {"de": "Für Initiativen", "en": "For other groups"},
    "reuse.lead": {
        "de": "Alles hier gibt es auch für Programme, ohne Anmeldung und ohne Schlüssel. So schließen Sie Ihr "
        "eigenes Werkzeug an.",
        "en": "Everything here is available to programs too, without signing in and without a key. This is how "
        "to connect your own tool.",
    },
    "reuse.localmonitoring": {"de": "LocalMonitoring", "en": "LocalMonitoring"},
    "reuse.localmonitoring.text": {
        "de": "LocalMonitoring holt Städte und Maßnahmen von dieser Adresse, statt dass jemand sie abschreibt. "
        "Tragen Sie sie als REST_API ein:",
        "en": "LocalMonitoring takes cities and measures from this address, so that nobody has to copy them. "
        "Enter it as REST_API:",
    },
    "reuse.localmonitoring.more": {
        "de": "Wer die eigene Datenbank behalten will, bekommt vom Betreiber eine Datei zum Laden (flask "
        "export localmonitoring).",
        "en": "Whoever wants to keep a database of their own gets a file to load from the operator (flask export "
        "localmonitoring).",
    },
    "reuse.spreadsheet": {"de": "Tabellenkalkulation", "en": "Spreadsheet"},
    "reuse.spreadsheet.excel": {
        "de": "Excel: „Daten“ → „Aus dem Web“, und diese Adresse einfügen. Mit „Alle aktualisieren“ kommt der "
        "neueste Stand.",
        "en": "Excel: “Data” → “From Web”, and paste this address. “Refresh All” brings the latest state.",
    },
    "reuse.spreadsheet.calc": {
        "de": "LibreOffice: „Tabelle“ → „Externe Verknüpfungen“, und dieselbe Adresse einfügen.",
        "en": "LibreOffice: “Sheet” → “External Links”, and paste the same address.",
    },
    "reuse.spreadsheet.google": {
        "de": "Google Tabellen: in eine leere Zelle schreiben:",
        "en": "Google Sheets: write into an empty cell:",
    },
    "reuse.newsletter": {"de": "Newsletter und Nachrichten", "en": "Newsletter and messages"},
    "reuse.newsletter.text": {
        "de": "Jeder Feed hat einen Satz je Änderung, auf Deutsch oder Englisch. Programme für Newsletter "
        "(etwa Brevo, Mailchimp oder Listmonk) und Gruppen (Mastodon, Matrix, Telegram) lesen Feeds und "
        "verschicken, was neu ist.",
        "en": "Each feed has one sentence for each change, in German or English. Programs for newsletters "
        "(such as Brevo, Mailchimp or Listmonk) and groups (Mastodon, Matrix, Telegram) read feeds and send "
        "what is new.",
    },
    "reuse.newsletter.json": {
        "de": "Dieselben Einträge als JSON Feed:",
        "en": "The same entries as a JSON Feed:",
    },
    "reuse.website": {"de": "Auf der eigenen Website", "en": "On your own website"},
    "reuse.website.text": {
        "de": "Die Karte einer Stadt zeigt, wo ihre Maßnahmen stehen, und bleibt von selbst aktuell. Sie lädt "
        "nichts von anderen Seiten und setzt keine Cookies. Fügen Sie diese Zeile in Ihre Seite ein:",
        "en": "The card of a city shows where its measures stand, and stays up to date by itself. It loads "
        "nothing from other sites and sets no cookies. Paste this line into your page:",
    },
    "reuse.programs": {"de": "Eigene Programme", "en": "Programs of your own"},
    "reuse.programs.text": {
        "de": "Die Schnittstelle gibt jede Tabelle als JSON, CSV, Excel und Parquet, filtert und sortiert sie "
        "und sagt, was sich seit dem letzten Mal geändert hat.",
        "en": "The API gives each table as JSON, CSV, Excel and Parquet, filters and sorts it, and says what "
        "has changed since the last time.",
    },
    "reuse.licence": {"de": "Rechte", "en": "Rights"},
    "reuse.licence.text": {
        "de": "Auf der Seite jedes Datensatzes steht seine Lizenz. Nennen Sie die Stadt und die Version; der "
        "Zitiervorschlag tut das.",
        "en": "The page of each dataset names its licence. Name the city and the version; the suggested "
        "citation does so.",
    },
    "reuse.none": {
        "de": "Die Beispiele hier führen zu der Stadt, die zuletzt veröffentlicht hat; noch gibt es keine.",
        "en": "The examples here lead to the city that published last; there is none yet.",
    },
    # Citations
    "cite.title": {"de": "Zitieren", "en": "Cite"},
    "cite.newest": {
        "de": "Diese Seite zeigt immer die neuesten Berichte und ändert sich mit ihnen. Zitieren Sie die Versionen, "
        "auf denen sie beruht; die bleiben, wie sie sind:",
        "en": "This page always shows the newest reports and changes with them. Cite the versions that it rests on; "
        "they stay as they are:",
    },
    "cite.versions": {
        "de": "Zitiervorschläge für {count} Versionen",
        "en": "Suggested citations of {count} versions",
    },
    "cite.how": {"de": "Wie man hier zitiert", "en": "How to cite from here"},
    "cite.version": {"de": "Version {number}, Stand {as_of}.", "en": "Version {number}, as of {as_of}."},
    "cite.in": {"de": "In:", "en": "In:"},
    "cite.digest": {"de": "Prüfsumme der Version:", "en": "Digest of the version:"},
}
