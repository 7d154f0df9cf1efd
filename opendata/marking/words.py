"""Words of marked workbooks, in German and in English."""

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "head": "Zelle|Blatt|Spalte|Dort steht|Was zu tun ist",
        "mended": "Zelle|Blatt|Dort steht|Auf der Seite geändert in|Was zu tun ist",
        "proposal": "Vorschlag: {text}",
        "row": "Zeile {row}",
        "empty": "(leer)",
        "hidden_sheet": "(Das Blatt ist ausgeblendet.)",
        "hidden_column": "(Die Spalte ist ausgeblendet.)",
        "hidden_row": "(Die Zeile ist ausgeblendet.)",
        "mended_comment": "Auf der Seite des Prüfdienstes geändert in: {text} – Ihre Datei ist unverändert. Wenn "
        "Sie mit dieser Datei weiterarbeiten, tragen Sie es bitte auch hier ein.",
        "mended_line": "Ihre Datei ist unverändert. Wenn Sie mit ihr weiterarbeiten, tragen Sie die Änderung bitte "
        "auch hier ein.",
        "count": "{count} Stellen sind zu verbessern. Ein Klick auf die Adresse führt zur Zelle.",
        "count.one": "Eine Stelle ist zu verbessern. Ein Klick auf die Adresse führt zur Zelle.",
        "count.none": "In dieser Datei ist nichts mehr zu verbessern.",
        "more": "Aufgeführt sind die ersten {listed}; es gibt noch mehr.",
        "how": "Die Zellen sind farbig hinterlegt und haben einen Kommentar. Berichtigen Sie sie, speichern Sie die "
        "Datei und laden Sie sie wieder hoch: Dieses Blatt, die Farben und die Kommentare dürfen bleiben.",
        "kept": "Geändert wurden an Ihrer Datei nur die Farbe und die Kommentare dieser Zellen, und dieses Blatt "
        "kam dazu. Formeln, Formate, andere Blätter, Bilder, Diagramme und Makros sind, wie sie waren.",
        "new": "„{file}“ ist keine Mappe im Format .xlsx. Dies ist deshalb eine neue Mappe, die nur die Texte der "
        "Zellen hat: Formeln, Formate, Bilder und alles Weitere stehen allein in Ihrer Datei.",
        "failed": "In „{file}“ ließen sich die Marken nicht eintragen. Dies ist deshalb eine neue Mappe, die nur "
        "die Texte der Zellen hat: Formeln, Formate, Bilder und alles Weitere stehen allein in Ihrer Datei.",
        "protected": "Geschützt sind: {sheets}. Zum Berichtigen heben Sie bitte den Blattschutz auf (Überprüfen, "
        "Blattschutz aufheben).",
        "signed": "Die digitale Signatur der Datei gilt für diese Fassung nicht.",
    },
    "en": {
        "head": "Cell|Sheet|Column|It says|What to do",
        "mended": "Cell|Sheet|It says|Changed in the page to|What to do",
        "proposal": "Proposal: {text}",
        "row": "row {row}",
        "empty": "(empty)",
        "hidden_sheet": "(The sheet is hidden.)",
        "hidden_column": "(The column is hidden.)",
        "hidden_row": "(The row is hidden.)",
        "mended_comment": "Changed in the page of the checking service to: {text} – your file is as it was. If you "
        "go on with this file, please enter it here as well.",
        "mended_line": "Your file is as it was. If you go on with it, please enter the change here as well.",
        "count": "{count} places need mending. A click on an address leads to the cell.",
        "count.one": "One place needs mending. A click on the address leads to the cell.",
        "count.none": "Nothing in this file needs mending any more.",
        "more": "The first {listed} are listed; there are more.",
        "how": "The cells are coloured and have a comment. Correct them, save the file and upload it again: this "
        "sheet, the colours and the comments may stay.",
        "kept": "Nothing was changed in your file but the colour and the comments of these cells, and this sheet "
        "was added. Formulas, formats, other sheets, pictures, charts and macros are as they were.",
        "new": "'{file}' is no workbook in the format .xlsx. So this is a new workbook that holds only the texts of "
        "the cells: formulas, formats, pictures and everything else stand in your file alone.",
        "failed": "The marks could not be put into '{file}'. So this is a new workbook that holds only the texts of "
        "the cells: formulas, formats, pictures and everything else stand in your file alone.",
        "protected": "Protected are: {sheets}. To correct cells, please unprotect the sheet (Review, Unprotect "
        "Sheet).",
        "signed": "The digital signature of the file does not hold for this copy.",
    },
}
