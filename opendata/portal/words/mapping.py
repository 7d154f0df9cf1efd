"""Words of the page for mapping columns and words: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "mapping.title": ("Spalten zuordnen", "Map columns"),
    "mapping.lead": (
        "Wählen Sie zu jeder Ihrer Spalten das Feld, als das sie veröffentlicht wird. Ist diese Tabelle "
        "veröffentlicht, werden auch Ihre nächsten so gelesen.",
        "Choose for each of your columns the field as which it is published. Once this table is published, your "
        "next ones are read the same way.",
    ),
    "mapping.tables": ("Tabellen", "Tables"),
    "mapping.not_here": ("nicht in der Datei", "not in the file"),
    "mapping.place": ("Blatt und Kopfzeile", "Sheet and header row"),
    "mapping.place.header": ("Kopfzeile", "Header row"),
    "mapping.sheet": ("Blatt", "Sheet"),
    "mapping.header_row": ("Zeile mit den Überschriften", "Row of the headers"),
    "mapping.header_row.hint": (
        "Stimmt die hervorgehobene Kopfzeile nicht? Dann wählen Sie unten die Nummer der richtigen Zeile.",
        "Is the highlighted header row wrong? Then choose the number of the right row below.",
    ),
    "mapping.look": ("Dort nachsehen", "Look there"),
    "mapping.top": ("Anfang des Blattes", "Top of the sheet"),
    "mapping.use_row": ("Zeile {row} als Kopfzeile nehmen", "Take row {row} as the header"),
    "mapping.no_table": (
        "Für diese Tabelle wurde kein Blatt erkannt. Das ist in Ordnung, wenn sie nicht in der Datei ist; sonst "
        "wählen Sie oben das Blatt und die Kopfzeile.",
        "No sheet was recognised for this table. That is fine if it is not in the file; else choose the sheet "
        "and the header row above.",
    ),
    "mapping.columns": ("Ihre Spalten", "Your columns"),
    "mapping.columns.lead": (
        "Was erkannt wurde, ist schon ausgewählt. Spalten, über die Sie nichts sagen, werden nicht veröffentlicht.",
        "What was recognised is chosen already. Columns of which you say nothing are not published.",
    ),
    "mapping.part.lead": (
        "Ihre Tabelle ist sehr breit. Zuerst kommen die Spalten, die erkannt wurden oder für die es einen Vorschlag "
        "gibt. Sie können gleich unten zuordnen oder weitere Spalten ansehen; was Sie gewählt haben, bleibt dabei "
        "erhalten.",
        "Your table is very wide. First come the columns that were recognised or have a proposal. You can map them "
        "below at once or look at further columns; what you have chosen is kept.",
    ),
    "mapping.more": (
        "Hier stehen die ersten {shown} Spalten von {total}.",
        "These are the first {shown} columns of {total}.",
    ),
    "mapping.part": ("Spalten {first} bis {last} von {total}", "Columns {first} to {last} of {total}"),
    "mapping.part.steps": ("Weitere Spalten ansehen", "Look at further columns"),
    "mapping.part.previous": ("Vorige Spalten", "Previous columns"),
    "mapping.part.next": ("Nächste Spalten", "Next columns"),
    "mapping.part.number": ("Teil (von {last})", "Part (of {last})"),
    "mapping.part.do": ("Diesen Teil ansehen", "Look at this part"),
    "mapping.yours": ("Ihre Spalte", "Your column"),
    "mapping.samples": ("Beispiele", "Examples"),
    "mapping.ours": ("Wird veröffentlicht als", "Is published as"),
    "mapping.field_for": ("Feld für die Spalte {header}", "Field for the column {header}"),
    "mapping.open": ("Noch nicht entschieden", "Not decided yet"),
    "mapping.as_before": ("Wie bisher", "As before"),
    "mapping.inside": ("Nicht veröffentlichen", "Do not publish"),
    "mapping.proposals": ("Vorschläge", "Proposals"),
    "mapping.sure": ("zu {percent} % ähnlich", "{percent} % alike"),
    "mapping.fields": ("Alle Felder", "All fields"),
    "mapping.own": ("Eigenes Feld „{header}“", "A field of your own, “{header}”"),
    "mapping.how.known": ("erkannt", "recognised"),
    "mapping.how.mapped": ("aus Ihrer Zuordnung", "from your mapping"),
    "mapping.how.not-published": ("aus Ihrer Zuordnung", "from your mapping"),
    "mapping.how.unknown": ("nicht erkannt", "not recognised"),
    "mapping.how.proposed": ("Vorschlag, bitte prüfen", "a proposal, please check"),
    "mapping.misfits": ("{count} Zellen passen nicht dazu", "{count} cells do not fit it"),
    "mapping.misfits.column": (
        "Meint sie etwas anderes? Dann wählen Sie ein anderes oder ein eigenes Feld, oder „Nicht veröffentlichen“.",
        "Does the column mean something else? Then choose another field, one of its own, or “Do not publish”.",
    ),
    "mapping.misfits.words": ("Was die Wörter bedeuten, steht unten.", "What the words mean is asked below."),
    "mapping.misfits.one": ("Eine Zelle passt nicht dazu", "One cell does not fit it"),
    "mapping.gone": ("Spalten, die diesmal fehlen", "Columns that are missing this time"),
    "mapping.gone.lead": (
        "Ihre Zuordnung nennt diese Spalten, die Tabelle hat sie nicht. Heißt eine davon jetzt anders, "
        "dann ordnen Sie oben die neue Spalte zu.",
        "Your mapping names these columns, and the table does not have them. If one of them has another name now, "
        "map the new column above.",
    ),
    "mapping.gone.forget": (
        "„{header}“ ({fields}) nicht mehr erwarten",
        "Do not expect “{header}” ({fields}) any more",
    ),
    "mapping.gone.rest": (
        "Auch die übrigen {count} Spalten nicht mehr erwarten",
        "Do not expect the other {count} columns any more either",
    ),
    "mapping.gone.rest.one": (
        "Auch die eine übrige Spalte nicht mehr erwarten",
        "Do not expect the one other column any more either",
    ),
    "mapping.key": ("„{field}“ fehlt: aus diesen Spalten bilden", "“{field}” is missing: make it of these columns"),
    "mapping.key.lead": (
        "Jede Zeile braucht eine eigene Nummer, die auch im nächsten Jahr dieselbe ist. Hat Ihre Tabelle keine, "
        "bildet der Dienst sie aus den Spalten, die Sie hier ankreuzen. Zusammen müssen deren Angaben in jeder Zeile "
        "andere sein.",
        "Each row needs a number of its own that is the same next year. If your table has none, the service makes "
        "it of the columns that you tick here. Together they must differ in each row.",
    ),
    "mapping.constants": ("Felder ohne Spalte", "Fields without a column"),
    "mapping.constants.lead": (
        "Diese Felder braucht jede Zeile. Hat Ihre Tabelle keine Spalte dafür, wählen Sie, was für alle Zeilen gilt.",
        "Every row needs these fields. If your table has no column for one, choose what holds for all rows.",
    ),
    "mapping.has_column": ("Steht in einer Spalte", "Stands in a column"),
    "mapping.codes": ("Wörter für „{field}“", "Words for “{field}”"),
    "mapping.codes.lead": (
        "Diese Wörter stehen in Ihrer Tabelle und sind hier nicht bekannt. Was bedeuten sie?",
        "These words stand in your table and are not known here. What do they mean?",
    ),
    "mapping.your_word": ("Ihr Wort", "Your word"),
    "mapping.means": ("Bedeutet", "Means"),
    "mapping.times": ("{count}-mal", "{count} times"),
    "mapping.do": ("So zuordnen und noch einmal prüfen", "Map like this and check again"),
    "mapping.remembered": (
        "Ihre Datei müssen Sie dafür nicht noch einmal hochladen.",
        "You need not upload your file again for this.",
    ),
}
