"""Columns that are not published although they may matter: money, amounts and dates of no field.

Here: what such a column looks like, and the question about it. Not here: which columns are not published
(column_assignment.py), and columns with other words than those of a list (foreign_words.py).
A column of harmless text is only listed.
"""

import re
from collections.abc import Collection, Mapping, Sequence

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Dropped, Finding
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.cells.units_in_words import amount_in
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.near_headers import MOST_COMPARED, near_field
from opendata.intake.matching.plain_headers import unit_of
from opendata.intake.matching.span_columns import is_told_elsewhere
from opendata.intake.office_words import trimmed
from opendata.intake.text_tables import CellMark, TextTable
from opendata.intake.unit_words import MASS, MONEY, PERCENT, SCALE, Unit, UnitDoesNotFit, conversion, unit_in

ABOUT = "unread_column"
MOST_QUESTIONS = 50
MOST_CELLS = 200  # distinct ones that are looked at
_NUMBER = re.compile(r"[+\-\u2212\u2013]?\s?[\d.,'\s]*\d[\d.,'\s]*(?:,[-\u2013\u2014]+)?\Z")
_DAY = re.compile(  # 54.10.01 is an account, not a day
    r"(?:(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?(?:\d{4}|\d{2})|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})\b"
)
_PART_OF_DAY = re.compile(
    r"(?:\D{0,15}\s)?(?:\d{1,2}[./])?(?:19|20)\d\d(?:\s*(?:[-\u2013/]|bis)\s*(?:19|20)?\d\d)?\Z"
)
_MONEY_WORDS = re.compile(
    r"kosten|förder|eigenanteil|eigenmittel|budget|ausgabe|einnahme|invest|zuschuss|zuschüsse|zuwendung|betrag|"
    r"beträge|mittel(?:bedarf|ansatz|abruf|herkunft)?\b|finanz|preis|haushaltsansatz|ansatz|euro|eur\b|€|"
    r"drittmittel|aufwand|aufwend|bewillig|auszahl|ausgezahl"
)
_AMOUNT_WORDS = re.compile(
    r"einsparung|einspar|minderung|reduktion|reduzierung|vermeidung|emission|potenzial|potential|co2|thg|verbrauch"
)
_DATE_WORDS = re.compile(
    r"beginn|start|\bende\b|frist|termin|datum|fertigstellung|abschluss|zeitr[aä]um|laufzeit|\bbis\b|\bab\b|\bvon\b|"
    r"\bseit\b|jahr|dauer|umsetzung|realisierung|durchführung"
)
_YEAR = re.compile(
    r"(?:(?:ist|soll|plan|ziel|jahr|prognose)\s+)?(?:19|20)\d\d(?:\s+\(?(?:ist|soll|plan|ziel|prognose)\)?)?"
)
YEARLY = "yearly"
_PART = re.compile(r"(?:davon|darunter|dav\.)(?:\s|\Z)", re.IGNORECASE)
_LOOKS = {
    MONEY: ("nach Geldbeträgen", "like amounts of money"),
    "amount": ("nach Mengen wie Tonnen oder Prozent", "like amounts such as tonnes or percent"),
    "date": ("nach Datumsangaben", "like dates"),
    YEARLY: ("nach den Zahlen eines Jahres", "like the numbers of a year"),
}


def unread_questions(
    choice: TableChoice, body: TextTable, dropped: Sequence[Dropped], with_column: Collection[str]
) -> list[Question]:
    """Questions about columns that are not published and look as if they should be.

    with_column: the names of the fields that have a column.
    """
    labels = {label.column: label for label in choice.header.labels}
    # The error about a required field without a column names the headers that are near to it.
    needed = {field.name for field in choice.vocabulary.needed}
    free = [field.name for field in choice.resource if field.name not in {*with_column, *needed}]
    free = [name for name in free if name not in choice.vocabulary.mapping.constants]
    questions: list[Question] = []
    for number, column in enumerate(dropped):
        if len(questions) >= MOST_QUESTIONS:
            break
        if column.reason not in ("not-in-schema", "no-header", "field-already-fed"):
            continue
        label = labels.get(column.column)
        if column.reason == "field-already-fed" and not (label and _is_date_field(choice, label)):
            continue
        if label and is_told_elsewhere(choice, label, with_column):
            continue
        cells = _cells(body, column.column)
        if cells.is_empty():
            continue
        compared = label and column.reason == "not-in-schema" and number < MOST_COMPARED
        near = near_field(choice.vocabulary, label, free) if label and compared else None
        looks = _looks(cells, label, _owner(choice, column.column, label))
        if looks or near:
            questions.append(_question(choice, body, column, looks, near))
    return questions


