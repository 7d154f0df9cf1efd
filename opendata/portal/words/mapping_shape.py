"""Words of the mapping form about sheets, rows and years, and of the mapping that a dataset remembers."""

WORDS: dict[str, tuple[str, str]] = {
    "shape.title": ("Besondere Tabellen", "Special tables"),
    "shape.keep": ("Beibehalten:", "Keep:"),
    "shape.skip": ("Zeilen, die keine Einträge sind", "Rows that are no entries"),
    "shape.skip.hint": (
        "Eine Zeile wird weggelassen, wenn in dieser Spalte genau dieser Text steht. Summen, Überschriften und leere "
        "Zeilen werden meist von selbst erkannt.",
        "A row is left out if exactly this text stands in this column. Sums, headings and empty rows are mostly "
        "recognised without it.",
    ),
    "shape.skip.header": ("Spalte", "Column"),
    "shape.skip.text": ("Text", "Text"),
    "shape.sheets": ("Dieselbe Tabelle auf mehreren Blättern", "The same table on several sheets"),
    "shape.sheets.hint": (
        "Wählen Sie alle Blätter, die zusammen die Tabelle sind, zum Beispiel eines je Handlungsfeld.",
        "Choose all sheets that are the table together, such as one for each field of action.",
    ),
    "shape.leave": ("Weitere Blätter", "Further sheets"),
    "shape.leave.lead": (
        "Was auf einem Blatt steht, das Sie hier ankreuzen, bleibt intern, und danach wird nicht mehr gefragt, auch "
        "nicht bei Ihrer nächsten Tabelle.",
        "What stands on a sheet that you tick here stays internal and is asked about no more, not in your next table "
        "either.",
    ),
    "shape.leave.do": ("„{sheet}“ nicht veröffentlichen", "Do not publish “{sheet}”"),
    "shape.sheet_as": ("Der Name des Blattes ist:", "The name of the sheet is:"),
    "shape.sheet_as.none": ("keine Angabe", "no entry"),
    "shape.unpivot": ("Jahre, die nebeneinander stehen", "Years side by side"),
    "shape.unpivot.hint": (
        "Aus „Ist 2023“ und „Ist 2024“ werden zwei Zeilen: Schreiben Sie „Ist JAHR“, und wählen Sie das Feld für die "
        "Werte.",
        "“Actual 2023” and “Actual 2024” become two rows: write “Actual YEAR”, and choose the field for the values.",
    ),
    "shape.unpivot.seen": ("In Ihrer Tabelle stehen nebeneinander:", "Your table has side by side:"),
    "shape.unpivot.name": ("Das Jahr ist:", "The year is:"),
    "shape.unpivot.pattern": ("Spalten", "Columns"),
    "shape.unpivot.field": ("Feld für die Werte", "Field for the values"),
    "shape.constant": ("Eine Angabe für alle Zeilen", "One entry for all rows"),
    "shape.constant.hint": (
        "Für eine Angabe, die für die ganze Tabelle gilt und keine Spalte hat.",
        "For an entry that holds for the whole table and has no column.",
    ),
    "shape.constant.field": ("Feld", "Field"),
    "shape.constant.value": ("Angabe", "Entry"),
    "shape.words": (
        "Ihre Wörter für „{field}“, wie sie bisher gelesen werden",
        "Your words for “{field}”, as read so far",
    ),
    "shape.words.forget": ("nicht mehr so lesen", "do not read it so any more"),
    "mapping.how.as-rows": ("wird zu Zeilen", "becomes rows"),
    "remembered.title": ("So werden Ihre Tabellen gelesen", "How your tables are read"),
    "remembered.lead": (
        "Das gilt für die nächste Tabelle, die hochgeladen wird. Entwürfe, die schon da sind, und Veröffentlichtes "
        "ändern sich nicht.",
        "This holds for the next table that is uploaded. Drafts that are there already, and what is published, do "
        "not change.",
    ),
    "remembered.change": ("Zuordnung ändern", "Change the mapping"),
    "remembered.forget": ("Nicht mehr zuordnen", "Do not map it any more"),
    "remembered.changed_meanwhile": (
        "Diese Zuordnung wurde inzwischen von jemand anderem oder in einem anderen Fenster geändert; gespeichert "
        "wurde nichts. Unten steht, was Sie gewählt hatten. Prüfen Sie es und speichern Sie noch einmal.",
        "This mapping was changed by somebody else, or in another window, meanwhile; nothing was saved. Below stands "
        "what you had chosen. Check it and save once more.",
    ),
    "remembered.do": ("Zuordnung speichern", "Save the mapping"),
    "remembered.done": ("Die Zuordnung ist gespeichert.", "The mapping is saved."),
    "remembered.columns": ("Ihre Spalten: {table}", "Your columns: {table}"),
    "remembered.drop_all": ("Die ganze Zuordnung vergessen", "Forget the whole mapping"),
    "remembered.none": ("Es ist keine Zuordnung gemerkt.", "No mapping is remembered."),
}
