"""Measures that a report tells of in several tables, as of costs in one and of grants in another: each is one.

Here: joining what has one number and one title. Not here: measures of one number whose titles differ, which a person
tells apart (doubled_numbers.py).
"""

from collections.abc import Callable, Sequence

from opendata.intake.office_words import cell_key
from opendata.intake.reports.joined_lines import one_line
from opendata.intake.reports.label_words import names_number, names_title
from opendata.intake.reports.measure_columns import column_named
from opendata.intake.reports.report_records import LabelledText, ReportRecord


def with_joined_measures(records: Sequence[ReportRecord]) -> list[ReportRecord]:
    """The records, where those of one number and one title are one, unless they contradict each other."""
    _name_titles_alike(records)
    number, title = column_named(records, names_number), column_named(records, names_title)
    records = _with_numbers_alone(records, number, title)
    known: dict[tuple[str, str], ReportRecord] = {}
    kept: list[ReportRecord] = []
    for record in records:
        key = (_said(record, number), _said(record, title))
        earlier = known.get(key)
        if record.is_sum or not all(key) or earlier is None or not _agree(earlier, record):
            kept.append(record)
            if all(key) and not record.is_sum:
                known.setdefault(key, record)
            continue
        if record.kind != earlier.kind and _letters(record) > _letters(earlier):
            earlier.page = record.page  # a list of all measures may stand before the sheet of each
        for label, entry in record.entries.items():
            if not (label in earlier.entries and earlier.entries[label].cells):
                earlier.entries[label] = entry
    return kept


def _with_numbers_alone(records: Sequence[ReportRecord], number: str | None, title: str | None) -> list[ReportRecord]:
    """The records, where rows that have a number and no title complete those of the same numbers; all, or none."""
    measures = [record for record in records if not record.is_sum and _said(record, number)]
    titled = {_said(record, number): record for record in measures if _said(record, title)}
    alone = {_said(record, number): record for record in measures if title not in record.entries}
    if not alone or len(titled) + len(alone) < len(measures) or not alone.keys() <= titled.keys():
        return list(records)
    if not all(_agree(titled[key], record) for key, record in alone.items()):
        return list(records)
    for key, record in alone.items():
        for label, entry in record.entries.items():
            if not _said(titled[key], label):
                titled[key].entries[label] = entry
    taken = {id(record) for record in alone.values()}
    return [record for record in records if id(record) not in taken]


def _name_titles_alike(records: Sequence[ReportRecord]) -> None:
    """Let titles of all tables stand in one column, although one is headed "Maßnahme" and another one "Titel"."""
    title = column_named(records, names_title)
    keys = [_keys_named(record, names_title) for record in records]
    if title is None or any(len(of_record) > 1 for of_record in keys):
        return
    label = next(record.entries[title].label for record in records if title in record.entries)
    for record, of_record in zip(records, keys, strict=True):
        if of_record and of_record[0] != title:
            named = [
                (title, LabelledText(label, entry.cells)) if key == of_record[0] else (key, entry)
                for key, entry in record.entries.items()
            ]
            record.entries = dict(named)


def _keys_named(record: ReportRecord, names: Callable[[str], bool]) -> list[str]:
    return [key for key, entry in record.entries.items() if names(entry.label)]


def _said(record: ReportRecord, key: str | None) -> str:
    return cell_key(one_line(record.entries[key].text)) if key is not None and key in record.entries else ""


def _letters(record: ReportRecord) -> int:
    return sum(len(entry.text) for entry in record.entries.values())


def _agree(first: ReportRecord, second: ReportRecord) -> bool:
    """Whether two records say nothing different below one label, and the second says something new."""
    shared = [key for key in second.entries if _said(first, key) and _said(second, key)]
    new = [key for key in second.entries if _said(second, key) and key not in shared]
    return bool(new) and all(_said(first, key) == _said(second, key) for key in shared)
