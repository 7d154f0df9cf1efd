"""Numbers of measures that a report prints more than once: told apart by proposals, which a person confirms.

Here: the proposals and the question about them. Not here: keys that a table holds twice in other files (the check).
"""

from collections import defaultdict
from collections.abc import Sequence
from string import ascii_lowercase

from opendata.domain.report.questions import YES, Question
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.office_words import cell_key
from opendata.intake.reports.label_words import names_number, names_title
from opendata.intake.reports.measure_columns import column_named
from opendata.intake.reports.report_records import ReportRecord

ABOUT = "doubled_number"


def tell_apart(records: Sequence[ReportRecord]) -> list[Question]:
    """Give measures of one printed number proposals that differ, and ask about them."""
    number, title = column_named(records, names_number), column_named(records, names_title)
    if number is None:
        return []
    by_number: dict[str, list[ReportRecord]] = defaultdict(list)
    for record in records:
        if number in record.entries and not record.is_sum and (text := cell_key(record.entries[number].text)):
            by_number[text].append(record)
    taken = set(by_number)
    questions = []
    for printed, doubled in by_number.items():
        if len(doubled) == 1:
            continue
        proposals = _proposals(printed, len(doubled), taken)
        named_de, named_en = [], []
        for record, proposal in zip(doubled, proposals, strict=True):
            entry = record.entries[number]
            entry.cells = [entry.cells[0].saying(proposal)]
            name = quoted(record.entries[title].text) if title and title in record.entries else ""
            named_de.append(f"{proposal} („{name}“, Seite {record.page})")
            named_en.append(f"{proposal} ('{name}', page {record.page})")
        questions.append(_question(printed, len(doubled), named_de, named_en))
    return questions


def _proposals(printed: str, count: int, taken: set[str]) -> list[str]:
    """ "Üneu1", "Üneu2"; where the number ends with a digit "M1a", "M1b"; none that the report has already."""
    if printed[-1].isdigit() and count <= len(ascii_lowercase):
        possible = [f"{printed}{letter}" for letter in ascii_lowercase]
    else:
        mark = "-" if printed[-1].isdigit() else ""
        possible = [f"{printed}{mark}{place}" for place in range(1, count + len(taken) + 1)]
    proposals = [proposal for proposal in possible if proposal not in taken][:count]
    if len(proposals) < count:
        proposals = [f"{printed}-{place}" for place in range(1, count + 1)]
    taken.update(proposals)
    return proposals


def _question(printed: str, count: int, named_de: Sequence[str], named_en: Sequence[str]) -> Question:
    return Question(
        ABOUT,
        None,
        printed,
        bilingual(
            f"Die Nummer „{quoted(printed)}“ steht im Bericht bei {count} Maßnahmen. Damit jede "
            f"ihre eigene hat, sind vorgeschlagen: {', '.join(named_de)}. Sollen diese Nummern gelten? Sie bleiben "
            "dann über alle Jahre dieselben.",
            f"The number '{quoted(printed)}' stands at {count} measures of the report. So that each has its own, "
            f"these are proposed: {', '.join(named_en)}. Shall these numbers hold? They then stay the same over all "
            "years.",
        ),
        answer=YES,
        required=True,
    )
