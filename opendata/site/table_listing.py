"""Tables: a version's rows as a page lists them, with links, groups and counts.

Here: which rows and columns are shown, and in what order. Not here: single values (cells_on_pages.py),
what is told of one row (row_page.py), HTML (templates/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl
from markupsafe import Markup

from opendata.domain.kinds import NUMBER_TYPES, Field, ForeignKey, Table
from opendata.domain.overview.climate_measures import NOTE
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.natural_order import in_natural_order, natural_key
from opendata.domain.tables.row_keys import key_text
from opendata.domain.tables.table_rows import rows_having
from opendata.domain.tables.values_for_people import value_text
from opendata.pictures.bar_pictures import single_bar
from opendata.pictures.looks import in_order, look_of
from opendata.site.cells_on_pages import LONG_TEXT, Shown, is_quantity, shown
from opendata.site.links import row_link
from opendata.site.page_texts import text
from opendata.steps.reading import Row, Snapshot

MOST_ROWS = 500
MOST_COLUMNS = 6
MOST_WORDS_LETTERS = 220  # of a publisher's own words in a list


@dataclass(frozen=True)
class Line:
    """One row in a list."""

    cells: Sequence[Shown | None]


@dataclass(frozen=True)
class Group:
    """Rows that belong together; label: None where the table is not grouped, or where these rows have no group."""

    label: str | None
    lines: Sequence[Line]


@dataclass(frozen=True)
class Listing:
    """A table, or the part of it that a page shows."""

    table: Table
    label: str
    columns: Sequence[Field]
    title_column: str  # the column that names the row
    groups: Sequence[Group]
    total: int
    is_grouped: bool

    @property
    def quantities(self) -> set[str]:
        """The columns that hold quantities."""
        return {
            field.name for field in self.columns if is_quantity(field) and field.name not in self.table.primary_key
        }

    @property
    def shown(self) -> int:
        """How many rows are listed."""
        return sum(len(group.lines) for group in self.groups)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are listed."""
        return self.shown < self.total


@dataclass(frozen=True)
class StatusCount:
    """How many rows have a status."""

    code: str | None
    status: Shown | None
    count: int
    drawing: Markup


def listing(
    snapshot: Snapshot,
    table: Table,
    language: str,
    *,
    frame: pl.DataFrame,
    total: int | None = None,
    most: int = MOST_ROWS,
    without: Sequence[str] = (),
    label: str | None = None,
    described: Table | None = None,
) -> Listing:
    """Rows of a table as a page lists them.

    frame: these rows, in their order. total: how many there are, if frame has only the first ones. without: columns
    to leave out, because the page already shows them. described: the table as its kind has it now, with the roles
    that are never published.
    """
    first = frame.head(most)
    group = _group_field(table, without)
    view = ViewedTable.of(table, described)
    columns = _columns(view, first, {*without, *({group.name} if group else ())})
    titles = _reference_titles(snapshot, table, [*columns, *([group] if group else [])], first, language)
    writer = _Writer(snapshot, table, language, titles)
    lines: dict[str | None, list[Line]] = {}
    for row in first.iter_rows(named=True):
        lines.setdefault(row[group.name] if group else None, []).append(Line(writer.cells(row, columns)))
    groups = [Group(writer.group_label(group, value), of_group) for value, of_group in lines.items()]
    groups.sort(key=lambda of_label: (of_label.label is None, natural_key(of_label.label or "")))
    title = (table.role("title") or columns[0]).name
    title = title if title in {column.name for column in columns} else columns[0].name
    return Listing(
        table,
        label or table.label(language),
        columns,
        title,
        groups,
        frame.height if total is None else total,
        is_grouped=group is not None,
    )


def row_title(table: Table, row: Row, language: str) -> str:
    """What people call a row: its title, or else its key."""
    title = table.role("title")
    value = row.get(title.name) if title else None
    return value_text(title, value, language) if title and value else row_key(table, row)


