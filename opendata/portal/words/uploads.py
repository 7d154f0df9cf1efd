"""Words of the pages for bringing a table, of its report and of its sheet: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "upload.do_new": ("Tabelle hochladen", "Upload a table"),
    "upload.title": ("Eine Tabelle hochladen", "Upload a table"),
    "upload.lead": (
        "Nehmen Sie die Tabelle so, wie Sie sie führen. Beim Hochladen wird noch nichts öffentlich: Sie sehen "
        "erst, was erkannt wurde, und entscheiden dann.",
        "Take the table as you keep it. Uploading makes nothing public: you first see what was recognised, then you "
        "decide.",
    ),
    "carry_on.before": (
        "Am schnellsten geht es so: Laden Sie die veröffentlichte Tabelle als Excel-Mappe herunter, ändern Sie, was "
        "sich geändert hat, und laden Sie sie hier wieder hoch. Zuzuordnen ist dann nichts.",
        "This is the quickest way: download the published table as an Excel workbook, change in it what has changed, "
        "and upload it here again. Then nothing has to be mapped.",
    ),
    "carry_on.do": ("Excel-Mappe zum Weiterführen", "Excel workbook to carry on"),
    "carry_on.none.before": ("Sie haben noch keine Tabelle?", "You have no table yet?"),
    "carry_on.none.do": ("Leere Vorlage für Excel herunterladen", "Download an empty template for Excel"),
    "upload.file": ("Datei", "File"),
    "upload.file.hint": (
        "Excel, LibreOffice oder CSV, oder ein Bericht als PDF; zusammen höchstens {size}. Mehrere Dateien auf "
        "einmal gehen auch, zum Beispiel Maßnahmen und Förderung.",
        "Excel, LibreOffice or CSV, or a report as PDF; at most {size} together. Several files at once are fine, "
        "such as measures and funding.",
    ),
    "upload.drop": ("Sie können Dateien auch hierher ziehen.", "You can drag files here as well."),
    "upload.remove": ("Entfernen", "Remove"),
    "upload.as_of": ("Stand der Zahlen", "Date of the figures"),
    "upload.as_of.hint": (
        "Der Tag, für den die Angaben gelten, etwa der letzte Tag des Berichtsjahres. Das ist selten der Tag des "
        "Hochladens.",
        "The day for which the figures hold, such as the last day of the year that the report is about. It is "
        "seldom the day of uploading.",
    ),
    "upload.as_of.last": ("Zuletzt veröffentlicht: {day}.", "Published last: {day}."),
    "upload.message": ("Bemerkung (freiwillig)", "Remark (optional)"),
    "upload.message.hint": (
        "Ein Satz zu dieser Version; er wird mit ihr veröffentlicht.",
        "A sentence on this version; it is published with it.",
    ),
    "upload.do": ("Hochladen und prüfen", "Upload and check"),
    "upload.safe": (
        "Was Sie hochladen, sehen nur Ihre Kolleginnen und Kollegen mit Zugang. Entwürfe bleiben {days} Tage liegen; "
        "Sie können das Fenster jederzeit schließen und später weitermachen.",
        "Only your colleagues with access see what you upload. Drafts are kept for {days} days; you can close the "
        "window at any time and go on later.",
    ),
    "upload.sending": ("Die Datei wird gesendet.", "The file is being sent."),
    "upload.checking": ("Die Datei ist angekommen und wird geprüft.", "The file has arrived and is being checked."),
    "upload.ended": (
        "Ihre Anmeldung ist inzwischen abgelaufen. Melden Sie sich in einem neuen Fenster wieder an und drücken Sie "
        "dann hier noch einmal auf „Hochladen und prüfen“; Ihre Dateien bleiben ausgewählt.",
        "Your sign-in has expired meanwhile. Sign in again in a new window, and then press “Upload and check” here "
        "once more; your files stay chosen.",
    ),
    "upload.ended.sign_in": ("In einem neuen Fenster anmelden", "Sign in in a new window"),
    "upload.broken": (
        "Die Verbindung ist abgebrochen, bevor alles angekommen war. Ihre Angaben stehen noch im Formular: Bitte "
        "versuchen Sie es noch einmal.",
        "The connection broke before everything had arrived. Your entries are still in the form: please try again.",
    ),
    "upload.large": (
        "Das ist zu groß: zusammen dürfen es höchstens {size} sein.",
        "This is too large: it may be at most {size} together.",
    ),
    "upload.delete": ("Entwurf löschen", "Delete draft"),
    "upload.delete.title": ("Den Entwurf zum {day} löschen?", "Delete the draft as of {day}?"),
    "upload.delete.lead": (
        "Die hochgeladenen Dateien und alle Antworten dazu werden gelöscht. Veröffentlichtes bleibt, wie es ist.",
        "The uploaded files and all answers are deleted. What is published stays as it is.",
    ),
    "upload.delete.lead.part": (
        "Dieser Teil des Berichts und alle Antworten dazu werden gelöscht. Die anderen Teile und alles "
        "Veröffentlichte bleiben, wie sie sind.",
        "This part of the report and all answers to it are deleted. The other parts and all that is published stay "
        "as they are.",
    ),
    "upload.delete.published": (
        "Diese Tabelle ist veröffentlicht; gelöscht wurde nichts. Was nicht öffentlich sein soll, ziehen Sie zurück.",
        "This table is published; nothing was deleted. Withdraw what should not be public.",
    ),
    "processing.title": ("Ihre Tabelle wird geprüft", "Your table is being checked"),
    "processing.far": (
        "{percent} % sind geschafft. Diese Seite lädt sich von selbst neu.",
        "{percent} % are done. This page reloads by itself.",
    ),
    "processing.safe": (
        "Sie können das Fenster schließen; die Prüfung geht weiter, und der Entwurf steht danach beim Datensatz.",
        "You can close the window; checking goes on, and you then find the draft with its dataset.",
    ),
    "way": ("Schritte dieses Entwurfs", "Steps of this draft"),
    "way.report": ("Prüfbericht", "Report"),
    "way.sheet": ("Ihre Tabelle", "Your table"),
    "way.mapping": ("Spalten zuordnen", "Map columns"),
    "way.preview": ("Was öffentlich wird", "What will become public"),
    "report.title": ("Prüfbericht", "Report"),
    "report.valid": ("Die Tabelle ist in Ordnung.", "The table is in order."),
    "report.same": (
        "Die Tabelle sagt dasselbe wie die veröffentlichte Version; es gibt nichts Neues zu veröffentlichen. Gelten "
        "die Angaben zu einem späteren Stand unverändert weiter, dann können Sie das im nächsten Schritt bestätigen.",
        "The table says the same as the published version; there is nothing new to publish. If the figures still "
        "hold at a later date, you can confirm that in the next step.",
    ),
    "report.counts": (
        "Gegenüber der veröffentlichten Version: {added} neu, {changed} geändert, {removed} entfallen.",
        "Compared with what is published: {added} added, {changed} changed, {removed} removed.",
    ),
    "report.counts.first": (
        "Das wird die erste Version. Einträge: {added}.",
        "This will be the first version. Entries: {added}.",
    ),
    "report.open": ("{count} Fragen sind noch zu beantworten.", "{count} questions are still to be answered."),
    "report.open.one": ("Eine Frage ist noch zu beantworten.", "One question is still to be answered."),
    "report.pointed_out": (
        "Vielleicht ist das nicht die Datei, die Sie meinten. Bitte lesen Sie zuerst, was unten dazu steht.",
        "This may not be the file that you meant. Please read first what is said about it below.",
    ),
    "report.to_preview": ("Ansehen, was öffentlich wird", "See what will become public"),
    "report.invalid": ("{least}{count} Stellen sind zu verbessern.", "{least}{count} places need mending."),
    "report.invalid.one": ("Eine Stelle ist zu verbessern.", "One place needs mending."),
    "report.invalid.lead": (
        "So kann die Tabelle noch nicht veröffentlicht werden. Verbessern Sie die Stellen hier oder in Ihrer Datei, "
        "oder sagen Sie unter „Spalten zuordnen“, was Ihre Spalten und Wörter bedeuten.",
        "The table cannot be published like this. Mend the places here or in your file, or say under “Map columns” "
        "what your columns and words mean.",
    ),
    "report.to_mapping": ("Spalten zuordnen", "Map columns"),
    "report.to_sheet": ("Stellen in der Tabelle verbessern", "Mend the places in the table"),
    "report.again": ("Verbesserte Datei hochladen", "Upload a mended file"),
    "report.errors": ("Was zu verbessern ist", "What needs mending"),
    "report.rest": (
        "{count} weitere Stellen dieser Art in der Tabelle ansehen",
        "See {count} more places of this kind in the table",
    ),
    "report.rest.one": (
        "Eine weitere Stelle dieser Art in der Tabelle ansehen",
        "See one more place of this kind in the table",
    ),
    "report.cells": ("{count} Zellen:", "{count} cells:"),
    "report.other_column": (
        "So viele Zellen einer Spalte passen nicht zu „{field}“. Meint Ihre Spalte etwas anderes? Dann ordnen Sie "
        "sie anders zu, oder wählen Sie für sie „Nicht veröffentlichen“:",
        "So many cells of one column do not fit “{field}”. Does your column mean something else? Then map it in "
        "another way, or choose “Do not publish” for it:",
    ),
    "report.to_words": ("Sagen, was Ihre Wörter bedeuten", "Say what your words mean"),
    "report.map_words": (
        "Einmal für alle diese Zellen sagen, was Ihre Wörter bedeuten",
        "Say once, for all of these cells, what your words mean",
    ),
    "report.map_this": (
        "Das lässt sich auch unter „Spalten zuordnen“ lösen.",
        "This can also be solved under “Map columns”.",
    ),
    "report.see_sheet": ("In der Tabelle ansehen", "See it in the table"),
    "report.see_value": ("Neben der Seite des Berichts ansehen", "See it beside the page of the report"),
    "report.questions": ("Fragen", "Questions"),
    "report.questions.lead": (
        "Bitte sehen Sie sich das an, bevor die Tabelle öffentlich wird. Gründe und Angaben zum Verbleib werden mit "
        "veröffentlicht, ein bloßes Ja nicht.",
        "Please look at this before the table becomes public. Reasons and what became of a row are published, a "
        "mere yes is not.",
    ),
    "report.questions.later": (
        "Diese Fragen sind zu beantworten, sobald die Tabelle in Ordnung ist:",
        "These questions are to be answered as soon as the table is in order:",
    ),
    "report.keep": ("Antworten speichern", "Save answers"),
    "report.keep_and_on": ("Antworten speichern und weiter", "Save answers and go on"),
    "report.answers_wrong": (
        "Eine Antwort passt noch nicht; gespeichert wurde nichts, Ihre Eingaben stehen unten.",
        "One answer does not fit yet; nothing was saved, your entries are below.",
    ),
    "report.done.kept": ("Ihre Antworten sind gespeichert.", "Your answers are saved."),
    "report.done.mapped": (
        "Die Tabelle wurde mit der neuen Zuordnung noch einmal geprüft.",
        "The table was checked again by the new mapping.",
    ),
    "report.summary": ("Was sonst entschieden wurde", "What else was decided"),
    "report.summary.lead": (
        "So wurde Ihre Tabelle gelesen. Ihre Datei selbst bleibt unverändert.",
        "This is how your table was read. Your file itself stays as it is.",
    ),
    "report.minor.one": ("Ein weiterer Hinweis", "One more hint"),
    "report.minor": ("{count} weitere Hinweise", "{count} more hints"),
    "question.answered": ("beantwortet", "answered"),
    "question.optional": ("freiwillig", "optional"),
    "question.together": (
        "Eine Antwort für alle {count}. Die erste Frage:",
        "One answer for all {count}. The first question:",
    ),
    "question.one_by_one": ("Oder die {count} einzeln beantworten", "Or answer the {count} one by one"),
    "answer.yes": ("Ja, das ist richtig so.", "Yes, this is right."),
    "answer.reason": ("Grund", "Reason"),
    "answer.reason.hint": ("Ein Satz; er ist öffentlich.", "One sentence; it is public."),
    "answer.disposition": ("Was ist daraus geworden?", "What became of it?"),
    "answer.into": ("Geht weiter in Nummer", "Carries on in number"),
    "answer.into.hint": (
        "Nur, wenn sie zusammengeführt oder neu nummeriert ist.",
        "Only where it is merged or renumbered.",
    ),
    "answer.alike": ("Ähnlich sind:", "Similar are:"),
    "disposition.completed": ("Sie ist abgeschlossen.", "It is completed."),
    "disposition.merged": ("Sie ist mit einer anderen zusammengeführt.", "It is merged into another one."),
    "disposition.dropped": ("Sie ist entfallen (bitte mit Grund).", "It was dropped (please with a reason)."),
    "disposition.renumbered": ("Sie ist neu nummeriert.", "It is renumbered."),
    "cause.type-error": (
        "Angaben in einer anderen Form, als das Feld sie braucht",
        "Entries in another form than the field needs",
    ),
    "cause.constraint-error": ("Angaben, die hier nicht möglich sind", "Entries that are not possible here"),
    "cause.missing-label": ("Spalte fehlt", "Column is missing"),
    "cause.duplicate-label": ("Mehrere Spalten für dasselbe", "Several columns for the same thing"),
    "cause.mapped-column-missing": ("Spalte der Zuordnung fehlt", "A column of the mapping is missing"),
    "cause.no-table": ("Keine Tabelle erkannt", "No table was recognised"),
    "cause.ambiguous-table": ("Mehrere Blätter kommen in Frage", "Several sheets are possible"),
    "cause.primary-key": ("Nummern, die doppelt vorkommen", "Numbers that occur twice"),
    "cause.unique-error": ("Angaben, die doppelt vorkommen", "Entries that occur twice"),
    "cause.doubled-key": ("Nummern, die doppelt vorkommen", "Numbers that occur twice"),
    "cause.foreign-key": ("Verweise auf etwas, das es nicht gibt", "References to what does not exist"),
    "cause.ambiguous-date": ("Datumsangaben, die zweierlei heißen können", "Dates that can mean two things"),
    "cause.ambiguous-number": ("Zahlen, die zweierlei heißen können", "Numbers that can mean two things"),
    "cause.unit-conflict": ("Widersprüchliche Einheiten", "Units that contradict each other"),
    "cause.unit-missing": ("Einheit der Zahlen fehlt", "The unit of the numbers is missing"),
    "cause.sense": ("Angaben, die nicht zusammenpassen", "Entries that do not fit together"),
    "cause.other": ("Bitte ansehen", "Please look at this"),
    "sheet.title": ("Ihre Tabelle", "Your table"),
    "sheet.lead": (
        "So sieht das Blatt aus, das Sie hochgeladen haben. Unter einer Zeile mit Fehlern steht, was falsch ist.",
        "This is the sheet that you uploaded. Below a row with errors stands what is wrong.",
    ),
    "sheet.sheets": ("Blätter", "Sheets"),
    "sheet.hidden": ("ausgeblendet", "hidden"),
    "sheet.show": ("Zeilen", "Rows"),
    "sheet.all": ("Alle Zeilen", "All rows"),
    "sheet.errors.one": ("Nur die eine Zeile mit Fehlern", "Only the one row with errors"),
    "sheet.errors": ("Nur die {count} Zeilen mit Fehlern", "Only the {count} rows with errors"),
    "sheet.of": ("Blatt {name}", "Sheet {name}"),
    "sheet.row": ("Zeile", "Row"),
    "sheet.wrong": ("zu verbessern", "needs mending"),
    "sheet.read": ("anders gelesen, als es dasteht", "read differently from how it stands"),
    "sheet.inside": ("wird nicht veröffentlicht", "is not published"),
}
