"""Words about mending cells in the page, and about the workbook that comes back marked."""

WORDS: dict[str, tuple[str, str]] = {
    "mend.lead": (
        "Jede Zelle mit einem Fehler hat ein Feld: Tippen Sie hinein, was dort stehen soll, und lassen Sie die "
        "Tabelle neu prüfen. Ihre Datei selbst bleibt dabei unverändert.",
        "Each cell with an error has a field: type what should stand there, and have the table checked again. Your "
        "file itself stays as it is.",
    ),
    "mend.save": ("Änderungen übernehmen und neu prüfen", "Save changes and check again"),
    "mend.cell": ("Zelle {address}", "Cell {address}"),
    "mend.row": ("Alle Zellen der Zeile {row} ändern", "Edit all cells of row {row}"),
    "mend.accept": ("Vorschlag: {text}", "Proposal: {text}"),
    "mend.accept.cell": ("für {address} übernehmen", "accept for {address}"),
    "mend.accept_alike": ("Vorschlag für alle {count}: {text}", "Proposal for all {count}: {text}"),
    "mend.accept_alike.cells": (
        "für {address} und die gleichen übernehmen",
        "accept for {address} and those like it",
    ),
    "mend.accept_group": ("Alle {count} Vorschläge übernehmen", "Accept all {count} proposals"),
    "mend.accept_group.one": ("Den einen Vorschlag übernehmen", "Accept the one proposal"),
    "mend.accept_all": ("Alle {count} Vorschläge auf einmal übernehmen", "Accept all {count} proposals at once"),
    "mend.look_first": (
        "Sehen Sie die Vorschläge bitte an: Übernommen wird nichts von selbst.",
        "Please look at the proposals: nothing is accepted by itself.",
    ),
    "mend.causes": ("Was zu verbessern ist, nach Ursachen", "What needs mending, by causes"),
    "mend.causes.all": ("Alle Ursachen", "All causes"),
    "mend.done": (
        "Übernommen und neu geprüft. Noch {count} Stellen sind zu verbessern.",
        "Saved and checked again. {count} places still need mending.",
    ),
    "mend.done.one": (
        "Übernommen und neu geprüft. Noch eine Stelle ist zu verbessern.",
        "Saved and checked again. One place still needs mending.",
    ),
    "mend.all_done": (
        "Übernommen und neu geprüft. Die Tabelle ist jetzt in Ordnung.",
        "Saved and checked again. The table is in order now.",
    ),
    "mend.begun": (
        "Ihre Änderungen sind gespeichert. Die Tabelle ist groß: Sie wird jetzt im Hintergrund noch einmal geprüft.",
        "Your changes are saved. The table is large: it is now being checked once more in the background.",
    ),
    "mend.wait": (
        "Diese Tabelle wird gerade noch geprüft; geändert wurde nichts. Versuchen Sie es danach noch einmal.",
        "This table is still being checked; nothing was changed. Try again afterwards.",
    ),
    "mend.published": (
        "Diese Tabelle wurde inzwischen veröffentlicht; geändert wurde nichts. Für Korrekturen laden Sie die "
        "berichtigte Tabelle hoch.",
        "This table was published meanwhile; nothing was changed. To correct something, upload the corrected table.",
    ),
    "mend.refused": ("Übernommen wurde nichts.", "Nothing was saved."),
    "mend.typed": ("Was Sie getippt hatten:", "What you had typed:"),
    "answers.not_kept": ("Ihre Antworten sind nicht gespeichert", "Your answers are not saved"),
    "answers.not_kept.processing": (
        "Jemand hat inzwischen etwas an dieser Tabelle geändert; sie wird gerade noch einmal geprüft.",
        "Somebody has changed something in this table meanwhile; it is being checked once more.",
    ),
    "answers.not_kept.invalid": (
        "Jemand hat inzwischen etwas an dieser Tabelle geändert; jetzt sind erst wieder Stellen zu verbessern.",
        "Somebody has changed something in this table meanwhile; now there are places that need mending first.",
    ),
    "answers.not_kept.on": ("Weiter zum Entwurf", "Go on to the draft"),
    "mend.edits": ("Hier geändert", "Changed here"),
    "mend.edits.lead": (
        "Für diese Zellen gilt etwas anderes, als in Ihrer Datei steht. Eine Änderung wird mit der Version "
        "veröffentlicht, wenn ihre Spalte veröffentlicht wird; wer sie gemacht hat, bleibt intern.",
        "For these cells something else holds than your file says. A change is published with the version if its "
        "column is published; who made the change stays internal.",
    ),
    "mend.edits.cell": ("Zelle", "Cell"),
    "mend.edits.before": ("In der Datei", "In the file"),
    "mend.edits.after": ("Gilt jetzt", "Holds now"),
    "mend.edits.by": ("Von", "By"),
    "mend.edits.public": ("öffentlich", "public"),
    "mend.edits.inside": ("bleibt intern", "stays internal"),
    "mend.edits.undo": ("Zurücknehmen", "Undo"),
    "mend.edits.undo_all": ("Alle zurücknehmen", "Undo all"),
    "mend.empty": ("leer", "empty"),
    "mend.mended": ("hier geändert", "changed here"),
    "mend.before": ("in der Datei: {text}", "in the file: {text}"),
    "mend.unsaved": ("{count} noch nicht übernommen", "{count} not saved yet"),
    "mend.marked": ("Datei mit markierten Fehlern herunterladen", "Download the file with its errors marked"),
    "mend.marked.lead": (
        "Oder in Excel verbessern: Ihre Mappe kommt mit farbigen Zellen, Kommentaren und einem Blatt „Fehler“ "
        "zurück; alles andere darin bleibt, wie es ist. Aus CSV, ODS und .xls wird eine neue Mappe, die nur die "
        "Texte der Zellen hat.",
        "Or mend it in Excel: your workbook comes back with coloured cells, comments and a sheet “Errors”; "
        "everything else in it stays as it is. CSV, ODS and .xls become a new workbook with the texts of the cells "
        "alone.",
    ),
    "cause.no-such-day": ("Tage, die es nicht gibt", "Days that do not exist"),
    "cause.excel-day-number": ("Tage, die als Zahl dastehen", "Days that stand there as numbers"),
    "cause.calendar-week": ("Kalenderwochen statt eines Datums", "Calendar weeks in place of a date"),
    "cause.date-span": ("Zeiträume statt eines Datums", "Spans of time in place of a date"),
    "cause.unit-does-not-fit": ("Einheiten, die nicht passen", "Units that do not fit"),
    "cause.unknown-unit": ("Einheiten, die nicht verstanden werden", "Units that are not understood"),
    "cause.formula-without-value": ("Formeln ohne gespeicherten Wert", "Formulas without a stored value"),
    "cause.cell-error": ("Fehlerwerte aus Formeln", "Error values of formulas"),
    "cause.damaged-characters": ("Beschädigte Zeichen", "Damaged characters"),
    "cause.two-codes": ("Mehrere Angaben in einer Zelle", "Several values in one cell"),
    "cause.negated-code": ("Was nicht gilt, aber nicht, was gilt", "What does not hold, but not what holds"),
    "cause.unsettled-code": ("Angaben, die offenlassen, was gilt", "Entries that leave open what holds"),
    "cause.no-code-word": ("Zeichen statt eines Wortes", "Signs in place of a word"),
}
