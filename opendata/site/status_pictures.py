"""Status pictures: how far the rows of a dataset are, as bars with their figures in words.

Here: what the bars of an overview hold. Not here: counting (domain/overview/), drawing (pictures/), whole pages
(overview_page.py, progress_page.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from opendata.domain.kinds import Field
from opendata.domain.overview.status_counts import StatusCounts, Weighted
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.values_for_people import count_text
from opendata.pictures.bar_pictures import Portion, sentence, stacked_bar
from opendata.pictures.looks import UNKNOWN, in_order, look_of
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text, short_amount, unit_of

HEIGHTS = {"large": 40, "usual": 26, "small": 16}
SHORTEST = 0.02  # of a bar that is drawn as long as its group is large

LinkToStatus = Callable[[str | None], str | None]  # the list of the rows that have a status; None: there is no list


@dataclass(frozen=True)
class PictureBar:
    """A bar with its name and what it rests on; coverage: in words, "" where it counts all rows."""

    name: str
    coverage: str
    total: str
    drawing: Markup
    is_thin: bool = False  # it rests on less than half of the rows
    is_weighted: bool = False


@dataclass(frozen=True)
class PictureLine:
    """What is told of one status: its figure in each bar, and its share of the first one."""

    code: str | None
    label: str
    look: str
    figures: Sequence[str]
    share: str
    href: str | None


@dataclass(frozen=True)
class StatusPicture:
    """Bars with the same statuses, and the table of their figures, which is their legend too."""

    label: str
    bars: Sequence[PictureBar]
    heads: Sequence[str]  # of the figures of the lines: what each bar counts, and in which unit
    lines: Sequence[PictureLine]


@dataclass(frozen=True)
class StatusHead:
    """A status with its look, as the head of a column or in a legend."""

    label: str
    look: str


@dataclass(frozen=True)
class GroupBar:
    """The bar of one group of rows, as long as the group is large beside the largest one."""

    label: str
    is_words: bool  # the label is the city's own word
    total: str
    late: int
    drawing: Markup


@dataclass(frozen=True)
class GroupPicture:
    """How far the rows of each group are."""

    label: str
    heading: str  # the label inside a line of words
    groups: Sequence[GroupBar]
    others: int  # smaller groups that are not drawn


def status_picture(
    view: ViewedTable, counts: StatusCounts, language: str, link: LinkToStatus = lambda code: None
) -> StatusPicture | None:
    """All rows by status, counted, and weighted by what they bring and what they cost; None without a status."""
    field = view.status
    if field is None or not counts.total:
        return None
    amounts = all_amounts(counts.by_status, counts.total)
    codes = _in_order(field, amounts)
    bars = [_count_bar(field, counts, language)]
    columns: list[dict[str | None, str]] = [{code: count_text(amounts[code], language) for code in codes}]
    heads = [text("overview.number", language)]
    for weighted in counts.weighted.values():
        if weighted.total:
            bars.append(_weighted_bar(field, weighted, counts.total, language))
            columns.append({code: short_amount(sum_, None, language) for code, sum_ in weighted.by_status.items()})
            heads.append(f"{weighted.field.label(language)} ({unit_of(weighted.field, language)})")
    lines = [
        PictureLine(
            code,
            _label(field, code, language),
            look_of(field, code),
            [column.get(code, "–") for column in columns],
            percent_text(amounts[code] / counts.total, language),
            link(code),
        )
        for code in codes
    ]
    return StatusPicture(field.label(language), bars, heads, lines)


def schedule_picture(view: ViewedTable, counts: StatusCounts, language: str) -> StatusPicture | None:
    """How the rows keep to their schedule; None where no row says so."""
    field = view.schedule
    if field is None or not any(counts.by_schedule.values()):
        return None
    amounts = all_amounts(counts.by_schedule, counts.total)
    codes = _in_order(field, amounts)
    portions = _portions(field, amounts, language)
    name = field.label(language)
    drawing = stacked_bar(portions, f"{name}: {sentence(portions)}", height=HEIGHTS["usual"])
    known = sum(amount for code, amount in amounts.items() if look_of(field, code) != UNKNOWN)
    coverage = coverage_text(known, counts.total, language)
    lines = [
        PictureLine(
            code,
            _label(field, code, language),
            look_of(field, code),
            [count_text(amounts[code], language)],
            percent_text(amounts[code] / counts.total, language),
            None,
        )
        for code in codes
    ]
    bar = PictureBar(text("overview.schedule.all", language), coverage, count_text(counts.total, language), drawing)
    return StatusPicture(name, [bar], [text("overview.number", language)], lines)


def small_bar(view: ViewedTable, counts: StatusCounts, language: str, size: str = "small") -> Markup | None:
    """The bar of all rows, without a legend."""
    if view.status is None or not counts.total:
        return None
    portions = _portions(view.status, all_amounts(counts.by_status, counts.total), language)
    return stacked_bar(portions, sentence(portions), height=HEIGHTS[size], numbers=size != "small")


def bar_of(
    field: Field, by_status: Mapping[str, int], total: int, language: str, *, height: int = 20, length: float = 1.0
) -> Markup:
    """The bar of some rows by status."""
    portions = _portions(field, all_amounts(by_status, total), language)
    return stacked_bar(portions, sentence(portions), height=height, length=length)


def heads_of(field: Field, codes: Sequence[str], language: str) -> list[StatusHead]:
    """What some statuses are called and how they look, in the order of pictures."""
    return [StatusHead(field.code_label(code, language), look_of(field, code)) for code in in_order(field, codes)]


def group_picture(
    view: ViewedTable, field: Field | None, groups: Sequence[StatusCounts], language: str, most: int = 16
) -> GroupPicture | None:
    """The rows by group, such as the field of action, the largest first; None where it tells nothing."""
    if view.status is None or field is None or len([group for group in groups if group.group]) < 2:
        return None
    largest = max(group.total for group in groups)
    ordered = sorted(groups, key=lambda group: (group.group is None, -group.total, natural_key(group.group or "")))
    drawn = []
    for group in ordered[:most]:
        portions = _portions(view.status, all_amounts(group.by_status, group.total), language)
        label = field.code_label(group.group, language) if group.group else text("table.ungrouped", language)
        length = max(SHORTEST, group.total / largest)
        drawing = stacked_bar(portions, sentence(portions), height=20, length=length)
        own_words = bool(group.group) and not field.codes
        drawn.append(GroupBar(label, own_words, count_text(group.total, language), group.late.count, drawing))
    label = field.label(language)
    heading = label if language == "de" else label[:1].lower() + label[1:]
    return GroupPicture(label, heading, drawn, max(0, len(groups) - most))


def count_portions(view: ViewedTable, counts: StatusCounts, language: str) -> list[Portion]:
    """The parts of the bar of all rows; none without a status."""
    return _portions(view.status, all_amounts(counts.by_status, counts.total), language) if view.status else []


def coverage_text(known: int, total: int, language: str) -> str:
    """For how many of how many rows something is known."""
    return text("overview.coverage", language, known=count_text(known, language), total=count_text(total, language))


def says_nothing(view: ViewedTable, counts: StatusCounts) -> bool:
    """Whether no row has a status that says how far it is."""
    return not any(count for code, count in counts.by_status.items() if code not in view.unknown)


def done_codes(view: ViewedTable) -> list[str]:
    """The statuses that say that a thing is done; where the kind does not say it, those that look so."""
    field = view.status
    if field is None:
        return []
    return [code for code in field.codes if (code in view.done if view.done else look_of(field, code) == "done")]


def _count_bar(field: Field, counts: StatusCounts, language: str) -> PictureBar:
    portions = _portions(field, all_amounts(counts.by_status, counts.total), language)
    name = text("overview.counted", language)
    drawing = stacked_bar(portions, f"{name}: {sentence(portions)}", height=HEIGHTS["large"])
    return PictureBar(name, "", count_text(counts.total, language), drawing)


def _weighted_bar(field: Field, weighted: Weighted, rows: int, language: str) -> PictureBar:
    unit = weighted.field.unit
    portions = [
        Portion(
            field.code_label(code, language),
            look_of(field, code),
            float(weighted.by_status[code]),
            short_amount(weighted.by_status[code], unit, language),
        )
        for code in in_order(field, list(weighted.by_status))
    ]
    name = text("overview.by", language, label=weighted.field.label(language))
    coverage = coverage_text(round(weighted.coverage * rows), rows, language)
    drawing = stacked_bar(portions, f"{name}: {sentence(portions)}", height=HEIGHTS["usual"])
    total = short_amount(weighted.total, unit, language)
    return PictureBar(name, coverage, total, drawing, is_thin=weighted.coverage < 0.5, is_weighted=True)


def _portions(field: Field, amounts: Mapping[str | None, int], language: str) -> list[Portion]:
    return [
        Portion(
            _label(field, code, language), look_of(field, code), amounts[code], count_text(amounts[code], language)
        )
        for code in _in_order(field, amounts)
    ]


def all_amounts(by_code: Mapping[str, int], total: int) -> dict[str | None, int]:
    """How many rows have each code, and under None how many have none."""
    rest = total - sum(by_code.values())
    amounts: dict[str | None, int] = dict(by_code.items())
    return {**amounts, None: rest} if rest else amounts


def _in_order(field: Field, amounts: Mapping[str | None, int]) -> list[str | None]:
    return [*in_order(field, [code for code in amounts if code is not None]), *([None] if None in amounts else [])]


def _label(field: Field, code: str | None, language: str) -> str:
    return field.code_label(code, language) if code is not None else text("dataset.statuses.none", language)
