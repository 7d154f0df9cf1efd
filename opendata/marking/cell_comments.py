"""Comments on cells: what is wrong, and what to do, beside the comments that the office itself has written.

Here: the part with the texts, and the drawing with the boxes that show them. Not here: the sheet (marked_sheet.py).
Source: ECMA-376, Part 1, 18.7 (comments); Part 4, 19 (VML), which Excel still needs for the boxes.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from opendata.domain.tables.cell_addresses import address, cell_place
from opendata.domain.tables.marked_workbooks import AUTHOR
from opendata.marking.marked_sheet import Place
from opendata.marking.spliced_xml import Mark, Splices, attribute, opened, prefix_of, walk, xml_text

LONGEST_COMMENT = 2_000
IDS_OF_A_BLOCK = 1_024  # Office counts shapes in blocks of so many
# Programs give the namespaces prefixes of their own.
_SHAPE = re.compile(rb"<(?P<p>(?:\w+:)?)shape\b(?:(?!</(?P=p)shape>).)*</(?P=p)shape>\s*", re.DOTALL)
_ROW, _COLUMN = (re.compile(rb"<(?:\w+:)?%s>\s*([0-9]+)\s*<" % name) for name in (b"Row", b"Column"))
_BLOCKS = re.compile(rb"<(?:\w+:)?idmap\b[^>]*\bdata\s*=\s*[\"']([0-9, ]*)[\"']")
_TAGS = re.compile(rb"<[^>]*>")
_SHAPE_ID = re.compile(rb"_x0000_s([0-9]{1,9})\b")
NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
SHAPE_TYPE = (
    f"<v:shapetype {NAMESPACES} "
    'id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
DRAWING = f"<xml {NAMESPACES}></xml>".encode()


def new_comments(namespace: str) -> bytes:
    """A part for comments that has none yet."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'
    ).encode()


@dataclass
class CommentList:
    """The comments of a sheet, from which those of an earlier round are taken and to which new ones are added."""

    content: bytes
    removed: set[Place] = field(default_factory=set)  # whose boxes are to be removed as well
    _prefix: str = ""
    _authors: int = 0
    _authors_end: int = 0
    _list_mark: Mark | None = None
    _list_end: int = 0
    _comments: dict[Place, "_Known"] = field(default_factory=dict)
    _open: "_Known | None" = None
    _authors_mark: Mark | None = None

    def __post_init__(self) -> None:
        walk(self.content, self._begin, self._finish)

    def with_texts(self, texts: Mapping[Place, str], language: str) -> tuple[bytes, Sequence[Place]]:
        """The part with these texts in it, and the cells that need a box because they had no comment."""
        splices = Splices(self.content)
        boxes: list[Place] = []
        new: list[str] = []
        for place, old in self._comments.items():
            if self._is_ours(old):
                splices.put(old.start, b"", old.end)
                self.removed.add(place)
        for place, text in texts.items():
            written, known = f"{AUTHOR[language]}: {text}"[:LONGEST_COMMENT], self._comments.get(place)
            if known is None or place in self.removed:
                boxes.append(place)
                new.append(self._comment(place, written, self._authors))
            elif xml_text(written).encode() not in self.content[known.start : known.end]:
                self._append(splices, known, written)
        self._finish_lists(splices, f"<author>{AUTHOR[language]}</author>" if new else "", "".join(new))
        return splices.result(), boxes

    def _is_ours(self, known: "_Known") -> bool:
        """Whether a comment is of an earlier round: by its beginning, as some programs forget who wrote what."""
        if known.text_mark is None:
            return False
        text = _TAGS.sub(b"", self.content[known.text_mark.end : known.text_end]).decode("utf-8", "replace")
        return text.lstrip().startswith(tuple(f"{author}:" for author in AUTHOR.values()))

    def _finish_lists(self, splices: Splices, author: str, comments: str) -> None:
        if self._authors_mark is not None and author:
            named = self._named(author)
            if self._authors_mark.is_empty:
                splices.put(*opened(self.content, self._authors_mark, named))
            else:
                splices.put(self._authors_end, named)
        if self._list_mark is not None and comments:
            if self._list_mark.is_empty:
                splices.put(*opened(self.content, self._list_mark, self._named(comments)))
            else:
                splices.put(self._list_end, self._named(comments))

    def _begin(self, mark: Mark) -> None:
        if mark.depth == 0:
            self._prefix = prefix_of(self.content, mark)
        match mark.depth, mark.local:
            case 1, "authors":
                self._authors_mark = mark
            case 2, "author":
                self._authors += 1
            case 1, "commentList":
                self._list_mark = mark
            case 2, "comment":
                self._open = _Known(mark.start, mark.end, mark.attributes.get("ref", ""))
            case 3, "text":
                if self._open is not None:
                    self._open.text_mark = mark
            case 4, "t":
                if self._open is not None:
                    self._open.plain_mark = mark

    def _finish(self, name: str, depth: int, start: int, end: int) -> None:
        local = name.rpartition(" ")[2]
        if depth == 1 and local == "authors":
            self._authors_end = start
        elif depth == 1 and local == "commentList":
            self._list_end = start
        elif self._open and depth == 4 and local == "t":
            self._open.plain_end = end
        elif self._open and depth == 3 and local == "text":
            self._open.text_end = start
        elif self._open and depth == 2 and local == "comment":
            self._open.end = end
            with suppress(ValueError):  # a comment on no cell stays as it is
                self._comments[cell_place(self._open.reference)] = self._open
            self._open = None

    def _append(self, splices: Splices, known: "_Known", text: str) -> None:
        """Put the text behind the office's own comment on the same cell."""
        if known.text_mark is None or known.text_mark.is_empty:
            return
        if known.plain_mark is not None:  # plain text and runs of text do not stand side by side
            splices.put(known.plain_mark.start, self._named("<r>"))
            splices.put(known.plain_end, self._named("</r>"))
        splices.put(known.text_end, self._named(_run(f"\n\n{text}")))

    def _comment(self, place: Place, text: str, author: int) -> str:
        return f'<comment ref="{address(*place)}" authorId="{author}"><text>{_run(text)}</text></comment>'

    def _named(self, xml: str) -> bytes:
        return re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\1{self._prefix}", xml).encode()


