"""Styles of marked cells: each is the style that the cell has, with another colour behind it.

Here: styles.xml with further fills, fonts and cell styles. Not here: which cells are marked (marked_sheet.py).
Source: ECMA-376, Part 1, 18.8.
"""

import re
from dataclasses import dataclass, field

from opendata.domain.tables.marked_workbooks import COLOURS
from opendata.marking.spliced_xml import CannotMark, Mark, Splices, opened, prefix_of, walk, with_attribute

MINIMAL = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_FILL_ID = re.compile(rb"\sfillId\s*=\s*[\"']([0-9]+)[\"']")
PLAIN = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'


@dataclass
class _List:
    """One of the lists of styles.xml: the tag that opens it, what stands in it, and where it ends."""

    mark: Mark
    items: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0
    added: list[bytes] = field(default_factory=list)


class MarkedStyles:
    """styles.xml of a workbook, to which styles are added."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._lists: dict[str, _List] = {}
        self._prefix = ""
        self._open: list[Mark] = []
        self._ours: set[int] = set()  # numbers of fills that are marks of an earlier round
        walk(content, self._begin, self._finish)
        if not {"fonts", "fills", "cellXfs"} <= self._lists.keys():
            raise CannotMark
        self._fills: dict[str, int] = {}
        self._made: dict[tuple[int, str], int] = {}

    @property
    def has_marks(self) -> bool:
        """Whether cells may have the marks of an earlier round."""
        return bool(self._ours)

    def marked(self, base: int, mark: str) -> int:
        """The number of the style that is `base` with the colour of a mark behind it."""
        base = self.unmarked(base)
        if (base, mark) not in self._made:
            xf = with_attribute(self._opening(base), "fillId", str(self._fill(mark)))
            self._made[base, mark] = self._add_xf(base, with_attribute(xf, "applyFill", "1"))
        return self._made[base, mark]

    def unmarked(self, base: int) -> int:
        """The number of the style without the colour of a mark of an earlier round; itself where it has none."""
        if not self._ours or not self._is_ours(base):
            return base
        if (base, "") not in self._made:
            self._made[base, ""] = self._add_xf(base, with_attribute(self._opening(base), "fillId", "0"))
        return self._made[base, ""]

    def style(self, font: str | None = None, *, wraps: bool = False) -> int:
        """A style of our own; font: what its font consists of, as XML without prefixes."""
        number = 0 if font is None else self._add("fonts", self._named(f"<font>{font}</font>"))
        alignment = f'<alignment vertical="top" wrapText="{int(wraps)}"/>'
        about = f'numFmtId="0" fontId="{number}" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"'
        return self._add("cellXfs", self._named(f"<xf {about}>{alignment}</xf>"))

    def result(self) -> bytes:
        """styles.xml with everything that was added."""
        splices = Splices(self._content)
        for listed in self._lists.values():
            if not listed.added:
                continue
            mark, added = listed.mark, b"".join(listed.added)
            if mark.is_empty:
                splices.put(*opened(self._content, mark, added))
                continue
            count = str(len(listed.items) + len(listed.added))
            tag = with_attribute(self._content[mark.start : mark.end], "count", count)
            splices.put(mark.start, tag, mark.end)
            splices.put(listed.end, added)
        return splices.result()

    def _begin(self, mark: Mark) -> None:
        if mark.depth == 0:
            self._prefix = prefix_of(self._content, mark)
        elif mark.depth == 1 and mark.local in ("fonts", "fills", "cellXfs"):
            self._lists[mark.local] = _List(mark)
        elif mark.depth == 2 and (parent := self._parent()) is not None:
            parent.items.append((mark.start, mark.end))
        elif _is_our_colour(mark) and self._open[1].local == "fills":
            self._ours.add(len(self._lists["fills"].items) - 1)
        self._open.append(mark)

    def _parent(self) -> _List | None:
        return self._lists.get(self._open[1].local)

    def _finish(self, _name: str, depth: int, start: int, end: int) -> None:
        mark = self._open.pop()
        if depth == 1 and mark.local in self._lists:
            self._lists[mark.local].end = start
        elif depth == 2 and (parent := self._lists.get(self._open[1].local)) is not None:
            parent.items[-1] = (parent.items[-1][0], end)

    def _is_ours(self, base: int) -> bool:
        fill = _FILL_ID.search(self._opening(base))
        return fill is not None and int(fill[1]) in self._ours

    def _whole(self, base: int) -> bytes:
        items = self._lists["cellXfs"]
        if 0 <= base < len(items.items):
            start, end = items.items[base]
            return self._content[start:end]
        added = base - len(items.items)
        return items.added[added] if 0 <= added < len(items.added) else self._named(PLAIN.decode())

    def _opening(self, base: int) -> bytes:
        whole = self._whole(base)
        return whole[: _end_of_tag(whole)]

    def _add_xf(self, base: int, opening: bytes) -> int:
        whole = self._whole(base)
        return self._add("cellXfs", opening + whole[_end_of_tag(whole) :])

    def _add(self, name: str, item: bytes) -> int:
        listed = self._lists[name]
        listed.added.append(item)
        return len(listed.items) + len(listed.added) - 1

    def _fill(self, mark: str) -> int:
        if mark not in self._fills:
            colour = f'<fgColor rgb="{COLOURS[mark]}"/><bgColor indexed="64"/>'
            fill = f'<fill><patternFill patternType="solid">{colour}</patternFill></fill>'
            self._fills[mark] = self._add("fills", self._named(fill))
        return self._fills[mark]

    def _named(self, xml: str) -> bytes:
        """XML with the prefix of the document in its tags."""
        return re.sub(r"<(/?)(?=\w)", rf"<\1{self._prefix}", xml).encode()


def _is_our_colour(mark: Mark) -> bool:
    return mark.local == "fgColor" and mark.attributes.get("rgb", "").upper() in COLOURS.values()


def _end_of_tag(xml: bytes) -> int:
    match = re.match(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>", xml)
    if match is None:
        raise CannotMark
    return match.end()