def unit_columns(
    choice: TableChoice, body: TextTable, dropped: Sequence[Dropped], field_columns: Mapping[str, FieldColumn]
) -> list[Finding]:
    """Errors about columns that are not published and hold the unit of each row, "T€" or "CHF" below "Einheit"."""
    fields = [choice.resource.field(name) for name in field_columns]
    wanted = [unit for field in fields if (unit := unit_in(field.unit or ""))]
    findings = []
    for column in dropped[:MOST_COMPARED]:
        if column.reason not in ("not-in-schema", "no-header"):
            continue
        texts = [trimmed(text) for text in _cells(body, column.column)["text"]]
        units = [unit_in(text) for text in texts]
        odd = next(
            (unit for unit in units if unit and any(_is_other(unit, wanted_unit) for wanted_unit in wanted)), None
        )
        if odd and 2 * sum(unit is not None for unit in units) > len(units):
            findings.append(_unit_column(choice, body, column, odd.words))
    return findings


def _is_other(unit: Unit, wanted: Unit) -> bool:
    """Whether a unit counts the same as the wanted one, but is another."""
    if unit.dimension not in (wanted.dimension, SCALE) or wanted.dimension not in (MONEY, MASS):
        return False
    try:
        return conversion(unit, wanted) != 1
    except UnitDoesNotFit:
        return True


def _unit_column(choice: TableChoice, body: TextTable, column: Dropped, words: str) -> Finding:
    cells = body.cells[str(column.column)]
    row = body.rows.filter(cells.str.contains(words, literal=True).fill_null(value=False))[0]
    place, letters = address(row, column.column), column_letters(column.column)
    header = f"„{quoted(column.header)}“" if column.header else f"{letters} ohne Überschrift"
    header_en = f"'{quoted(column.header)}'" if column.header else f"{letters} without a header"
    return Finding(
        "unit-conflict",
        bilingual(
            f"{place}: Die Spalte {header} nennt die Einheit jeder Zeile, hier „{quoted(words)}“; sie wird nicht "
            "gelesen. Bitte schreiben Sie die Einheit zu den Zahlen selbst oder in deren Überschrift.",
            f"{place}: column {header_en} names the unit of each row, here '{quoted(words)}'; it is not read. Please "
            "write the unit beside the numbers or into their header.",
        ),
        resource=choice.resource.name,
        row=row,
        column=column.column,
        cell=words,
        address=place,
        sheet=choice.table.sheet,
    )


def _is_date_field(choice: TableChoice, label: HeaderLabel) -> bool:
    known = choice.vocabulary.field(label.keys)
    return known is not None and choice.resource.field(known[1]).precision is not None


def _cells(body: TextTable, column: int) -> pl.DataFrame:
    """Some of the distinct cells of a column that are not empty, with their marks."""
    name = str(column)
    if name not in body.cells.columns:
        return pl.DataFrame({"text": [], "mark": []})
    marks = pl.lit(CellMark.TEXT.value, pl.UInt8) if body.marks is None else body.marks[name]
    frame = pl.DataFrame({"text": body.cells[name]}).with_columns(mark=marks)
    filled = frame.filter(pl.col("text").str.contains(r"\S"))
    return filled.unique(maintain_order=True).head(MOST_CELLS)


def _owner(choice: TableChoice, column: int, label: HeaderLabel | None) -> HeaderLabel | None:
    """The header to which a column without a name of its own belongs: of "davon 2025" the one before it."""
    if label is not None and not _PART.match(label.text):
        return None  # as nearly all columns, of which a table may have thousands
    before = [other for other in choice.header.labels if other.column < column]
    if label is not None:
        named = [other for other in before if not _PART.match(other.text)]
        return named[-1] if named else None
    row = choice.header.last_row
    spans = [
        span for span in choice.table.merged if span.top <= row <= span.bottom and span.left < column <= span.right
    ]
    return next((other for other in before for span in spans if other.column == span.left), None)


