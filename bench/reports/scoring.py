"""Figures: how much of what a report tells was read from it.

Here: which row is which measure, and what of it is right. A person confirms which column means what, so the column
with most right values counts as the one for a field. Not here: the reading (reading.py), and the printed table.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bench.reports.reading import Reading
from bench.reports.told import MadeReport, Sort, ToldMeasure

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
BULLETS = re.compile(r"(?:^|\n)\s*(?:[•▪‣◦·]\s*|[*–-]\s+)")
FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d_]{3})[”“\"’]?[¹²³⁴⁵⁶⁷⁸⁹]")
WORDS_OF_NUMBERS = re.compile(r"^(?:Maßnahme|Steckbrief|Nr\.?|Maßnahmen-Nr\.?)\s*")
ALIKE = 0.8  # titles that are so alike are of one measure where no number tells it


def comparable(text: str) -> str:
    """The text without what two faithful readers may write in two ways: blanks, bullets, lowered digits, notes."""
    text = text.replace("\u00ad", "").replace("\u00a0", " ").translate(SUBSCRIPTS)
    text = BULLETS.sub("\n", text)
    text = FOOTNOTE_MARK.sub(lambda mark: mark[0][:-1], text)
    return " ".join(text.split())


def number_alone(text: str) -> str:
    """The number without the word that says what is numbered."""
    return WORDS_OF_NUMBERS.sub("", comparable(text))


def field_alone(text: str) -> str:
    """The field of action without the word that says that it is one."""
    return comparable(text).removeprefix("Handlungsfeld ").strip('„“" ')


def likeness(one: str, other: str) -> float:
    """difflib's ratio, without its short cut for frequent letters."""
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _alike(one: str, other: str) -> float:
    """The likeness, or less than ALIKE at once where the texts have too few letters in common."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


@dataclass(frozen=True)
class Part:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """1.0 where there is nothing to be right about."""
        return self.right / self.of if self.of else 1.0

    def __add__(self, other: "Part") -> "Part":
        return Part(self.right + other.right, self.of + other.of)


@dataclass(frozen=True)
class Score:
    """The figures of one report; faults name single cells, for whoever mends the reading."""

    name: str
    sort: Sort
    told: int
    rows: int
    found: int
    numbers: Part = Part()
    titles: Part = Part()
    offices: Part = Part()
    fields: Part = Part()
    pages: Part = Part()
    exact_texts: Part = Part()
    likeness_of_texts: float = 0.0  # summed
    proposed: Part = Part()
    refusal: Part = Part()
    seconds: float = 0.0
    mib: float = 0.0
    faults: Sequence[str] = ()

    @property
    def recall(self) -> float:
        """How many of the measures that the report tells were read."""
        return self.found / self.told if self.told else 1.0

    @property
    def precision(self) -> float:
        """How many of the rows that were read are measures of the report."""
        return self.found / self.rows if self.rows else float(not self.told)

    @property
    def mean_likeness(self) -> float:
        """Of the texts that were read to those that are told."""
        return self.likeness_of_texts / self.exact_texts.of if self.exact_texts.of else 1.0


def score(report: MadeReport, reading: Reading) -> Score:
    """Hold the reading against what the report tells."""
    if report.sort is Sort.REFUSED:
        return _score_of_refusal(report, reading)
    told = report.measures
    if reading.refused or reading.broken:
        nothing = Part(0, len(told))
        faults = [f"nothing read: {reading.refused or reading.broken}"]
        texts = Part(0, sum(len(measure.texts) for measure in told))
        return Score(
            report.name, report.sort, len(told), 0, 0, nothing, nothing, nothing, nothing, Part(), texts,
            seconds=reading.seconds, mib=reading.mib, faults=faults,
        )  # fmt: skip
    return _Comparison(report, reading).score()


def _score_of_refusal(report: MadeReport, reading: Reading) -> Score:
    faults = []
    if reading.broken:
        faults.append(f"no sentence, but {reading.broken}")
    elif not reading.refused:
        faults.append(f"{len(reading.rows)} rows were read where nothing can be: {list(reading.header)[:6]}")
    right = Part(int(not faults), 1)
    return Score(
        report.name, report.sort, 0, len(reading.rows), 0, refusal=right,
        seconds=reading.seconds, mib=reading.mib, faults=faults,
    )  # fmt: skip


class _Comparison:
    """One report beside one reading."""

    def __init__(self, report: MadeReport, reading: Reading) -> None:
        self.report, self.reading, self.told = report, reading, report.measures
        self.columns = [
            [comparable(row[place]) if place < len(row) else "" for row in reading.rows]
            for place in range(len(reading.header))
        ]
        self.number = self._column_of((measure.number for measure in self.told), number_alone)
        self.title = self._column_of(measure.title for measure in self.told)
        self.pairs = self._pairs()
        self.faults: list[str] = []

    def score(self) -> Score:
        """Every figure."""
        numbers = self._numbers()
        titles = self._right("title", self.title, lambda measure: measure.title)
        office = self._column_of(measure.responsible for measure in self.told)
        offices = self._right("office", office, lambda measure: measure.responsible)
        field = self._column_of((measure.field_of_action for measure in self.told), field_alone)
        fields = self._right("field of action", field, lambda measure: measure.field_of_action, field_alone)
        exact, alike = self._texts()
        self._faults_of_rows()
        chosen = {"measure_id": self.number, "title": self.title, "responsible": office, "field_of_action": field}
        return Score(
            self.report.name, self.report.sort, len(self.told), len(self.reading.rows), len(self.pairs),
            numbers, titles, offices, fields, self._pages(), exact, alike, self._proposed(chosen),
            seconds=self.reading.seconds, mib=self.reading.mib, faults=self.faults,
        )  # fmt: skip

    def _column_of(self, values: Iterable[str], alone: Callable[[str], str] = comparable) -> int | None:
        """The column that holds most of the values; None where the report tells none."""
        wanted = Counter(alone(value) for value in values if value)
        if not wanted or not self.columns:
            return None
        right = [(Counter(map(alone, column)) & wanted).total() for column in self.columns]
        return max(range(len(right)), key=lambda place: right[place])

    def _pairs(self) -> dict[int, int]:
        """The row of each measure that was read: by its number or its title, best by both."""
        likely = []
        for place, measure in enumerate(self.told):
            for row in range(len(self.reading.rows)):
                read = number_alone(self._cell(self.number, row))
                same = bool(measure.number) and read == number_alone(measure.number)
                title = self._cell(self.title, row)
                alike = _alike(title, comparable(measure.title))
                if same or alike >= ALIKE:
                    likely.append((same + alike, place, row))
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for _, place, row in sorted(likely, key=lambda one: (-one[0], one[1], one[2])):
            if place not in pairs and row not in taken:
                pairs[place] = row
                taken.add(row)
        return pairs

    def _cell(self, column: int | None, row: int) -> str:
        return self.columns[column][row] if column is not None else ""

    def _numbers(self) -> Part:
        """A number that is printed for several measures may have got a letter or digit more, by which they differ."""
        printed = Counter(number_alone(measure.number) for measure in self.told)
        read = Counter(self._cell(self.number, row) for row in self.pairs.values())
        right = of = 0
        for place, measure in enumerate(self.told):
            wanted = number_alone(measure.number)
            got = number_alone(self._cell(self.number, self.pairs[place])) if place in self.pairs else ""
            told_apart = printed[wanted] > 1 and got.startswith(wanted) and read[got] == 1
            of += bool(wanted)
            right += bool(wanted) and (got == wanted or told_apart)
            if wanted and place in self.pairs and got != wanted and not told_apart:
                self.faults.append(f"number of {measure.title}: {got!r} instead of {wanted!r}")
        return Part(right, of)

    def _right(
        self,
        what: str,
        column: int | None,
        value: Callable[[ToldMeasure], str],
        alone: Callable[[str], str] = comparable,
    ) -> Part:
        right = of = 0
        for place, measure in enumerate(self.told):
            wanted = alone(value(measure))
            if not wanted:
                continue
            of += 1
            read = alone(self._cell(column, self.pairs[place])) if place in self.pairs else ""
            right += read == wanted
            if read != wanted and place in self.pairs:
                self.faults.append(f"{what} of {measure.number or measure.title}: {read!r} instead of {wanted!r}")
        return Part(right, of)

    def _texts(self) -> tuple[Part, float]:
        """How many texts are exact, and how alike all of them are together."""
        exact, alike, of = 0, 0.0, 0
        for label in dict.fromkeys(label for measure in self.told for label in measure.texts):
            column = self._text_column(label)
            for place, measure in enumerate(self.told):
                if label not in measure.texts:
                    continue
                of += 1
                wanted = comparable(measure.texts[label])
                read = self._cell(column, self.pairs[place]) if place in self.pairs else ""
                exact += read == wanted
                alike += likeness(read, wanted)
                if read != wanted and place in self.pairs:
                    self.faults.append(f"{label} of {measure.number or measure.title}: {_difference(read, wanted)}")
        return Part(exact, of), alike

    def _text_column(self, label: str) -> int | None:
        """The column with this header, or the one with most of the texts."""
        wanted = re.sub(r"\W", "", label).lower()
        headers = [re.sub(r"\W", "", header).lower() for header in self.reading.header]
        if headers.count(wanted) == 1:
            return headers.index(wanted)
        return self._column_of(measure.texts.get(label, "") for measure in self.told)

    def _pages(self) -> Part:
        right = 0
        for place, row in self.pairs.items():
            page, told = self.reading.pages[row], self.told[place].page
            right += page == told
            if page != told:
                self.faults.append(f"page of {self.told[place].number or place}: {page} instead of {told}")
        return Part(right, len(self.pairs))

    def _faults_of_rows(self) -> None:
        for place, measure in enumerate(self.told):
            if place not in self.pairs:
                self.faults.append(f"not read: {measure.number} {measure.title} (page {measure.page})")
        for row in sorted(set(range(len(self.reading.rows))) - set(self.pairs.values())):
            self.faults.append(f"no measure: row {row} {[text[:30] for text in self.reading.rows[row] if text][:4]}")

    def _proposed(self, chosen: dict[str, int | None]) -> Part:
        """Whether the mapping takes these columns without a person."""
        wanted = {name: self.reading.positions[place] for name, place in chosen.items() if place is not None}
        right = sum(self.reading.mapped.get(name) == position for name, position in wanted.items())
        return Part(right, len(wanted))


def _difference(read: str, wanted: str) -> str:
    """The first place where two texts differ, with a few letters around."""
    place = next(
        (nth for nth, (one, other) in enumerate(zip(read, wanted, strict=False)) if one != other),
        min(len(read), len(wanted)),
    )
    begin = max(0, place - 25)
    return f"…{read[begin : place + 25]!r} instead of …{wanted[begin : place + 25]!r}"
