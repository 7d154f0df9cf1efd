"""The sentences for all errors of Frictionless except those about the type or a constraint of one cell.

Here: one text in each language for each error type; braces stand for the facts that error_sentences.py fills in.
Not here: the address in front (error_sentences.py), types and constraints (cell_sentences.py).
"""

from collections.abc import Mapping


def _text(de: str, en: str) -> Mapping[str, str]:
    return {"de": de, "en": en}


ROWS = {
    "blank-row": _text(
        "Die ganze Zeile ist leer. Bitte löschen Sie sie.", "The whole row is empty. Please delete it."
    ),
    "type-error": _text("„{cell}“ ist hier nicht lesbar: {note}", "'{cell}' cannot be read here: {note}"),
    "constraint-error": _text(
        "„{cell}“ erfüllt eine Regel dieser Spalte nicht: {note}",
        "'{cell}' does not meet a rule of this column: {note}",
    ),
    "extra-cell": _text(
        "Hier steht „{cell}“, aber über dieser Spalte steht keine Überschrift. Bitte eine Überschrift ergänzen "
        "oder die Zelle leeren.",
        "Here stands '{cell}', but the column has no heading. Please add one or empty the cell.",
    ),
    "missing-cell": _text(
        "Die Zeile endet vor der Spalte „{label}“. Bitte die fehlenden Zellen ergänzen.",
        "The row ends before the column '{label}'. Please add the missing cells.",
    ),
    "duplicate-row": _text("Die Zeile gibt es schon: {note}", "The row is there already: {note}"),
    "row-constraint": _text(
        "Die Zeile erfüllt eine Regel für ganze Zeilen nicht: {note}",
        "The row does not meet a rule for whole rows: {note}",
    ),
    "row-error": _text("Mit dieser Zeile stimmt etwas nicht: {note}", "Something is wrong with this row: {note}"),
    "cell-error": _text(
        "Mit der Zelle „{cell}“ stimmt etwas nicht: {note}", "Something is wrong with the cell '{cell}': {note}"
    ),
    "truncated-value": _text("„{cell}“ ist vermutlich abgeschnitten.", "'{cell}' is probably cut off."),
    "forbidden-value": _text("„{cell}“ ist hier verboten.", "'{cell}' is forbidden here."),
    "sequential-value": _text(
        "„{cell}“ setzt die Zählung der Zeilen darüber nicht fort.",
        "'{cell}' does not continue the count of the rows above.",
    ),
    "ascii-value": _text(
        "„{cell}“ enthält Zeichen, die hier nicht erlaubt sind.", "'{cell}' has letters that are not allowed here."
    ),
}
KEYS = {
    "unique-error": _text(
        "{labels} „{cell}“ steht schon in Zeile {other_row}. Jede Zeile braucht hier einen eigenen Wert.",
        "{labels} '{cell}' stands in row {other_row} already. Every row needs a value of its own here.",
    ),
    "primary-key": _text(
        "{labels} „{cell}“ steht schon in Zeile {other_row}. Jede Zeile braucht hier einen eigenen Wert.",
        "{labels} '{cell}' stands in row {other_row} already. Every row needs a value of its own here.",
    ),
    "primary-key/empty": _text(
        "{labels} ist leer. Ohne diese Angabe ist die Zeile nicht zu erkennen.",
        "{labels} is empty. Without it the row cannot be told from others.",
    ),
    "foreign-key": _text(
        "{entity} „{cell}“ gibt es in der Tabelle „{target}“ nicht.{hint}",
        "{entity} '{cell}' does not exist in the table '{target}'.{hint}",
    ),
    "foreign-key/no-table": _text(
        "„{labels}“ verweist auf die Tabelle „{target}“, die nicht dabei ist. Bitte laden Sie sie mit hoch.",
        "'{labels}' points to the table '{target}', which is not there. Please upload it as well.",
    ),
}
HEADERS = {
    "missing-label": _text("Die Spalte „{label}“ fehlt.{sought}", "The column '{label}' is missing.{sought}"),
    "extra-label": _text(
        "Die Spalte „{header}“ kommt im Schema nicht vor. Bitte entfernen Sie sie.",
        "The column '{header}' is not in the schema. Please remove it.",
    ),
    "blank-label": _text(
        "Über der Spalte steht nichts; erwartet wird „{name}“.",
        "There is no heading above the column; '{name}' is expected.",
    ),
    "duplicate-label": _text(
        "Die Überschrift „{header}“ steht zweimal da. Jede Spalte braucht eine eigene.",
        "The heading '{header}' is there twice. Every column needs its own.",
    ),
    "incorrect-label": _text(
        "Über der Spalte steht „{header}“; erwartet wird „{name}“.",
        "The heading of the column is '{header}'; '{name}' is expected.",
    ),
    "blank-header": _text(
        "Die Kopfzeile ist leer. Bitte schreiben Sie über jede Spalte, was darin steht.",
        "The header is empty. Please write above each column what it holds.",
    ),
    "unmatched-header": _text(
        "Keine Überschrift ist bekannt. Steht die Kopfzeile vielleicht in einer anderen Zeile?",
        "None of the headings is known. Is the header perhaps in another row?",
    ),
    "header-error": _text(
        "Mit der Kopfzeile stimmt etwas nicht: {note}", "Something is wrong with the header: {note}"
    ),
    "label-error": _text(
        "Mit der Überschrift „{header}“ stimmt etwas nicht: {note}",
        "Something is wrong with the heading '{header}': {note}",
    ),
}
FILES = {
    "source-error": _text(
        "Die Datei ist leer oder ihr Inhalt ist nicht lesbar: {note}",
        "The file is empty or its content cannot be read: {note}",
    ),
    "encoding-error": _text(
        "Die Zeichen der Datei sind nicht lesbar. Bitte speichern Sie sie als „CSV UTF-8“. ({note})",
        "The letters of the file cannot be read. Please save it as 'CSV UTF-8'. ({note})",
    ),
    "format-error": _text(
        "Das Format der Datei wird nicht verstanden: {note}", "The format of the file is not understood: {note}"
    ),
    "scheme-error": _text("Die Datei ist nicht zu öffnen: {note}", "The file cannot be opened: {note}"),
    "compression-error": _text(
        "Die Datei ist beschädigt oder anders gepackt, als ihr Name sagt: {note}",
        "The file is damaged or packed in another way than its name says: {note}",
    ),
    "hash-count": _text(
        "Der Inhalt ist nicht der, den die Beschreibung nennt (Prüfsumme): {note}",
        "The content is not what the descriptor says (digest): {note}",
    ),
    "byte-count": _text(
        "Die Größe ist nicht die, die die Beschreibung nennt: {note}",
        "The size is not what the descriptor says: {note}",
    ),
    "field-count": _text(
        "Die Zahl der Spalten ist nicht die, die die Beschreibung nennt: {note}",
        "The number of columns is not what the descriptor says: {note}",
    ),
    "row-count": _text(
        "Die Zahl der Zeilen ist nicht die, die die Beschreibung nennt: {note}",
        "The number of rows is not what the descriptor says: {note}",
    ),
    "table-dimensions": _text(
        "Die Tabelle hat nicht die verlangte Größe: {note}", "The table does not have the size it must have: {note}"
    ),
    "deviated-value": _text(
        "Ein Wert weicht stark von den anderen ab: {note}", "A value is far from the others: {note}"
    ),
    "deviated-cell": _text(
        "Eine Zelle ist viel länger als die anderen: {note}", "A cell is much longer than the others: {note}"
    ),
    "required-value": _text("Verlangte Werte kommen nicht vor: {note}", "Values that must be there are not: {note}"),
    "file-error": _text("Mit der Datei stimmt etwas nicht: {note}", "Something is wrong with the file: {note}"),
    "data-error": _text("Mit den Daten stimmt etwas nicht: {note}", "Something is wrong with the data: {note}"),
    "table-error": _text("Mit der Tabelle stimmt etwas nicht: {note}", "Something is wrong with the table: {note}"),
    "error": _text("Die Prüfung kam hier nicht weiter: {note}", "The check could not go on here: {note}"),
}
DESCRIPTORS = {
    "schema-error/field": _text(
        "„{label}“ kann nicht geprüft werden: {reason}. Bitte die Beschreibung dieser Spalte ändern.",
        "'{label}' cannot be checked: {reason}. Please change the description of this column.",
    ),
    "schema-error/table": _text(
        "Die Tabelle kann nicht geprüft werden: {reason}. Bitte ihre Beschreibung ändern.",
        "The table cannot be checked: {reason}. Please change its description.",
    ),
    "error/row": _text(
        "Die Prüfung kommt über diese Zeile nicht hinaus, weil ein Wert und die Beschreibung seiner Spalte nicht "
        "zueinander passen ({reason}). Was danach kommt, ist nicht geprüft.",
        "The check cannot get past this row, because a value and the description of its column do not fit "
        "({reason}). What follows is not checked.",
    ),
    "schema-error": _text("Das Schema ist nicht brauchbar: {note}", "The schema cannot be used: {note}"),
    "field-error": _text(
        "Ein Feld des Schemas ist falsch beschrieben: {note}", "A field of the schema is described wrongly: {note}"
    ),
    "resource-error": _text(
        "Die Beschreibung der Tabelle ist nicht brauchbar: {note}",
        "The description of the table cannot be used: {note}",
    ),
    "package-error": _text(
        "Die Beschreibung des Datenpakets ist nicht brauchbar: {note}",
        "The descriptor of the data package cannot be used: {note}",
    ),
    "dialect-error": _text(
        "Die Angaben zum CSV-Format sind nicht brauchbar: {note}", "The CSV dialect cannot be used: {note}"
    ),
    "control-error": _text(
        "Die Angaben zum Dateiformat sind nicht brauchbar: {note}",
        "The description of the format cannot be used: {note}",
    ),
}
# Errors of parts of Frictionless that this project does not use; they have a text all the same.
OTHERS = {
    code: _text(
        f"Die Prüfung ist falsch eingestellt ({code}): {{note}}", f"The check is set up wrongly ({code}): {{note}}"
    )
    for code in (
        "metadata-error catalog-error dataset-error checklist-error check-error detector-error inquiry-error "
        "inquiry-task-error pipeline-error step-error report-error report-task-error stats-error"
    ).split()
}

TEXTS: Mapping[str, Mapping[str, str]] = {**ROWS, **KEYS, **HEADERS, **FILES, **DESCRIPTORS, **OTHERS}
