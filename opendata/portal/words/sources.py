"""Words of the page about the address that a dataset follows: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "source.title": ("Aus dem Netz abholen", "Fetch from the web"),
    "source.lead": (
        "Steht Ihre Tabelle schon irgendwo im Netz, etwa auf einem Datenportal, dann holt der Dienst sie dort selbst "
        "ab. Neuer Inhalt wird geprüft wie alles Hochgeladene.",
        "If your table is already somewhere on the web, such as on a data portal, the service fetches it there by "
        "itself. New content is checked as everything that is uploaded.",
    ),
    "source.open": ("Aus dem Netz abholen", "Fetch from the web"),
    "source.follows": ("Folgt einer Adresse", "Follows an address"),
    "source.url": ("Adresse der Datei", "Address of the file"),
    "source.url.hint": (
        "Die Adresse einer CSV-, Excel- oder ODS-Datei oder eines Datenpakets, oder die Seite einer Ressource auf "
        "einem Datenportal (CKAN). Sie muss öffentlich sein.",
        "The address of a CSV, Excel or ODS file or of a data package, or the page of a resource on a data portal "
        "(CKAN). It has to be public.",
    ),
    "source.rhythm": ("Wie oft abgerufen wird", "How often it is fetched"),
    "source.rhythm.PT1H": ("stündlich", "hourly"),
    "source.rhythm.P1D": ("täglich", "daily"),
    "source.rhythm.P1W": ("wöchentlich", "weekly"),
    "source.rhythm.P1M": ("monatlich", "monthly"),
    "source.as_of": ("Stand der Zahlen", "Figures as of"),
    "source.as_of.fetched": ("der Tag, an dem abgerufen wird", "the day of fetching"),
    "source.as_of.last-modified": (
        "der Tag, den der Server als letzte Änderung der Datei nennt (Last-Modified)",
        "the day that the server names as the last change of the file (Last-Modified)",
    ),
    "source.as_of.metadata": (
        "der Tag, den das Datenportal als letzte Änderung nennt (last_modified bei CKAN)",
        "the day that the data portal names as the last change (last_modified of CKAN)",
    ),
    "source.as_of.hint": (
        "Fehlt die Angabe, wird nichts übernommen; geraten wird nie.",
        "Where it is not stated, nothing is taken over; it is never guessed.",
    ),
    "source.then": ("Was mit neuem Inhalt geschieht", "What becomes of new content"),
    "source.then.draft": (
        "Er wartet als Entwurf, bis ihn jemand ansieht und veröffentlicht.",
        "It waits as a draft until somebody looks at it and publishes it.",
    ),
    "source.then.publish": (
        "Er wird sofort veröffentlicht, wenn nichts zu fragen ist.",
        "It is published at once if there is nothing to ask.",
    ),
    "source.then.hint": (
        "Bei Fehlern, offenen Fragen oder dem Vier-Augen-Prinzip bleibt er ein Entwurf.",
        "With errors, open questions, or where four eyes are wanted, it stays a draft.",
    ),
    "source.then.only_publishers": (
        "Sofort veröffentlichen lassen dürfen nur Personen, die veröffentlichen dürfen.",
        "Only people who may publish may have it published at once.",
    ),
    "source.locked": (
        "Neuer Inhalt dieser Adresse wird sofort veröffentlicht. Ändern darf das nur, wer veröffentlichen darf.",
        "New content of this address is published at once. Only those who may publish may change this.",
    ),
    "source.do": ("Dieser Adresse folgen", "Follow this address"),
    "source.change": ("Änderungen speichern", "Save the changes"),
    "source.settings": ("Einstellungen", "Settings"),
    "source.state": ("Zustand", "State"),
    "source.state.new": ("wird zum ersten Mal abgerufen", "is being fetched for the first time"),
    "source.state.good": ("in Ordnung", "in order"),
    "source.state.failing": ("nicht abzurufen", "cannot be fetched"),
    "source.state.since": ("seit {moment}", "since {moment}"),
    "source.last": ("Zuletzt abgerufen", "Fetched last"),
    "source.never": ("noch nicht", "not yet"),
    "source.next": ("Nächster Abruf", "Next fetch"),
    "source.soon": ("gleich", "in a moment"),
    "source.failing": (
        "Die Adresse, der dieser Datensatz folgt, lässt sich seit {moment} nicht abrufen.",
        "The address that this dataset follows has been unavailable since {moment}.",
    ),
    "source.failing.see": ("Ansehen, woran es liegt", "See why"),
    "source.fetch": ("Jetzt abrufen", "Fetch now"),
    "source.fetch.done": (
        "Die Adresse wird gleich abgerufen. Laden Sie die Seite in ein paar Sekunden neu.",
        "The address will be fetched in a moment. Load the page again in a few seconds.",
    ),
    "source.stop": ("Nicht mehr folgen", "Follow it no more"),
    "source.stop.done": (
        "Der Datensatz folgt keiner Adresse mehr. Was von dort kam, bleibt.",
        "The dataset follows no address any more. What came from there stays.",
    ),
    "source.follow.done": (
        "Der Datensatz folgt jetzt dieser Adresse. Sie wird gleich zum ersten Mal abgerufen.",
        "The dataset follows this address now. It will be fetched for the first time in a moment.",
    ),
    "source.change.done": ("Die Änderungen sind gespeichert.", "The changes are saved."),
    "source.fetches": ("Letzte Abrufe", "Last fetches"),
    "source.fetches.none": ("Noch keiner.", "None yet."),
    "source.fetches.when": ("Wann", "When"),
    "source.fetches.what": ("Ergebnis", "What came of it"),
    "source.fetches.upload": ("Zum Entwurf", "To the draft"),
    "source.fetches.report": ("Zum Prüfbericht", "To the report"),
    "source.outcome.unchanged": ("nichts Neues", "nothing new"),
    "source.outcome.draft": ("Entwurf", "draft"),
    "source.outcome.published": ("veröffentlicht", "published"),
    "source.outcome.invalid": ("Fehler in der Datei", "errors in the file"),
    "source.outcome.failed": ("nicht abgerufen", "not fetched"),
}
