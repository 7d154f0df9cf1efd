"""Spliced XML: a document is changed at single places, and every other byte of it stays as it is.

Here: finding where marks begin and end, and putting bytes there. Not here: what the marks mean.
A library that reads a document and writes it anew would change prefixes, and lose what it does not know.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_DECLARATION = re.compile(r"\A\ufeff?<\?xml[^>]*\?>\s*")
_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class CannotMark(Exception):
    """The workbook is not written in a way in which marks can be put into it; a new one is made instead."""


@dataclass
class Splices:
    """What is put into a document, and where; each place is replaced once."""

    content: bytes
    _parts: list[tuple[int, int, int, bytes]] = field(default_factory=list)

    def put(self, start: int, new: bytes, end: int | None = None) -> None:
        """Put bytes at a place, in place of those up to `end`; at one place in the order in which they were put."""
        self._parts.append((start, start if end is None else end, len(self._parts), new))

    def result(self) -> bytes:
        """The document with everything that was put into it."""
        pieces, reached = [], 0
        for start, end, _, new in sorted(self._parts):
            if start < reached:
                raise CannotMark
            pieces += [self.content[reached:start], new]
            reached = end
        pieces.append(self.content[reached:])
        return b"".join(pieces)


@dataclass(frozen=True)
class Mark:
    """A start tag: its place in the document, and its attributes; names have their namespaces in front."""

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int
    depth: int
    is_empty: bool  # <a/>

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(" ")[2]


def walk(content: bytes, begin: Callable[[Mark], None], finish: Callable[[str, int, int, int], None]) -> None:
    """Call `begin` for each start tag, and `finish` with name, depth, start and end of each end tag.

    Of an empty element start and end are both the end of its tag. Raises CannotMark for what is no XML of Office.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    open_marks: list[Mark] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        place = parser.CurrentByteIndex
        tag = _TAG.match(content, place)
        if tag is None:
            raise CannotMark
        mark = Mark(name, attributes, place, tag.end(), len(open_marks), tag[0].endswith(b"/>"))
        begin(mark)
        open_marks.append(mark)

    def end(name: str) -> None:
        mark = open_marks.pop()
        if mark.is_empty:
            finish(name, mark.depth, mark.end, mark.end)
            return
        place = parser.CurrentByteIndex
        closing = _TAG.match(content, place)
        finish(name, mark.depth, place, closing.end() if closing else place)

    def refuse(*_: object) -> None:
        raise CannotMark

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:
        raise CannotMark from error


def as_utf8(content: bytes) -> bytes:
    """The document in UTF-8, which nearly all are; the bytes of another encoding cannot be spliced."""
    declared = _DECLARED.match(content)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
        return content
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise CannotMark from error
    return _DECLARATION.sub('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', text, count=1).encode()


def prefix_of(content: bytes, mark: Mark) -> str:
    """The prefix with its colon that an element has in the document; "" where it has none."""
    written = content[mark.start + 1 : mark.end].split(None, 1)[0].rstrip(b"/>").decode()
    return f"{written.partition(':')[0]}:" if ":" in written else ""


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """A start tag with this attribute, in place of one of the same name."""
    written = f"{name}={quoteattr(value)}".encode()
    pattern = re.compile(rb"(?<=\s)" + re.escape(name.encode()) + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
    if pattern.search(tag):
        return pattern.sub(lambda _: written, tag, count=1)
    closing = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:closing].rstrip() + b" " + written + tag[closing:]


def with_last_child(content: bytes, children: bytes) -> bytes:
    """A document whose root has these further children, behind those that it has."""
    roots: list[Mark] = []
    ends: list[tuple[str, int]] = []

    def begin(mark: Mark) -> None:
        if mark.depth == 0:
            roots.append(mark)

    def finish(name: str, depth: int, start: int, _end: int) -> None:
        if depth == 0:
            ends.append((name, start))

    walk(content, begin, finish)
    (root,), ((_, end),) = roots, ends
    splices = Splices(content)
    if root.is_empty:
        splices.put(*opened(content, root, children))
    else:
        splices.put(end, children)
    return splices.result()


def opened(content: bytes, mark: Mark, inside: bytes) -> tuple[int, bytes, int]:
    """What Splices.put() takes to give an empty element a content: <a/> becomes <a>…</a>."""
    tag = content[mark.start : mark.end]
    name = tag[1:-2].split(None, 1)[0]
    return mark.start, tag[:-2].rstrip() + b">" + inside + b"</" + name + b">", mark.end


def xml_text(text: str) -> str:
    """A text as it stands in a document of Excel: without characters that XML has not, and read back as it is."""
    return escape(_LOOKS_ESCAPED.sub("_x005F_", _NO_CHARACTER.sub("�", text.replace("\r\n", "\n"))))


def attribute(text: str) -> str:
    """A text as the value of an attribute, with its quotation marks."""
    return quoteattr(_NO_CHARACTER.sub("�", text))


def joined(parts: Iterable[str]) -> bytes:
    """Parts of a document as bytes."""
    return "".join(parts).encode()
