"""Words of the page for measures that another system shows already: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "import.go.before": (
        "Stehen Ihre Maßnahmen schon in einem anderen System?",
        "Are your measures in another system already?",
    ),
    "import.go": (
        "Aus LocalMonitoring oder Kausal Watch übernehmen",
        "Take over from LocalMonitoring or Kausal Watch",
    ),
    "import.title": ("Maßnahmen aus einem anderen System übernehmen", "Take over measures from another system"),
    "import.lead": (
        "Stehen Ihre Maßnahmen schon in LocalMonitoring oder Kausal Watch? Dann holen wir, was dort öffentlich zu "
        "sehen ist, und legen daraus einen Entwurf an. Öffentlich wird noch nichts: Sie sehen erst, was übernommen "
        "wurde, und entscheiden dann.",
        "Are your measures in LocalMonitoring or Kausal Watch already? Then we fetch what everybody can see there, "
        "and make a draft of it. Nothing becomes public yet: you first see what was taken over, then you decide.",
    ),
    "import.other_kind": (
        "Dieser Datensatz ist keiner mit Klimaschutzmaßnahmen. Was dort steht, wird hier kaum passen.",
        "This dataset is not one of climate measures. What is there will hardly fit here.",
    ),
    "import.system": ("Woher kommen die Maßnahmen?", "Where do the measures come from?"),
    "import.system.localmonitoring": ("LocalMonitoring", "LocalMonitoring"),
    "import.system.localmonitoring.hint": (
        "– die Adresse der Seite Ihrer Kommune, wie https://monitoring.example.org/stadt",
        "– the address of your municipality's page, such as https://monitoring.example.org/city",
    ),
    "import.system.kausal": ("Kausal Watch", "Kausal Watch"),
    "import.system.kausal.hint": (
        "– die Adresse Ihres Plans in der Schnittstelle, wie https://api.example.org/v1/plan/?identifier=musterstadt",
        "– the address of your plan in the API, such as https://api.example.org/v1/plan/?identifier=musterstadt",
    ),
    "import.address": ("Adresse", "Address"),
    "import.address.hint": (
        "Kopieren Sie sie aus der Adresszeile Ihres Browsers. Wer das System betreibt, kann sie Ihnen auch nennen.",
        "Copy it from the address bar of your browser. Whoever runs the system can tell you as well.",
    ),
    "import.file": ("Oder eine gespeicherte Datei", "Or a saved file"),
    "import.file.hint": (
        "Eine JSON-Datei aus einem der beiden Systeme, höchstens {size}. Dann wird nichts von der Adresse geholt.",
        "A JSON file from one of the two systems, at most {size}. Nothing is fetched from the address then.",
    ),
    "import.as_of.hint": (
        "Der Tag, für den die Angaben dort gelten; oft ist das der Tag, an dem sie dort zuletzt geändert wurden.",
        "The day for which the figures there hold; often it is the day on which they were last changed there.",
    ),
    "import.do": ("Übernehmen und prüfen", "Take over and check"),
}
