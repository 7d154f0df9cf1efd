"""The check: an upload's tables, already in schema terms, held against the schemas of their kind.

Here: Frictionless' errors as findings with the place in the city's own sheet, one line for one root cause.
Not here: who judges (engines.py), the sentences (error_sentences.py), files as they are (as_they_are.py).
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
from opendata.domain.report.mapped_tables import Mapped, MappedTable
from opendata.domain.tables.cell_addresses import address
from opendata.validation.columns import ErrorCounts, FieldAndType, PatternTooSlow, counts_of
from opendata.validation.engines import Engine, EngineVerdict, Reported, attribute, engine_named, row_that_raises
from opendata.validation.judged_keys import dangling_keys, judged_keys, repeated_values
from opendata.validation.messages.error_sentences import LANGUAGES, Place, cell_of, in_both_languages, in_words
from opendata.validation.messages.root_causes import Trouble, distinct
from opendata.validation.messages.suggestions import AcceptedWords
from opendata.validation.upload_packages import HANGING, Fault, JudgedKeys, package_of, schema_of

UNLIMITED = 2**40
MAX_CELL = 1_000  # letters of a cell that a finding carries


def check(mapped: Mapped, *, limit: int = MAX_LISTED, engine: str = "fast", counts: bool = True) -> Report:
    """Hold every table of an upload against its schema.

    limit: how many errors are listed; where there are more, the report says "at least". 0 lists all.
    counts: whether those that are not listed are counted as well, for which the tables are read to their ends.
    Returns the report of intake with the verdict added. A schema that nothing can be held against is a finding
    too; nothing is raised for what an uploader sent.
    """
    most = limit if limit > 0 else UNLIMITED
    plan = _plan(mapped)
    judge = engine_named(engine)
    found: list[Finding] = []
    counted: Counter[_Of] | None = Counter(_of(each) for each in mapped.report.errors) if counts else None
    for table in mapped.kind:
        if table.name not in mapped.tables or (len(found) > most and counted is None):
            continue
        of_table = _findings(table, plan, judge, max(most - len(found), 0), counts=counted is not None)
        found.extend(of_table.listed)
        if counted is not None:
            counted.update({(table.name, *kind): count for kind, count in of_table.counts.items()})
            plan.uncounted.update(() if of_table.complete else [table.name])
    report = mapped.report.with_errors(found[:most], more=len(found) > most, limit=most)
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


@dataclass(frozen=True)
class _Plan:
    """What is judged in this upload: made once, so that every table knows of the others."""

    mapped: Mapped
    keys: Mapping[str, JudgedKeys]
    resources: Mapping[str, Resource]
    faults: Mapping[str, Sequence[Fault]]
    spoken_of: Mapping[tuple[str | None, int], set[str]]  # fields that intake found fault with, by table and row
    vocabularies: dict[tuple[str, str], AcceptedWords] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)  # engines
    uncounted: set[str] = field(default_factory=set)  # tables whose errors are not all counted


def _plan(mapped: Mapped) -> _Plan:
    missing: dict[str, set[str]] = {name: set() for name in mapped.tables}
    spoken_of: dict[tuple[str | None, int], set[str]] = defaultdict(set)
    for each in mapped.report.errors:
        if each.code == "missing-label" and each.field and each.resource in missing:
            missing[each.resource].add(each.field)
        elif each.row is not None and each.field:
            spoken_of[each.resource, each.row].add(each.field)
    keys = {name: judged_keys(mapped, name, missing) for name in mapped.tables}
    tried = {name: schema_of(mapped.kind.table(name), keys[name], missing[name]) for name in mapped.tables}
    faults = {name: each for name, each in tried.items() if isinstance(each, list)}
    schemas = {name: each for name, each in tried.items() if not isinstance(each, list)}
    for schema in schemas.values():
        # A table whose own schema is broken has no values to look up; its own line says so.
        schema.foreign_keys = [each for each in schema.foreign_keys if each["reference"]["resource"] not in faults]
    package = package_of(mapped.tables, schemas)
    resources = {each.name: each for each in package.resources}
    return _Plan(mapped, keys, resources, faults, spoken_of)


@dataclass(frozen=True)
class _OfTable:
    """What is wrong with one table.

    listed: one more than there is room for, where there is more. counts: of all, by field and code, where they were
    asked for. complete: whether all were counted, and each once.
    """

    listed: Sequence[Finding]
    counts: Mapping[FieldAndType, int]
    complete: bool = True

    @classmethod
    def only(cls, findings: Sequence[Finding], *, complete: bool) -> Self:
        """These and no others."""
        return cls(findings, Counter(_of(each)[1:] for each in findings), complete)


def _findings(table: Table, plan: _Plan, judge: Engine, room: int, *, counts: bool) -> _OfTable:
    if table.name in plan.faults:
        return _OfTable.only([_of_schema(table, each, plan) for each in plan.faults[table.name]], complete=True)
    dangling = [_dangling(table, each, plan) for each in dangling_keys(plan.mapped, table)]
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
        found = [*dangling, *islice(lines, room + 1)]
        if len(found) <= room and not (verdict.cut or repeats_cut):
            return _OfTable.only(found, complete=True)
        if len(found) > room:
            known = counted or counts_of(verdict.errors, plan.keys[table.name].primary)
            every = Counter(_of(each)[1:] for each in dangling) + repeated.counts() + Counter(known.causes)
            # A cell that intake found fault with may be counted a second time.
            once = not any(name == table.name for name, _ in plan.spoken_of)
            return _OfTable(found, every, counted is not None and once)
        asked *= 4  # several errors became one line, so there may be more lines to list


def _known_rows(verdict: EngineVerdict, cut: Sequence[Trouble]) -> int:
    """Up to which row all errors are known; cut: some, where there are more of them."""
    last = attribute(verdict.errors[-1], "row_number") if verdict.cut and verdict.errors else None
    return min(last or maxsize, max((each.frame_row for each in cut), default=maxsize))


def _of_rows(
    table: Table, plan: _Plan, errors: Iterable[Reported], repeated: Iterable[Trouble], rows: int
) -> Iterator[Finding]:
    """The lines of the first so many rows."""
    mapped = plan.mapped.tables[table.name]
    key = plan.keys[table.name].primary
    # The sort is stable: within a row Frictionless' order stays.
    troubles = sorted([*(Trouble.of(each, key) for each in errors), *repeated], key=_frame_row)
    for frame_row, of_row in groupby(troubles, key=_frame_row):
        if frame_row > rows:
            return
        row = _source_row(mapped, frame_row)
        spoken_of = plan.spoken_of.get((table.name, row or 0), set())
        kept = distinct(list(of_row), spoken_of, key)
        for trouble in sorted(kept, key=lambda each: _position(mapped, table, each)):
            yield _finding(table, plan, trouble, row)


def _finding(table: Table, plan: _Plan, trouble: Trouble, row: int | None) -> Finding:
    mapped = plan.mapped.tables[table.name]
    error = trouble.error
    place = replace(
        _place(table, trouble.fields, row, plan),
        other_row=_source_row(mapped, trouble.other_row or 0),
        target=_target(table, error, plan),
        vocabulary=_targets_values(table, error, plan),
    )
    cell = cell_of(error, place)
    return _as_finding(
        error.type,
        in_both_languages(error, place),
        place,
        mapped,
        cell=cell[:MAX_CELL] if cell is not None else None,
        note=trouble.note(place.other_row),
    )


def _as_finding(
    code: str,
    messages: Mapping[str, str],
    place: Place,
    mapped: MappedTable,
    *,
    cell: str | None = None,
    note: str | None = None,
) -> Finding:
    name = place.fields[0].name if place.fields else None
    return Finding(
        code=code,
        messages=messages,
        resource=place.table.name if place.table else None,
        row=place.row,
        field=name,
        column=mapped.columns.get(name) if name else None,
        cell=cell,
        address=place.address,
        sheet=mapped.sheet,
        note=note,
    )


def _dangling(table: Table, key: ForeignKey, plan: _Plan) -> Finding:
    """One line for a whole column that points to a table nobody sent."""
    place = _place(table, key.fields, None, plan)
    target = {each.name: each.labels for each in plan.mapped.kind}.get(key.resource, {})
    messages = in_words(
        "foreign-key/no-table",
        place,
        labels={lang: ", ".join(each.label(lang) for each in place.fields) for lang in LANGUAGES},
        target={lang: target.get(lang, key.resource) for lang in LANGUAGES},
    )
    return _as_finding("foreign-key", messages, place, plan.mapped.tables[table.name])


def _of_schema(table: Table, fault: Fault, plan: _Plan) -> Finding:
    place = _place(table, [fault.field] if fault.field else [], None, plan)
    if fault.field:
        label = {lang: place.fields[0].label(lang) for lang in LANGUAGES}
        messages = in_words("schema-error/field", place, label=label, reason=fault.reason)
    else:
        messages = in_words("schema-error/table", place, reason=fault.reason)
    mapped = plan.mapped.tables[table.name]
    return _as_finding("schema-error", messages, place, mapped, note=fault.reason["en"])


def _raised(table: Table, error: Exception, plan: _Plan) -> Finding:
    """One line where Frictionless gave up, with the row it gave up at where that can be found out."""
    mapped = plan.mapped.tables[table.name]
    row = _source_row(mapped, row_that_raises(plan.resources[table.name]))
    place = _place(table, (), row, plan)
    code = "error/row" if row else "schema-error/table"
    messages = in_words(code, place, reason=dict.fromkeys(LANGUAGES, str(error) or type(error).__name__))
    return _as_finding("error", messages, place, mapped, note=str(error))


def _place(table: Table, fields: Iterable[str], row: int | None, plan: _Plan) -> Place:
    mapped = plan.mapped.tables[table.name]
    known = tuple(table.field(name) for name in fields if name in table.field_names)
    column = mapped.columns.get(known[0].name) if known else None
    return Place(
        table=table,
        fields=known,
        address=address(row, column) if row and column else None,
        row=row,
        source=_source(mapped, plan),
        rewritten=True,
    )


def _source(mapped: MappedTable, plan: _Plan) -> Mapping[str, str]:
    """The sheet or file to name where an upload has several: F12 alone could be in any of them."""
    tables = plan.mapped.tables.values()
    if mapped.sheet and len({(each.file, each.sheet) for each in tables if each.columns}) > 1:
        return {"de": f"Blatt '{mapped.sheet}'", "en": f"sheet '{mapped.sheet}'"}
    if mapped.file and len({each.file for each in tables if each.columns}) > 1:
        return {"de": f"Datei '{mapped.file}'", "en": f"file '{mapped.file}'"}
    return {}


def _target(table: Table, error: Reported, plan: _Plan) -> Table | None:
    name = attribute(error, "reference_name")
    return None if name is None else plan.mapped.kind.table(name or table.name)


def _targets_values(table: Table, error: Reported, plan: _Plan) -> AcceptedWords | None:
    """The keys that a foreign key of one field could mean."""
    names: list[str] = attribute(error, "reference_field_names") or []
    if len(names) != 1:
        return None
    at = (attribute(error, "reference_name") or table.name, names[0])
    if at not in plan.vocabularies:
        frame = plan.mapped.tables[at[0]].frame
        plan.vocabularies[at] = AcceptedWords.of(frame[at[1]].drop_nulls().unique(maintain_order=True))
    return plan.vocabularies[at]


def _source_row(mapped: MappedTable, frame_row: int) -> int | None:
    """The row in the source of a row as Frictionless counts it, the header being 1."""
    return mapped.rows[frame_row - 2] if frame_row >= 2 else None


def _position(mapped: MappedTable, table: Table, trouble: Trouble) -> tuple[int, int]:
    """Findings of a row stand in the order of the sheet, those without a column at the end."""
    if not trouble.fields:
        return (maxsize, 0)
    name = trouble.fields[0]
    return (mapped.columns.get(name, maxsize), table.field_names.index(name))


def _frame_row(trouble: Trouble) -> int:
    return trouble.frame_row