def row_key(table: Table, row: Row) -> str:
    """A row's key as addresses and the journal write it."""
    return key_text([row.get(name) or "" for name in table.primary_key])


def status_counts(table: Table, counts: Mapping[str | None, int], language: str) -> list[StatusCount]:
    """The statuses of rows, in the order of pictures; none where rows have no status. counts: how many have each."""
    status, total = table.role("status"), sum(counts.values())
    if status is None:
        return []
    codes = [*in_order(status, [code for code in counts if code]), *(code for code in counts if not code)]
    return [
        StatusCount(
            code,
            shown(status, code, language, as_status=True) if code else None,
            counts[code],
            single_bar(counts[code] / total, look_of(status, code)),
        )
        for code in codes
    ]


def referring(snapshot: Snapshot, table: Table, row: Row, language: str, most: int = 100) -> list[Listing]:
    """The rows of all tables that point to this row by a foreign key."""
    listings = []
    for other in snapshot.tables():
        for key in other.foreign_keys:
            values = [row.get(name) for name in key.reference]
            if (key.resource or other.name) != table.name or None in values:
                continue
            frame = snapshot.matching(other, key.fields, [value or "" for value in values])
            if frame.height:
                frame = in_natural_order(frame, other)
                rows = listing(snapshot, other, language, frame=frame, most=most, without=key.fields)
                listings.append(replace(rows, label=_referring_label(other, key, language)))
    return listings


def references(snapshot: Snapshot, table: Table, row: Row, language: str) -> dict[str, Shown]:
    """Links to the rows that this row points to by a foreign key, by the name of the key's field."""
    links = {}
    for key in table.foreign_keys:
        value = row.get(key.fields[0])
        parent = _parent_table(snapshot, table, key)
        if parent is None or value is None:
            continue
        rows = snapshot.matching(parent, key.reference, [value]).head(1).rows(named=True)
        if rows:
            name = _naming(parent, rows[0], language)
            links[key.fields[0]] = Shown(name, href=_link(snapshot, parent, rows[0]), words=True)
    return links


def _naming(parent: Table, row: Row, language: str) -> str:
    key, title = row_key(parent, row), row_title(parent, row, language)
    return title if title == key else f"{key} {title}"


def _referring_label(other: Table, key: ForeignKey, language: str) -> str:
    """The table's name; followed by the field's if it has several foreign keys, or by what rows of one table are."""
    if key.resource in ("", other.name):
        return text("row.parts", language, label=other.label(language))
    is_plain = len(other.foreign_keys) == 1
    return (
        other.label(language)
        if is_plain
        else f"{other.label(language)}: {other.field(key.fields[0]).label(language)}"
    )


def _parent_table(snapshot: Snapshot, table: Table, key: ForeignKey) -> Table | None:
    """The table whose primary key a foreign key of one field points to, if the version has that table."""
    name = key.resource or table.name
    if len(key.fields) != 1 or not snapshot.has(name):
        return None
    parent = snapshot.kind.table(name)
    return parent if key.reference == parent.primary_key else None


def _link(snapshot: Snapshot, table: Table, row: Row) -> str:
    dataset = snapshot.dataset
    return row_link(dataset.publisher.name, dataset.name, table.name, row_key(table, row))


def _group_field(table: Table, without: Sequence[str]) -> Field | None:
    group = table.role("group")
    if group is None or group.name in without or group == table.role("title"):
        return None
    return group


