"""Words of the pages on which the values of a report are held against its pages, and of its parts."""

WORDS: dict[str, tuple[str, str]] = {
    "way.values": ("Angaben", "Values"),
    "values.title": ("Angaben mit dem Bericht vergleichen", "Compare the values with the report"),
    "values.lead": (
        "Diese Angaben hat der Dienst aus dem Bericht gelesen. Jede steht neben dem Ausschnitt der Seite, von der "
        "sie kommt: Vergleichen Sie beide und verbessern Sie, was nicht stimmt. Der Bericht bleibt, wie er ist.",
        "The service has read these values from the report. Each stands beside the part of the page from which it "
        "comes: compare them, and mend what is wrong. The report itself stays as it is.",
    ),
    "values.do": ("Jetzt vergleichen", "Compare now"),
    "values.to_mapping": ("Welche Überschrift welches Feld ist", "Which label is which field"),
    "values.to_questions": (
        "Stimmt alles? Dann die Fragen beantworten",
        "Is everything right? Then answer the questions",
    ),
    "values.list": ("Alle Einträge des Berichts", "All entries of the report"),
    "values.number": ("Nummer", "Number"),
    "values.name": ("Name", "Name"),
    "values.page": ("Seite", "Page"),
    "values.on_page": ("Seite {page}", "page {page}"),
    "values.on_pages": ("Seiten {pages}", "pages {pages}"),
    "values.edits": ("Verbessert", "Mended"),
    "values.edits.one": ("1 Angabe", "1 value"),
    "values.edits.some": ("{count} Angaben", "{count} values"),
    "values.wrong": ("zu verbessern", "to be mended"),
    "values.sheet_lead": (
        "So wurde der Bericht als Tabelle gelesen: eine Zeile je Eintrag, mit den Überschriften des Berichts. Unter "
        "einer Zeile mit Fehlern steht, was falsch ist.",
        "The report was read as this table: a row for each entry, with the labels of the report. Below a row with "
        "errors stands what is wrong.",
    ),
    "values.none": (
        "Dieser Entwurf kommt nicht aus einem Bericht mit Seiten, oder die Stellen darin sind nicht mehr da.",
        "This draft does not come from a report with pages, or the places in it are gone.",
    ),
    "values.of": ("Eintrag {number} von {total}", "Entry {number} of {total}"),
    "values.previous": ("Voriger", "Previous"),
    "values.next": ("Nächster", "Next"),
    "values.keys": (
        "Mit den Pfeiltasten ← und → blättern Sie, solange Sie in keinem Feld stehen.",
        "The arrow keys ← and → turn the pages while you are in no field.",
    ),
    "values.clip": ("So steht es im Bericht: {field}, {page}", "As the report has it: {field}, {page}"),
    "values.as_read": ("Veröffentlicht wird: {text}", "What is published: {text}"),
    "values.save": ("Übernehmen und neu prüfen", "Save and check again"),
    "values.save_next": ("Übernehmen und weiter", "Save and go on"),
    "values.phase.hint": (
        "Der Dienst leitet den Stand nicht aus dem Text ab. Lesen Sie den Sachstand daneben und wählen Sie aus, was "
        "er sagt; sonst bleibt „unbekannt“ stehen.",
        "The service derives no status from prose. Read the status note beside this, and choose what it says; "
        "otherwise “unknown” stays.",
    ),
    "values.phase.sentence": ("Der Sachstand sagt:", "The status note says:"),
    "values.done": ("Übernommen und neu geprüft.", "Saved and checked again."),
    "values.too_long": ("Dieser Text ist zu lang für ein Feld.", "This text is too long for a field."),
    "parts": ("Teile dieses Berichts", "Parts of this report"),
    "parts.lead": (
        "Der Bericht nennt mehrere Stände. Aus jedem wird eine Version: erst die älteste, dann die nächste.",
        "The report tells of several dates. Each becomes a version: first the oldest, then the next.",
    ),
    "parts.draft": ("Entwurf", "draft"),
    "parts.invalid": ("zu verbessern", "to be mended"),
    "parts.processing": ("wird gelesen", "being read"),
    "parts.published": ("veröffentlicht", "published"),
    "parts.first": (
        "Vor diesem Teil kommt ein älterer: Veröffentlichen Sie zuerst den Stand {day}.",
        "An older part comes before this one: publish the one as of {day} first.",
    ),
    "parts.next": ("Weiter mit dem Stand {day}", "Go on with the part as of {day}"),
}
