"""The check holds an upload's tables, already in schema terms, against the schemas of their kind.

Here: Frictionless' errors become findings with the place in the city's own sheet, one line for one root cause. Not
here: the engines that judge (engines.py), the sentences (error_sentences.py), files as they are
(files_as_they_are.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from sys import maxsize
from typing import Self

from frictionless import Resource

from opendata.domain.kinds import ForeignKey, Table
from opendata.domain.report.findings import MAX_LISTED, Count, Finding, Report
from opendata.domain.report.mapped_tables import Mapped, MappedTable, TablePart
from opendata.domain.report.report_sizes import shortened_text
from opendata.domain.tables.cell_addresses import address
from opendata.validation.columns import ErrorCounts, FieldAndType, PatternTooSlow, counts_of
from opendata.validation.engines import Engine, EngineVerdict, Reported, attribute, engine_named, row_that_raises
from opendata.validation.judged_keys import dangling_keys, judged_keys, repeated_values
from opendata.validation.messages.error_sentences import LANGUAGES, Place, cell_of, in_both_languages, in_words
from opendata.validation.messages.root_causes import Trouble, distinct
from opendata.validation.messages.suggestions import AcceptedWords
from opendata.validation.rows_without_sense import with_sense_judged
from opendata.validation.upload_packages import HANGING, Fault, JudgedKeys, package_of, schema_of

UNLIMITED = 2**40
MAX_CELL = 1_000  # characters of a cell that a finding carries, and of Frictionless' own words
MAX_MESSAGE = 2_000


def check(mapped: Mapped, *, limit: int = MAX_LISTED, engine: str = "fast", counts: bool = True) -> Report:
    """Hold every table of an upload against its schema.

    limit: how many errors the report lists; where there are more, it says "at least". 0 lists all.
    counts: whether errors beyond the limit are counted as well; the tables are then read to their ends.
    Returns the report of intake with the verdict added. A schema that cannot be used is a finding too; check
    raises nothing for what an uploader sent.
    """
    max_listed = limit if limit > 0 else UNLIMITED
    mapped = with_sense_judged(mapped)
    plan = _plan(mapped)
    judge = engine_named(engine)
    findings: list[Finding] = []
    counted: Counter[_Of] | None = Counter(_of(finding) for finding in mapped.report.errors) if counts else None
    for table in mapped.kind:
        if table.name not in mapped.tables or (len(findings) > max_listed and counted is None):
            continue
        of_table = _findings(table, plan, judge, max(max_listed - len(findings), 0), counts=counted is not None)
        findings.extend(of_table.listed)
        if counted is not None:
            counted.update({(table.name, *of_field): count for of_field, count in of_table.counts.items()})
            plan.uncounted.update(() if of_table.complete else [table.name])
    report = mapped.report.with_errors(findings[:max_listed], more=len(findings) > max_listed, limit=max_listed)
    report = replace(report, engine="fast" if "fast" in plan.answered else "frictionless")
    if counted is None:
        return report
    return replace(
        report,
        counts=[Count(*of, count) for of, count in counted.items()],
        counts_complete=not plan.uncounted and not mapped.report.more,
    )


_Of = tuple[str | None, str | None, str]  # the table, the field and the code of a finding


def _of(finding: Finding) -> _Of:
    return (finding.resource, finding.field, finding.code)


_At = tuple[str | None, str | None, int]  # a table, a sheet and a row


@dataclass(frozen=True)
class _Plan:
    """What the check judges in this upload; made once, because keys of one table refer to another."""

    mapped: Mapped
    keys: Mapping[str, JudgedKeys]
    resources: Mapping[str, Resource]
    faults: Mapping[str, Sequence[Fault]]
    spoken_of: Mapping[_At, set[str]]  # fields that intake reported, by table, sheet and row
    vocabularies: dict[tuple[str, str], AcceptedWords] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)  # names of the engines that gave a verdict
    uncounted: set[str] = field(default_factory=set)  # tables whose errors are not all counted


def _plan(mapped: Mapped) -> _Plan:
    missing: dict[str, set[str]] = {name: set() for name in mapped.tables}
    spoken_of: dict[_At, set[str]] = defaultdict(set)
    for finding in mapped.report.errors:
        if finding.code == "missing-label" and finding.field and finding.resource in missing:
            missing[finding.resource].add(finding.field)
        elif finding.row is not None and finding.field:
            spoken_of[finding.resource, finding.sheet, finding.row].add(finding.field)
    keys = {name: judged_keys(mapped, name, missing) for name in mapped.tables}
    outcomes = {name: schema_of(mapped.kind.table(name), keys[name], missing[name]) for name in mapped.tables}
    faults = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, list)}
    schemas = {name: outcome for name, outcome in outcomes.items() if not isinstance(outcome, list)}
    for schema in schemas.values():
        # A table whose schema has faults is not read, so no key can be looked up in it; its own finding says so.
        schema.foreign_keys = [key for key in schema.foreign_keys if key["reference"]["resource"] not in faults]
    package = package_of(mapped.tables, schemas)
    resources = {resource.name: resource for resource in package.resources}
    return _Plan(mapped, keys, resources, faults, spoken_of)


@dataclass(frozen=True)
class _OfTable:
    """What is wrong with one table.

    listed: the findings to list; where there are more than there is room for, one more than that. counts: the number
    of all errors by field and code, where asked for. complete: whether every error was counted exactly once.
    """

    listed: Sequence[Finding]
    counts: Mapping[FieldAndType, int]
    complete: bool = True

    @classmethod
    def only(cls, findings: Sequence[Finding], *, complete: bool) -> Self:
        """The result for a table that has these findings and no others."""
        return cls(findings, Counter(_of(finding)[1:] for finding in findings), complete)


def _findings(table: Table, plan: _Plan, judge: Engine, room: int, *, counts: bool) -> _OfTable:
    if table.name in plan.faults:
        return _OfTable.only([_of_schema(table, fault, plan) for fault in plan.faults[table.name]], complete=True)
    dangling = [_dangling(table, key, plan) for key in dangling_keys(plan.mapped, table)]
    repeated = repeated_values(plan.mapped.tables[table.name].frame, plan.keys[table.name].unique, table)
    counted: ErrorCounts | None = None
    asked = room + 1
    while True:
        try:
            verdict = judge(plan.resources[table.name], asked, counts=counts and counted is None)
        except PatternTooSlow as error:
            return _OfTable.only([*dangling, _of_schema(table, Fault(error.field, HANGING), plan)], complete=False)
        except Exception as error:  # Frictionless raises anything where cells and schema do not fit
            return _OfTable.only([*dangling, _raised(table, error, plan)], complete=False)
        plan.answered.add(verdict.engine)
        counted = counted or verdict.counts
        troubles, repeats_cut = repeated.first(asked)
        rows = _known_rows(verdict, troubles if repeats_cut else ())
        lines = _of_rows(table, plan, verdict.errors, troubles, rows)
        findings = [*dangling, *islice(lines, room + 1)]
        if len(findings) <= room and not (verdict.cut or repeats_cut):
            return _OfTable.only(findings, complete=True)
        if len(findings) > room:
            known = counted or counts_of(verdict.errors, plan.keys[table.name].primary)
            all_counts = Counter(_of(finding)[1:] for finding in dangling) + repeated.counts() + Counter(known.causes)
            # Intake has counted the cells it reported; the engine may count them a second time.
            counted_once = not any(name == table.name for name, *_ in plan.spoken_of)
            return _OfTable(findings, all_counts, counted is not None and counted_once)
        asked *= 4  # several errors may become one line: with too few lines, ask for more errors


def _known_rows(verdict: EngineVerdict, cut: Sequence[Trouble]) -> int:
    """The last row up to which all errors are known.

    cut: the repeated values where only the first of them are given; empty where all are.
    """
    last = attribute(verdict.errors[-1], "row_number") if verdict.cut and verdict.errors else None
    return min(last or maxsize, max((trouble.frame_row for trouble in cut), default=maxsize))


def _of_rows(
    table: Table, plan: _Plan, errors: Iterable[Reported], repeated: Iterable[Trouble], rows: int
) -> Iterator[Finding]:
    """The findings of the rows up to this one, within a row in the order of the sheet."""
    mapped = plan.mapped.tables[table.name]
    key = plan.keys[table.name].primary
    # The sort is stable, so errors of one row keep Frictionless' order.
    troubles = sorted([*(Trouble.of(error, key) for error in errors), *repeated], key=_frame_row)
    for frame_row, of_row in groupby(troubles, key=_frame_row):
        if frame_row > rows:
            return
        row = _source_row(mapped, frame_row)
        spoken_of = plan.spoken_of.get((table.name, mapped.part(frame_row - 2).sheet, row or 0), set())
        of_row_distinct = distinct(list(of_row), spoken_of, key)
        for trouble in sorted(of_row_distinct, key=lambda trouble: _position(mapped, table, trouble)):
            yield _finding(table, plan, trouble, row)


def _finding(table: Table, plan: _Plan, trouble: Trouble, row: int | None) -> Finding:
    mapped = plan.mapped.tables[table.name]
    error = trouble.error
    part = mapped.part(trouble.frame_row - 2)
    other_part = mapped.part((trouble.other_row or 0) - 2)
    place = replace(
        _place(table, trouble.fields, row, plan, part),
        other_row=_source_row(mapped, trouble.other_row or 0),
        other_source=_source(other_part, plan) if other_part.sheet != part.sheet else {},
        target=_target(table, error, plan),
        vocabulary=_targets_values(table, error, plan),
    )
    cell = cell_of(error, place)
    return _as_finding(
        error.type,
        in_both_languages(error, place),
        place,
        part,
        cell=cell,
        note=trouble.note(place.other_row),
    )


def _as_finding(
    code: str,
    messages: Mapping[str, str],
    place: Place,
    part: TablePart,
    *,
    cell: str | None = None,
    note: str | None = None,
) -> Finding:
    name = place.fields[0].name if place.fields else None
    return Finding(
        code=code,
        messages={language: shortened_text(text, MAX_MESSAGE) for language, text in messages.items()},
        resource=place.table.name if place.table else None,
        row=place.row,
        field=name,
        column=part.columns.get(name) if name else None,
        cell=cell[:MAX_CELL] if cell is not None else None,
        address=place.address,
        sheet=part.sheet,
        note=shortened_text(note, MAX_CELL) if note is not None else None,
    )


def _dangling(table: Table, key: ForeignKey, plan: _Plan) -> Finding:
    """One finding for a whole column whose foreign key leads to a table that the upload does not have."""
    place = _place(table, key.fields, None, plan)
    target = {known.name: known.labels for known in plan.mapped.kind}.get(key.resource, {})
    messages = in_words(
        "foreign-key/no-table",
        place,
        labels={lang: ", ".join(key_field.label(lang) for key_field in place.fields) for lang in LANGUAGES},
        target={lang: target.get(lang, key.resource) for lang in LANGUAGES},
    )
    return _as_finding("foreign-key", messages, place, plan.mapped.tables[table.name].part(None))


def _of_schema(table: Table, fault: Fault, plan: _Plan) -> Finding:
    place = _place(table, [fault.field] if fault.field else [], None, plan)
    if fault.field:
        label = {lang: place.fields[0].label(lang) for lang in LANGUAGES}
        messages = in_words("schema-error/field", place, label=label, reason=fault.reason)
    else:
        messages = in_words("schema-error/table", place, reason=fault.reason)
    mapped = plan.mapped.tables[table.name]
    return _as_finding("schema-error", messages, place, mapped.part(None), note=fault.reason["en"])


def _raised(table: Table, error: Exception, plan: _Plan) -> Finding:
    """One finding for a table at which Frictionless raised, with the row that made it raise if that is known."""
    mapped = plan.mapped.tables[table.name]
    frame_row = row_that_raises(plan.resources[table.name])
    row, part = _source_row(mapped, frame_row), mapped.part(frame_row - 2)
    place = _place(table, (), row, plan, part)
    code = "error/row" if row else "schema-error/table"
    messages = in_words(code, place, reason=dict.fromkeys(LANGUAGES, str(error) or type(error).__name__))
    return _as_finding("error", messages, place, part, note=str(error))


def _place(table: Table, fields: Iterable[str], row: int | None, plan: _Plan, part: TablePart | None = None) -> Place:
    part = part or plan.mapped.tables[table.name].part(None)
    known = tuple(table.field(name) for name in fields if name in table.field_names)
    column = part.columns.get(known[0].name) if known else None
    return Place(
        table=table,
        fields=known,
        address=address(row, column) if row and column else None,
        row=row,
        source=_source(part, plan),
        rewritten=True,
    )


def _source(part: TablePart, plan: _Plan) -> Mapping[str, str]:
    """The sheet or file as a message names it; empty where the upload has only one, as the address is then enough."""
    tables = plan.mapped.tables.values()
    parts = [known for table in tables for known in table.parts or (table.part(None),) if known.columns]
    if part.sheet and len({(known.file, known.sheet) for known in parts}) > 1:
        return {"de": f"Blatt „{part.sheet}“", "en": f"sheet '{part.sheet}'"}
    if part.file and len({known.file for known in parts}) > 1:
        return {"de": f"Datei „{part.file}“", "en": f"file '{part.file}'"}
    return {}


def _target(table: Table, error: Reported, plan: _Plan) -> Table | None:
    name = attribute(error, "reference_name")
    return None if name is None else plan.mapped.kind.table(name or table.name)


def _targets_values(table: Table, error: Reported, plan: _Plan) -> AcceptedWords | None:
    """The values of the referenced field, for suggestions; None where the foreign key has several fields."""
    names: list[str] = attribute(error, "reference_field_names") or []
    if len(names) != 1:
        return None
    at = (attribute(error, "reference_name") or table.name, names[0])
    if at not in plan.vocabularies:
        frame = plan.mapped.tables[at[0]].frame
        plan.vocabularies[at] = AcceptedWords.of(frame[at[1]].drop_nulls().unique(maintain_order=True))
    return plan.vocabularies[at]


def _source_row(mapped: MappedTable, frame_row: int) -> int | None:
    """The source row of a row that Frictionless counts from the header, which is 1; None for the header and 0."""
    return mapped.rows[frame_row - 2] if frame_row >= 2 else None


def _position(mapped: MappedTable, table: Table, trouble: Trouble) -> tuple[int, int]:
    """The sort key of a finding within its row: by column of the sheet, findings without a column last."""
    if not trouble.fields:
        return (maxsize, 0)
    name = trouble.fields[0]
    columns = mapped.part(trouble.frame_row - 2).columns
    return (columns.get(name, maxsize), table.field_names.index(name))


def _frame_row(trouble: Trouble) -> int:
    return trouble.frame_row