def _columns(view: ViewedTable, frame: pl.DataFrame, without: set[str]) -> list[Field]:
    """Key, title, status, schedule and deadline; then foreign keys and numbers, up to MOST_COLUMNS columns in all.

    Where the status of every row says nothing, the publisher's own words stand in its place.
    """
    table = view.table
    status, schedule = view.status, view.schedule
    if status is not None and _says_nothing(view, status, frame) and NOTE in table.field_names:
        status = table.field(NOTE)
    fields = (view.title, status, schedule, view.deadline)
    told = [field.name for field in fields if field and (field == view.title or _is_filled(frame, field.name))]
    leading = [*table.primary_key, *told]
    foreign = [name for key in table.foreign_keys if key.resource not in ("", table.name) for name in key.fields]
    numbers = [field.name for field in table if field.type in NUMBER_TYPES]
    short = [field.name for field in table if not _is_long(frame, field.name)]
    wanted = dict.fromkeys([*leading, *foreign, *numbers, *(short if len(leading) < 3 else ())])
    filled = [name for name in wanted if name not in without and (name in leading or _is_filled(frame, name))]
    chosen = [*(name for name in filled if name in leading), *(name for name in filled if name not in leading)]
    # With every column left out, the page would have no link to the rows.
    return [table.field(name) for name in chosen[:MOST_COLUMNS]] or [table.field(table.primary_key[0])]


def _says_nothing(view: ViewedTable, status: Field, frame: pl.DataFrame) -> bool:
    told = {value for value in frame[status.name].unique().to_list() if value}
    return bool(frame.height) and told <= view.unknown


def _is_filled(frame: pl.DataFrame, name: str) -> bool:
    return frame[name].null_count() < frame.height


def _is_long(frame: pl.DataFrame, name: str) -> bool:
    longest = frame[name].str.len_chars().max()
    return isinstance(longest, int) and longest > LONG_TEXT


def _reference_titles(
    snapshot: Snapshot, table: Table, fields: Sequence[Field], rows: pl.DataFrame, language: str
) -> dict[str, tuple[Table, Mapping[str, str]]]:
    """For each field that refers to another table: that table, and the titles of the rows that are referred to."""
    titles: dict[str, tuple[Table, Mapping[str, str]]] = {}
    shown_names = {field.name for field in fields}
    for key in table.foreign_keys:
        parent = _parent_table(snapshot, table, key)
        title = parent.role("title") if parent else None
        if parent is None or title is None or key.fields[0] not in shown_names:
            continue
        asked = rows[key.fields[0]].drop_nulls().unique().to_list()
        frame = rows_having(snapshot.rows(parent), key.reference[0], asked, [key.reference[0], title.name])
        pairs = zip(frame[key.reference[0]].to_list(), frame[title.name].to_list(), strict=True)
        titles[key.fields[0]] = (
            parent,
            {name: value_text(title, text, language) if text else name for name, text in pairs},
        )
    return titles


@dataclass(frozen=True)
class _Writer:
    """Writes the cells of one table's rows."""

    snapshot: Snapshot
    table: Table
    language: str
    titles: Mapping[str, tuple[Table, Mapping[str, str]]]

    def cells(self, row: Row, columns: Sequence[Field]) -> list[Shown | None]:
        title = self.table.role("title")
        naming = title if title in columns else columns[0]
        cells = []
        for column in columns:
            cell = self._cell(row.get(column.name), column)
            if column == naming:
                text = cell.text if cell else row_key(self.table, row)
                words = cell.words if cell else False
                cell = Shown(text, href=_link(self.snapshot, self.table, row), words=words)
            cells.append(cell)
        return cells

    def group_label(self, group: Field | None, value: str | None) -> str | None:
        cell = self._cell(value, group) if group else None
        return cell.text if cell else None

    def _cell(self, value: str | None, column: Field) -> Shown | None:
        if value is None:
            return None
        if column.name in self.titles:
            parent, titles = self.titles[column.name]
            if value in titles:
                key = dict.fromkeys(parent.primary_key, value)
                return Shown(titles[value], href=_link(self.snapshot, parent, key), words=True)
        if column.name == NOTE and len(value) > MOST_WORDS_LETTERS:
            value = f"{value[:MOST_WORDS_LETTERS].rsplit(None, 1)[0].rstrip('.,;: ')} …"
        return shown(
            column,
            value,
            self.language,
            as_status=column == self.table.role("status"),
            in_key=column.name in self.table.primary_key,
        )
