"""Sheets without lines: measures told by labels that stand before, beside or above their texts.

Here: which lines of a page are labels, and where a sheet begins. Not here: ruled sheets (measure_search.py), and the
table that the measures become (measure_table.py). A list whose columns nothing names is not read, but refused.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from opendata.intake.reports.joined_lines import joined_label, one_line
from opendata.intake.reports.label_words import (
    HEADED_BY_ID,
    begins_sentence,
    group_named,
    is_known_label,
    label_key,
    looks_like_label,
    names_title,
)
from opendata.intake.reports.labels_by_place import labels_by_place
from opendata.intake.reports.lattices import Cell
from opendata.intake.reports.middle_labels import labels_first
from opendata.intake.reports.page_furniture import ReadPage
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.sheet_headings import SHEET
from opendata.intake.reports.sheet_lines import COLON, FEWEST, SAME_EDGE, blocks_of, goes_on_below, of_segments
from opendata.intake.reports.text_lines import Segment, TextLine

LARGER = 1.0  # points: a line of larger letters is a heading
OFTEN_ABOVE = 3  # times, where nothing but its look parts a label from a text
MOST_LEFT_OVER = 0.25  # of the letters from the first sheet to the last; with more a report is not understood
BESIDE = 1.2  # of the size of a letter: lines of two columns are no further above each other
MOST_BESIDE = 0.1  # of the lines of all texts
TEXT_BELOW = "Text unter der Überschrift"  # of a sheet, in front of its first label
MOST_HEADING = 160  # characters
HalfLabel = tuple[str, TextLine | None]  # a label, and what of its text stands in the same line


@dataclass
class _Item:
    """A heading, or a label with the lines of its text, each with its page."""

    page: ReadPage
    label: str | None
    lines: list[tuple[ReadPage, TextLine]] = field(default_factory=list)


def open_records(pages: Sequence[ReadPage]) -> list[ReportRecord]:
    """The measures that labels without lines tell of; none where much of the text between them belongs to no measure.

    For each heading and label an item is gathered first.
    """
    blocks = blocks_of(pages)
    if not any(lines for of_page in blocks.values() for lines in of_page):
        return []
    reader = _Reader(blocks)
    for number, of_page in blocks.items():
        blocks[number] = [labels_first(lines, reader.is_any_label) for lines in of_page]
    reader = _Reader(blocks)
    items: list[_Item] = []
    for page in pages:
        for lines in blocks[page.number]:
            # A text at the top of a page or column may be the rest of that at the bottom of the one before.
            in_boxes = page.boxes and len(blocks[page.number]) > 1
            before = items[-1] if items and not in_boxes and items[-1].page.number >= page.number - 1 else None
            items += reader.items(page, lines, before)
    records = _records(items)
    within = [page for page in pages if records and records[0].page <= page.number <= _last_page(records)]
    said = sum(len(line.text) for page in within for lines in blocks[page.number] for line in lines)
    told = sum(_letters(record) for record in records)
    return records if told >= (1 - MOST_LEFT_OVER) * said and not _are_mixed(records) else []


def _are_mixed(records: Sequence[ReportRecord]) -> bool:
    """Whether texts hold lines of two columns in turn, which were not told from each other."""
    texts = [cell.lines for record in records for entry in record.entries.values() for cell in entry.cells]
    pairs = [pair for lines in texts for pair in pairwise(lines)]
    beside = sum(
        (above.x1 < below.x0 and 0 <= below.top - above.top < BESIDE * below.size) or below.x1 < above.x0
        for above, below in pairs
        if above.top <= below.top
    )
    return beside > MOST_BESIDE * len(pairs)


def _last_page(records: Sequence[ReportRecord]) -> int:
    cells = [cell for record in records for entry in record.entries.values() for cell in entry.cells]
    return max([records[-1].page, *(box.page for cell in cells for box in cell.boxes)])


def _letters(record: ReportRecord) -> int:
    """How many letters became a measure: labels, texts and the headings above."""
    texts = [line.text for entry in record.entries.values() for cell in entry.cells for line in cell.lines]
    headings = [line.text for cell in (record.heading,) if cell for line in cell.lines]
    return sum(map(len, [*texts, *headings, *(entry.label for entry in record.entries.values())]))


def _labels(lines: Sequence[TextLine]) -> Counter[str]:
    """How often each text stands where a label may stand."""
    counts: Counter[str] = Counter()
    for line, following in zip(lines, [*lines, None][1:], strict=True):
        if match := COLON.match(line.text):
            counts[label_key(match[1])] += 1
        left = line.segments[0].text if line.segments else ""
        if len(line.segments) > 1 and looks_like_label(left):
            counts[label_key(left.rstrip(":"))] += 1
            below = following.segments[0].text if following and following.segments else ""
            if following and below.endswith(":") and abs(following.x0 - line.x0) < SAME_EDGE:
                counts[label_key(f"{left} {below.rstrip(':')}")] += 1
        elif len(line.segments) == 1 and looks_like_label(line.text):
            counts[f"above {label_key(line.text)}"] += 1
    return counts


class _Reader:
    """Takes lines one after another and gathers headings and labels with their texts."""

    def __init__(self, blocks: Mapping[int, Sequence[Sequence[TextLine]]]) -> None:
        everything = [line for of_page in blocks.values() for lines in of_page for line in lines]
        body: Counter[float] = Counter()
        for line in everything:
            body[round(line.size, 1)] += len(line.text)
        self._body, self._counts = body.most_common(1)[0][0], _labels(everything)
        self._by_place = labels_by_place(everything, self._differs, self._is_large)
        above = [line for line in everything if self._differs(line) and self._is_label(line.text, above=True)]
        in_bold = {label_key(line.text) for line in above if line.bold}
        # Where labels are bold, "mittel" and "Energie" in small letters below them are values.
        self._are_bold = 2 * len(in_bold) > len({label_key(line.text) for line in above})

    def items(self, page: ReadPage, lines: Sequence[TextLine], before: _Item | None) -> list[_Item]:
        """The headings and labels of a page; before: what lines above the first of them belong to."""
        items: list[_Item] = []
        pending: HalfLabel | None = None
        last: TextLine | None = None
        for line, following in zip(lines, [*lines, None][1:], strict=True):
            is_half = self._is_half(line, following)
            parts = None if is_half else self._label_and_rest(line, pending)
            if parts is not None:
                label, rest = parts
                said = [part for part in (pending[1] if pending else None, rest) if part]
                items.append(_Item(page, label, [(page, part) for part in said]))
                pending = None
            elif is_half and pending is None:
                pending = (line.segments[0].text, of_segments(line, line.segments[1:]))
            elif items and items[-1].label and last and goes_on_below(last, line):
                items[-1].label = joined_label(items[-1].label, line.segments[0].text)
                items[-1].lines += [(page, rest)] if (rest := of_segments(line, line.segments[1:])) else []
            else:
                self._take(page, line, items, before, last)
            last = line
        return items

    def _take(
        self, page: ReadPage, line: TextLine, items: list[_Item], before: _Item | None, last: TextLine | None
    ) -> None:
        """Take a line without a label: a heading, or more of what stands above."""
        item = items[-1] if items else before
        if self._is_heading(line):
            if items and items[-1].label is None and last and self._goes_on(last, line):
                items[-1].lines.append((page, line))
            else:
                items.append(_Item(page, None, [(page, line)]))
        elif item is not None:
            if item.label is None and HEADED_BY_ID.fullmatch(_cell(item).label):
                items.append(item := _Item(page, TEXT_BELOW))
            if item.label is not None:
                item.lines.append((page, line))

    def is_any_label(self, text: str) -> bool:
        """Whether a text is a label, beside or above what it names."""
        return self._is_label(text) or self._is_label(text, above=True)

    def _is_label(self, text: str, *, above: bool = False) -> bool:
        if not looks_like_label(text):
            return False
        key = label_key(text)
        if above:
            if self._counts[f"above {key}"] < OFTEN_ABOVE:
                return False
            return is_known_label(text) or key in self._by_place
        often = self._counts[key]
        return often >= FEWEST and (is_known_label(text) or often > OFTEN_ABOVE)

    def _label_and_rest(self, line: TextLine, pending: HalfLabel | None) -> HalfLabel | None:
        """The label at the beginning of a line, and what of the text stands in the same line."""
        first, *others = line.segments
        if pending is not None and first.text.endswith(":"):
            label = f"{pending[0]} {first.text.rstrip(':')}"
            return (label, of_segments(line, others)) if looks_like_label(label) else None
        match = COLON.match(first.text)
        if match and self._is_label(match[1]) and not begins_sentence(match[1]):
            rest = [Segment(first.x0, first.x1, match[2], bold=False)] if match[2] else []
            return match[1], of_segments(line, [*rest, *others])
        if others and self._is_label(first.text):
            return first.text, of_segments(line, others)
        differs = line.bold if self._are_bold else self._differs(line)
        # A large line with more words than a label has, "Handlungsfeld Verkehr", is a heading.
        is_group = self._is_large(line) and " " in line.text and group_named(line.text) is not None
        if not others and differs and not is_group and self._is_label(line.text, above=True):
            return line.text, None
        return None

    def _differs(self, line: TextLine) -> bool:
        """Whether a line looks other than most of the text."""
        return line.bold or abs(line.size - self._body) > LARGER / 3

    def _is_half(self, line: TextLine, following: TextLine | None) -> bool:
        """Whether a label begins in a line and ends with a colon in the next one, both beside a text."""
        if following is None or len(line.segments) < 2 or line.segments[0].text.endswith(":"):
            return False
        below = following.segments[0]
        label = f"{line.segments[0].text} {below.text.rstrip(':')}"
        aligned = abs(following.x0 - line.x0) < SAME_EDGE and below.x1 < line.segments[1].x0
        return below.text.endswith(":") and aligned and self._counts[label_key(label)] >= FEWEST

    def _is_large(self, line: TextLine) -> bool:
        return line.size > self._body + LARGER

    def _is_heading(self, line: TextLine) -> bool:
        if len(line.text) > MOST_HEADING or line.text.endswith((".", ";", ",")):
            return False
        return self._is_large(line) or (line.bold and line.size >= self._body - LARGER / 2)

    def _goes_on(self, last: TextLine, line: TextLine) -> bool:
        """Whether a heading goes on in the next line."""
        same = abs(last.size - line.size) < LARGER / 2 and last.bold == line.bold
        return same and line.top - last.bottom < last.size and HEADED_BY_ID.fullmatch(one_line(line.text)) is None


def _records(items: Sequence[_Item]) -> list[ReportRecord]:
    records: list[ReportRecord] = []
    record: ReportRecord | None = None
    group: Cell | None = None
    heading: _Item | None = None
    for item in items:
        if item.label is None:
            cell = _cell(item)
            if group_named(cell.label) is not None and not HEADED_BY_ID.fullmatch(cell.label):
                group = cell
            else:
                heading = item
            record = None
            continue
        first = next(iter(record.entries), None) if record else None
        if record is None or label_key(item.label) == first:
            if record is None and heading is None and records and first_of(records) != label_key(item.label):
                continue  # a label in prose, below the end of a sheet
            record = ReportRecord(item.page.number if heading is None else heading.page.number, SHEET, group=group)
            record.heading = _cell(heading) if heading is not None else None
            heading = None
            records.append(record)
        record.put(item.label, _cell(item))
    return [record for record in records if _is_sheet(record)]


def first_of(records: Sequence[ReportRecord]) -> str | None:
    """The label with which most sheets begin."""
    firsts = Counter(next(iter(record.entries), "") for record in records)
    return firsts.most_common(1)[0][0] if firsts else None


def _is_sheet(record: ReportRecord) -> bool:
    """Whether labels tell of a measure: two at least, and a title or a heading."""
    titled = any(names_title(entry.label) for entry in record.entries.values())
    labels = [entry.label for entry in record.entries.values() if entry.label != TEXT_BELOW]
    return len(labels) > 1 and (titled or record.heading is not None)


def _cell(item: _Item) -> Cell:
    boxes = []
    for page in {page.number: page for page, _ in item.lines}.values():
        lines = [line for of_page, line in item.lines if of_page is page]
        edges = (min(line.x0 for line in lines), min(line.top for line in lines))
        boxes.append(page.shown_box(*edges, max(line.x1 for line in lines), max(line.bottom for line in lines)))
    return Cell(0.0, 0.0, [line for _, line in item.lines], tuple(boxes))
