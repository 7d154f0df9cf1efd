"""The mapping that is proposed for a report: which of its labels means which field, where no mapping says so.

Here: what the words of reports need beside those of spreadsheets: states of several dates, labels that go on after a
known word, prose where codes are expected, measures without numbers. Not here: reading mappings (mapping_files.py).
What a mapping says comes first; the proposal completes it, and is one like any other (docs/mapping.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from opendata.domain.kinds import Field, Kind, Table
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.no_news import PRINTED_WORDS
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.mapping_files import NO_MAPPING, TableMapping, read_mapping
from opendata.intake.matching.tick_columns import SURE_COLUMNS, is_tick
from opendata.intake.office_words import code_key, header_key
from opendata.intake.reports.reporting_dates import date_of_state, tells_state
from opendata.intake.text_tables import TextTable
from opendata.intake.words_of_codes import words_of_codes

UNKNOWN = "unknown"
STATE_WORD = "Sachstand"  # by which a kind knows the field for what has happened
ENOUGH_CODES = 0.75  # of the cells of a column: so many must be words of codes, or it holds prose
LABELS_OF_THE_READING = 2  # document and page, which every report has


def with_report_mappings(
    tables: Sequence[TextTable], kind: Kind, mappings: Mapping[str, TableMapping]
) -> dict[str, TableMapping]:
    """The mappings, completed by what is proposed for the reports among the tables."""
    completed = dict(mappings)
    for table in (table for table in tables if table.origins):
        resource = _resource_of(table, kind)
        if resource is None:
            continue
        given = _without_states_of_others(completed.get(resource.name, NO_MAPPING), table)
        proposal = read_mapping({"resources": {resource.name: proposed(table, resource, given)}}, kind)[resource.name]
        shape = given.shape if given.shape.keys else replace(given.shape, keys=proposal.shape.keys)
        completed[resource.name] = replace(
            given,
            fields={**proposal.fields, **given.fields},
            codes={
                name: {**proposal.codes.get(name, {}), **given.codes.get(name, {})}
                for name in {**proposal.codes, **given.codes}
            },
            constants={**proposal.constants, **given.constants},
            ticks={**proposal.ticks, **given.ticks},
            shape=shape,
        )
    return completed


def proposed(table: TextTable, resource: Table, given: TableMapping = NO_MAPPING) -> dict[str, Any]:
    """The mapping of one report, as JSON, for what the given mapping does not say."""
    proposal = _Proposal(table, resource, given)
    proposal.keep_place_of_reading()
    proposal.take_ticks()
    proposal.take_states()
    proposal.take_longer_labels()
    proposal.take_status()
    proposal.take_single_state()
    proposal.leave_out_rivals()
    return proposal.as_json()


@dataclass
class _Proposal:
    table: TextTable
    resource: Table
    given: TableMapping
    fields: dict[str, str | list[str] | None] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._vocabulary = HeaderVocabulary(self.resource, self.given)
        labels = {int(name): self.table.cells[name][0] for name in self.table.cells.columns}
        self._labels = {column: label for column, label in labels.items() if label}

    def _meaning(self, label: str) -> str | None:
        """The field that a label fills: by the mappings, or by the words of the kind."""
        if label in self.fields:
            names = self.fields[label]
            return names[0] if isinstance(names, list) else names
        if mapped := self.given.fields.get(header_key(label)):
            return mapped.targets[0].field if mapped.targets else None
        known = self._vocabulary.field([header_key(label)])
        return known[1] if known else None

    def _is_open(self, label: str) -> bool:
        """Whether no mapping says anything about a label."""
        ticked = any(label in of_field for of_field in self.ticks.values())
        return label not in self.fields and not ticked and header_key(label) not in self.given.fields

    def _filled(self) -> set[str]:
        return {name for label in self._labels.values() if (name := self._meaning(label))}

    def keep_place_of_reading(self) -> None:
        """What a report prints below "Seite" is a page of another document; the page of the reading is published."""
        *labels, document, page = self._labels.values()
        of_reading = {self._meaning(document), self._meaning(page)} - {None}
        for label in labels:
            if self._is_open(label) and self._meaning(label) in of_reading:
                self.fields[label] = None

    def take_ticks(self) -> None:
        """Columns of ticks below words of the status, as "Status in Umsetzung", tell the status of each measure."""
        status = self.resource.role("status")
        if status is None or status.name in {*self.given.supplied, *self.given.ticks}:
            return
        words, codes = words_of_codes(status), {}
        for column, label in self._labels.items():
            key = code_key(label)
            after = key.partition(" ")[2] if tells_state(label) else ""
            code = words.get(key) or words.get(after)
            cells = [text for text in self.table.cells[str(column)].to_list()[1:] if text and text.strip()]
            if code and cells and self._is_open(label) and all(is_tick(text) is not None for text in cells):
                codes[label] = code
        others = [
            label for label in self._labels.values() if label not in codes and self._meaning(label) == status.name
        ]
        if len(set(codes.values())) >= SURE_COLUMNS and not others:
            self.ticks[status.name] = codes

    def take_states(self) -> None:
        """Of the columns of several dates the newest tells the state; the others are published with their dates."""
        news = self._news()
        dates = self.table.reporting_dates
        if news is None or not dates:
            return
        headers = [told.header for told in dates]
        is_told = any(target.field == news.name for mapped in self.given.fields.values() for target in mapped.targets)
        for header in headers:
            if self._is_open(header):
                self.fields[header] = None
        if not is_told and self.fields.get(headers[-1], "") is None:
            self.fields[headers[-1]] = news.name

    def take_longer_labels(self) -> None:
        """A label that goes on after a known word means what the word means: "Beschreibung im Konzept 2020"."""
        for label in list(self._labels.values())[:-LABELS_OF_THE_READING]:
            if not self._is_open(label) or self._meaning(label):
                continue
            words = header_key(label).split()
            for length in range(len(words) - 1, 0, -1):
                known = self._vocabulary.known.get(" ".join(words[:length]).rstrip(":,;/("))
                name = known[0][1] if known else None
                if name and name not in self._filled() and self._is_plain(name):
                    self.fields[label] = name
                    break

    def take_status(self) -> None:
        """A column of status words is read as such; prose tells the state, and the status stays unknown.

        So it does where a word among status words means no code. The words stay beside it.
        """
        status = self.resource.role("status")
        if status is None or UNKNOWN not in status.codes or status.name in {*self.given.supplied, *self.ticks}:
            return
        for column, label in list(self._labels.items()):
            if self._meaning(label) != status.name or not self._is_open(label):
                continue
            cells = [text for text in self.table.cells[str(column)].to_list()[1:] if text and text.strip()]
            others = self._without_code(cells, status)
            if not cells or len(others) > (1 - ENOUGH_CODES) * len(cells):
                news = self._news()
                self.fields[label] = news.name if news and news.name not in self._filled() else None
            elif others:
                self.codes[status.name] = dict.fromkeys(others, UNKNOWN)
                if PRINTED_WORDS in {known.name for known in self.resource} - self._filled():
                    self.fields[label] = [status.name, PRINTED_WORDS]
        if status.name not in self._filled():
            self.constants[status.name] = UNKNOWN

    def take_single_state(self) -> None:
        """A label such as "Stand 2024" tells the state where nothing else does."""
        news = self._news()
        for label in list(self._labels.values())[:-LABELS_OF_THE_READING]:
            if news is None or news.name in self._filled():
                return
            if self._is_open(label) and not self._meaning(label) and tells_state(label):
                self.fields[label] = news.name

    def leave_out_rivals(self) -> None:
        """Where several labels mean one field of plain text, the first of them fills it."""
        seen: dict[str, str] = {}
        for label in self._labels.values():
            name = self._meaning(label)
            if name is None:
                continue
            if name in seen and self._is_open(label):
                self.fields[label] = None
            seen.setdefault(name, label)

    def as_json(self) -> dict[str, Any]:
        """The proposal as a mapping has it; without a number, keys are made of titles."""
        json: dict[str, Any] = {"fields": dict(self.fields), "codes": self.codes, "constants": dict(self.constants)}
        if self.ticks:
            json["ticks"] = self.ticks
        key, title = self.resource.primary_key, self.resource.role("title")
        if len(key) == 1 and title is not None and key[0] not in {*self._filled(), *self.given.supplied}:
            label = next((label for label in self._labels.values() if self._meaning(label) == title.name), None)
            if label:
                json["key"] = [label]
        return json

    def _news(self) -> Field | None:
        name = self.resource.roles.get("news")
        known = self._vocabulary.known.get(header_key(STATE_WORD))
        if name is None:
            name = known[0][1] if known else None
        return self.resource.field(name) if name else None

    def _is_plain(self, name: str) -> bool:
        known = self.resource.field(name)
        return known.type == "string" and not (known.codes or known.precision or known.required)

    def _without_code(self, cells: Sequence[str], status: Field) -> list[str]:
        """Those of the cells that mean no code of the status."""
        reader = FieldCellReader(status, NumberStyle.COMMA, {}, others=self.resource.fields)
        return [text for text in cells if (reader.read(text).after or "") not in status.codes]


def _resource_of(table: TextTable, kind: Kind) -> Table | None:
    """The resource that most labels of a report name."""
    keys = [[header_key(label)] for label in table.cells.row(0)[:-LABELS_OF_THE_READING] if label]
    counted = [(len(HeaderVocabulary(resource, NO_MAPPING).meanings(keys)), resource) for resource in kind]
    most = max((count for count, _ in counted), default=0)
    return next((resource for count, resource in counted if count == most), None) if most else None


def _without_states_of_others(given: TableMapping, table: TextTable) -> TableMapping:
    """The mapping without the labels of dates that this report does not have: last year's are remembered with it."""
    labels = {header_key(label) for label in table.cells.row(0) if label}
    kept = {
        key: mapped for key, mapped in given.fields.items() if key in labels or date_of_state(mapped.header) is None
    }
    return replace(given, fields=kept)
