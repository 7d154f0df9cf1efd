"""Sentences about one cell: the type it cannot be read as, or the constraint it does not meet.

Here: the body of a message in German and English; error_sentences.py puts the address in front.
Not here: errors about rows, headers and files (error_texts.py).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from opendata.domain.kinds import DATE_TYPES, NUMBER_TYPES, Field
from opendata.domain.report.report_sizes import shortened_text
from opendata.domain.tables.canonical_text import FALSE_VALUES, TRUE_VALUES
from opendata.validation.messages.suggestions import words_for

MAX_SHOWN = 60  # characters of a cell in a sentence
MAX_PATTERN = 200  # characters of a pattern in a sentence
MAX_ALLOWED = 12  # words of a code list that a sentence names
EXAMPLE = datetime(2025, 12, 31, 14, 30, tzinfo=UTC)

Text = Mapping[str, str]  # by language


def shortened(text: str) -> str:
    """A cell on one line, cut to MAX_SHOWN characters."""
    line = " ".join(text.split()) or text
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1]}…"


def type_not_met(cell: str, field: Field, language: str, *, rewritten: bool) -> str:
    """Why a cell cannot be read as its type, and how to write it.

    rewritten: whether intake understands the forms that staff use, beside those of the schema.
    """
    reason = _type_text(field)[language]
    how = _how_to_write(field, language, rewritten)
    return f"{_quoted(shortened(cell), language)} {reason}{': ' + how if how else ''}."


def constraint_broken(cell: str, constraint: str, field: Field, language: str, *, rewritten: bool) -> str:
    """Which constraint a cell does not meet, and which value would meet it."""
    writer = CONSTRAINTS.get(constraint)
    if writer is None:
        return OTHER_CONSTRAINT[language].format(cell=shortened(cell), label=field.label(language), name=constraint)
    return writer(cell, field, language, rewritten)


def _quoted(text: str, language: str) -> str:
    return f"„{text}“" if language == "de" else f"'{text}'"


def _type_text(field: Field) -> Text:
    if field.type == "string":
        return FORMATS.get(str(field.descriptor.get("format")), TYPES["string"])
    return TYPES.get(field.type, OTHER_TYPE)


def _how_to_write(field: Field, language: str, rewritten: bool) -> str:
    example = field.descriptor.get("example")
    if field.type in DATE_TYPES or field.type == "time":
        written = _date_examples(field, language, rewritten)
    elif field.type == "boolean":
        written = _truth_words(field, language, rewritten)
    elif example:
        written = _quoted(str(example), language)
    else:
        return HOW.get(field.type, {}).get(language, "")
    return {"de": f"bitte wie {written} schreiben", "en": f"please write it as {written}"}[language]


def _date_examples(field: Field, language: str, rewritten: bool) -> str:
    default = {
        "date": "%Y-%m-%d",
        "datetime": "%Y-%m-%dT%H:%M:%SZ",
        "year": "%Y",
        "yearmonth": "%Y-%m",
        "time": "%H:%M:%S",
    }[field.type]
    custom = str(field.descriptor.get("format") or "default")
    forms = [EXAMPLE.strftime(default if custom in ("default", "any") else custom)]
    if rewritten and field.type == "date":
        forms.append("31.12.2025")
    return OR[language].join(forms)


def _truth_words(field: Field, language: str, rewritten: bool) -> str:
    if rewritten:
        return {"de": "„ja“ oder „nein“", "en": "'ja' (yes) or 'nein' (no)"}[language]
    true = (field.descriptor.get("trueValues") or TRUE_VALUES)[:1]
    false = (field.descriptor.get("falseValues") or FALSE_VALUES)[:1]
    return OR[language].join(_quoted(str(word), language) for word in (*true, *false))


def _required(_cell: str, field: Field, language: str, _rewritten: bool) -> str:
    label = field.label(language)
    return {
        "de": f"Die Zelle ist leer, „{label}“ muss ausgefüllt sein.",
        "en": f"The cell is empty; '{label}' must be filled in.",
    }[language]


def _enum(cell: str, field: Field, language: str, rewritten: bool) -> str:
    label, shown = field.label(language), shortened(cell)
    text = {
        "de": f"„{shown}“ ist für „{label}“ nicht erlaubt.",
        "en": f"'{shown}' is not allowed for '{label}'.",
    }[language]
    nearest = words_for(field, language, rewritten=rewritten).nearest(cell)
    if nearest is not None and nearest != cell:
        return text + {"de": f" Meinten Sie „{nearest}“?", "en": f" Did you mean '{nearest}'?"}[language]
    values = [str(value) for value in field.constraints.get("enum") or ()]
    allowed = [field.code_label(value, language) if rewritten else value for value in values]
    if len(allowed) <= MAX_ALLOWED:
        words = ", ".join(_quoted(word, language) for word in allowed)
        return text + {"de": f" Erlaubt sind: {words}.", "en": f" Allowed are: {words}."}[language]
    return (
        text
        + {
            "de": f" Es gibt {len(allowed)} erlaubte Werte; sie stehen in der Beschreibung dieser Spalte.",
            "en": f" There are {len(allowed)} allowed values; the description of this column lists them.",
        }[language]
    )


def _pattern(cell: str, field: Field, language: str, rewritten: bool) -> str:
    label, shown = field.label(language), shortened(cell)
    if field.precision == "reduced":
        full = "15.03.2026" if rewritten else "2026-03-15"
        return {
            "de": f"„{shown}“ ist für „{label}“ kein Datum, das verstanden wird: bitte das Jahr (2026), "
            f"Jahr und Monat (2026-03) oder den Tag ({full}) schreiben.",
            "en": f"'{shown}' is no date that is understood for '{label}': please write the year (2026), "
            f"year and month (2026-03) or the day ({full}).",
        }[language]
    if example := field.descriptor.get("example"):
        return {
            "de": f"„{shown}“ hat für „{label}“ nicht die richtige Form: bitte wie „{example}“ schreiben.",
            "en": f"'{shown}' has not the right form for '{label}': please write it as '{example}'.",
        }[language]
    pattern = shortened_text(str(field.constraints.get("pattern")), MAX_PATTERN)
    if pattern.startswith(WEB_ADDRESSES):
        return {
            "de": f"„{shown}“ ist keine vollständige Internetadresse: bitte wie https://www.beispiel.de schreiben.",
            "en": f"'{shown}' is no complete web address: please write it as https://www.example.org.",
        }[language]
    return {
        "de": f"„{shown}“ hat für „{label}“ nicht die richtige Form; vorgeschrieben ist das Muster {pattern}",
        "en": f"'{shown}' has not the right form for '{label}'; the pattern to be met is {pattern}",
    }[language]


def _bound(constraint: str) -> "Sentence":
    def sentence(cell: str, field: Field, language: str, _rewritten: bool) -> str:
        bound = str(field.constraints.get(constraint))
        if language == "de" and field.type in NUMBER_TYPES:
            bound = bound.replace(".", ",")
        if field.unit:
            bound += f" {UNITS.get(field.unit, {}).get(language, field.unit)}"
        texts = DATE_BOUNDS if field.type in (*DATE_TYPES, "time") else NUMBER_BOUNDS
        return texts[constraint][language].format(cell=shortened(cell), label=field.label(language), bound=bound)

    return sentence


def _length(constraint: str) -> "Sentence":
    def sentence(cell: str, field: Field, language: str, _rewritten: bool) -> str:
        is_text = field.type == "string"
        texts = LENGTHS if is_text else ENTRIES
        return texts[constraint][language].format(
            cell=shortened(cell), label=field.label(language), n=len(cell), bound=field.constraints.get(constraint)
        )

    return sentence


Sentence = Callable[[str, Field, str, bool], str]
CONSTRAINTS: Mapping[str, Sentence] = {
    "required": _required,
    "enum": _enum,
    "pattern": _pattern,
    "minLength": _length("minLength"),
    "maxLength": _length("maxLength"),
    "minimum": _bound("minimum"),
    "maximum": _bound("maximum"),
    "exclusiveMinimum": _bound("exclusiveMinimum"),
    "exclusiveMaximum": _bound("exclusiveMaximum"),
}

WEB_ADDRESSES = ("^http", "http", "^(http", "(http")
OR = {"de": " oder ", "en": " or "}
UNITS: Mapping[str, Text] = {"percent": {"de": "Prozent", "en": "percent"}}
OTHER_CONSTRAINT = {
    "de": "„{cell}“ erfüllt für „{label}“ die Regel {name} nicht.",
    "en": "'{cell}' does not meet the rule {name} of '{label}'.",
}
OTHER_TYPE = {"de": "ist hier nicht lesbar", "en": "cannot be read here"}
TYPES: Mapping[str, Text] = {
    "any": OTHER_TYPE,
    "string": {"de": "ist kein Text", "en": "is no text"},
    "integer": {"de": "ist keine ganze Zahl", "en": "is no whole number"},
    "number": {"de": "ist keine Zahl", "en": "is no number"},
    "boolean": {"de": "heißt weder Ja noch Nein", "en": "means neither yes nor no"},
    "date": {"de": "ist kein Datum", "en": "is no date"},
    "datetime": {"de": "ist kein Zeitpunkt", "en": "is no date with a time"},
    "time": {"de": "ist keine Uhrzeit", "en": "is no time of day"},
    "year": {"de": "ist kein Jahr", "en": "is no year"},
    "yearmonth": {"de": "ist kein Monat", "en": "is no month"},
    "duration": {"de": "ist keine Dauer", "en": "is no duration"},
    "geopoint": {"de": "ist kein Punkt auf der Karte", "en": "is no point on the map"},
    "geojson": {"de": "ist kein GeoJSON", "en": "is no GeoJSON"},
    "wkt": {"de": "ist keine Geometrie in WKT", "en": "is no geometry in WKT"},
    "object": {"de": "ist kein JSON-Objekt", "en": "is no JSON object"},
    "array": {"de": "ist keine JSON-Liste", "en": "is no JSON array"},
    "list": {
        "de": "ist keine Liste aus Werten, wie sie hier stehen müssen",
        "en": "is no list of values that may stand here",
    },
}
FORMATS: Mapping[str, Text] = {
    "email": {"de": "ist keine E-Mail-Adresse", "en": "is no e-mail address"},
    "uri": {"de": "ist keine vollständige Internetadresse", "en": "is no complete web address"},
    "uuid": {"de": "ist keine UUID", "en": "is no UUID"},
    "binary": {"de": "ist kein Base64-Text", "en": "is no base64 text"},
}
HOW: Mapping[str, Text] = {
    "string": {"de": "", "en": ""},
    "integer": {"de": "bitte nur Ziffern schreiben, wie 1250", "en": "please write digits only, as 1250"},
    "number": {
        "de": "bitte nur Ziffern und höchstens ein Komma schreiben",
        "en": "please write digits and at most one decimal sign",
    },
    "duration": {
        "de": "bitte wie P1Y (ein Jahr) oder P6M (sechs Monate) schreiben",
        "en": "please write it as P1Y (one year) or P6M (six months)",
    },
    "geopoint": {
        "de": "bitte Länge und Breite schreiben, wie 6.95,50.93",
        "en": "please write longitude and latitude, as 6.95,50.93",
    },
}
NUMBER_BOUNDS: Mapping[str, Text] = {
    "minimum": {
        "de": "„{cell}“ ist zu klein: „{label}“ muss mindestens {bound} sein.",
        "en": "'{cell}' is too small: '{label}' must be at least {bound}.",
    },
    "maximum": {
        "de": "„{cell}“ ist zu groß: „{label}“ darf höchstens {bound} sein.",
        "en": "'{cell}' is too large: '{label}' must be at most {bound}.",
    },
    "exclusiveMinimum": {
        "de": "„{cell}“ ist zu klein: „{label}“ muss größer als {bound} sein.",
        "en": "'{cell}' is too small: '{label}' must be more than {bound}.",
    },
    "exclusiveMaximum": {
        "de": "„{cell}“ ist zu groß: „{label}“ muss kleiner als {bound} sein.",
        "en": "'{cell}' is too large: '{label}' must be less than {bound}.",
    },
}
DATE_BOUNDS: Mapping[str, Text] = {
    "minimum": {
        "de": "„{cell}“ ist zu früh: „{label}“ darf frühestens {bound} sein.",
        "en": "'{cell}' is too early: '{label}' must be {bound} or later.",
    },
    "maximum": {
        "de": "„{cell}“ ist zu spät: „{label}“ darf spätestens {bound} sein.",
        "en": "'{cell}' is too late: '{label}' must be {bound} or earlier.",
    },
    "exclusiveMinimum": {
        "de": "„{cell}“ ist zu früh: „{label}“ muss nach {bound} liegen.",
        "en": "'{cell}' is too early: '{label}' must be after {bound}.",
    },
    "exclusiveMaximum": {
        "de": "„{cell}“ ist zu spät: „{label}“ muss vor {bound} liegen.",
        "en": "'{cell}' is too late: '{label}' must be before {bound}.",
    },
}
LENGTHS: Mapping[str, Text] = {
    "minLength": {
        "de": "„{cell}“ ist zu kurz: „{label}“ braucht mindestens {bound} Zeichen.",
        "en": "'{cell}' is too short: '{label}' needs at least {bound} letters.",
    },
    "maxLength": {
        "de": "„{cell}“ ist mit {n} Zeichen zu lang: „{label}“ darf höchstens {bound} haben.",
        "en": "'{cell}' has {n} letters and is too long: '{label}' may have at most {bound}.",
    },
}
ENTRIES: Mapping[str, Text] = {
    "minLength": {
        "de": "„{cell}“ hat zu wenige Einträge: „{label}“ braucht mindestens {bound}.",
        "en": "'{cell}' has too few entries: '{label}' needs at least {bound}.",
    },
    "maxLength": {
        "de": "„{cell}“ hat zu viele Einträge: „{label}“ darf höchstens {bound} haben.",
        "en": "'{cell}' has too many entries: '{label}' may have at most {bound}.",
    },
}