def _looks(cells: pl.DataFrame, label: HeaderLabel | None, owner: HeaderLabel | None = None) -> str | None:
    """What a column looks like: MONEY, "amount" or "date"; None for anything else.

    owner: the header to which the column belongs as well.
    """
    texts = [trimmed(text) for text in cells["text"]]
    texts = [text for text in texts if text and len(text) <= 60]
    if 2 * len(texts) < cells.height or not texts:
        return None
    many = len(texts) / 2
    dates = [mark == CellMark.DATE for mark in cells["mark"]]
    amounts = [amount for text in texts if (amount := amount_in(text))]
    numbers = sum(bool(_NUMBER.match(text)) for text in texts) + len(amounts)
    labels = [one for one in (owner, label) if one]
    header = " ".join(one.text for one in labels).casefold()
    parts = [part for one in labels for part in one.parts or (one.text,)]
    units = {unit.dimension for part in parts if (unit := unit_of(part))}
    if numbers > many and sum(dates) < many:
        of_cells = {unit.dimension for _, unit in amounts} if len(amounts) > many else set()
        stated = units | of_cells
        if MONEY in stated or (not stated - {SCALE} and _MONEY_WORDS.search(header)):
            return MONEY
        if stated & {MASS, PERCENT, SCALE, "energy", "power"} or _AMOUNT_WORDS.search(header):
            return "amount"
        if label and _YEAR.fullmatch(header.strip()) and numbers == len(texts):
            return YEARLY
    if sum(dates) > many or sum(bool(_DAY.match(text)) for text in texts) > many:
        return "date"
    parts_of_days = sum(bool(_PART_OF_DAY.match(text) or _DAY.match(text)) for text in texts)
    return "date" if _DATE_WORDS.search(header) and parts_of_days > many else None


def _question(
    choice: TableChoice, body: TextTable, column: Dropped, looks: str | None, near: Field | None
) -> Question:
    letters = column_letters(column.column)
    cells = body.cells[str(column.column)]
    filled = cells.str.contains(r"\S").fill_null(value=False)
    example, row = quoted(cells.filter(filled)[0]), body.rows.filter(filled)[0]
    header = f"„{quoted(column.header)}“" if column.header else "ohne Überschrift"
    header_en = f"'{quoted(column.header)}'" if column.header else "without a header"
    de, en = (
        f"Die Spalte {letters} {header} ist hier nicht bekannt",
        f"Column {letters} {header_en} is not known here",
    )
    if looks:
        de += f" und sieht {_LOOKS[looks][0]} aus"
        en += f" and looks {_LOOKS[looks][1]}"
    cell = address(row, column.column)
    de += f" (zum Beispiel „{example}“ in {cell}). Sie wird nicht veröffentlicht. Ist das richtig?"
    en += f" (for example '{example}' in {cell}). It is not published. Is that right?"
    if near:
        # Whoever renames the column must not lose the unit that its header states.
        unit_de, unit_en = (", mit der Einheit der Zahlen dahinter,", ", followed by the unit of its numbers,")
        counts = near.unit is not None
        de += (
            f" Oder meinten Sie die Spalte „{near.label('de')}“? Dann nennen Sie sie bitte so"
            f"{unit_de if counts else ''} oder ordnen Sie sie in der Zuordnung diesem Feld zu."
        )
        en += (
            f" Or did you mean the column '{near.label('en')}'? Then please call it that{unit_en if counts else ''} "
            "or map it."
        )
    else:
        de += " Sonst ordnen Sie sie bitte in der Zuordnung einem Feld zu."
        en += " Otherwise please map it to a field."
    return Question(
        ABOUT,
        choice.resource.name,
        letters,
        bilingual(de, en),
        address=address(choice.header.last_row, column.column),
        sheet=choice.table.sheet,
        field=near.name if near else None,
    )