@dataclass
class _Known:
    """A comment that is there."""

    start: int
    end: int
    reference: str
    text_mark: Mark | None = None
    text_end: int = 0
    plain_mark: Mark | None = None
    plain_end: int = 0


def with_boxes(drawing: bytes, places: Mapping[Place, int], removed: set[Place], block: int) -> bytes:
    """A drawing with a box for the comment of each place, and without those of the removed ones.

    places: how many characters the comment has. block: the first free block of shape ids in the workbook. A drawing
    of Excel need not be well-formed XML, so it is searched and not parsed.
    """
    drawing = _SHAPE.sub(lambda shape: b"" if _place_of(shape[0]) in removed else shape[0], drawing)
    if not places:
        return drawing
    blocks = ",".join(str(block + number) for number in range(-(-len(places) // IDS_OF_A_BLOCK)))
    known = _BLOCKS.search(drawing)
    added = [] if b'id="_x0000_t202"' in drawing else [SHAPE_TYPE]
    if known is None:
        added.insert(
            0, f'<o:shapelayout {NAMESPACES} v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
        )
    else:
        before = known[1].decode().strip(" ,")
        drawing = drawing[: known.start(1)] + f"{before},{blocks}".strip(",").encode() + drawing[known.end(1) :]
    first = block * IDS_OF_A_BLOCK + 1
    added += [_box(first + number, place, places[place]) for number, place in enumerate(places)]
    end = drawing.rfind(b"</")
    return drawing[:end] + "".join(added).encode() + drawing[end:]


def first_free_block(drawings: Sequence[bytes]) -> int:
    """The first block of shape ids that no drawing of the workbook uses."""
    used = [0]
    for drawing in drawings:
        for blocks in _BLOCKS.findall(drawing):
            used += [int(block) for block in blocks.decode().replace(",", " ").split() if len(block) < 8]
        used += [int(number) // IDS_OF_A_BLOCK for number in _SHAPE_ID.findall(drawing)]
    return max(used) + 1


def _box(number: int, place: Place, characters: int) -> str:
    row, column = place[0] - 1, place[1] - 1
    lines = 2 + characters // 34
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 4, {column + 4}, 40, {max(row - 1, 0) + min(lines, 16)}, 4"
    look = "position:absolute;margin-left:80pt;margin-top:2pt;width:230pt;height:90pt;z-index:1;visibility:hidden"
    return (
        f'<v:shape {NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" style={attribute(look)} '
        'fillcolor="#fff4f2" o:insetmode="auto"><v:fill color2="#fff4f2"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}'
        f"</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData>"
        "</v:shape>"
    )


def _place_of(shape: bytes) -> Place | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else None


def _run(text: str) -> str:
    look = '<rPr><sz val="9"/><rFont val="Tahoma"/></rPr>'
    return f'<r>{look}<t xml:space="preserve">{xml_text(text)}</t></r>'
