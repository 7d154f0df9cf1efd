"""XML as a stream of events: the parser keeps nothing, fetches nothing, and expands no entity.

Here: feeding bytes to expat and refusing document types, and with them every entity. Not here: what elements mean.
"""

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from opendata.intake.files.zip_archives import damaged


class XmlHandlers(Protocol):
    """What a reader of XML does at each event; names are "namespace local"."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


def parse(chunks: Iterable[bytes], reader: XmlHandlers, file: str) -> None:
    """Send the document through the reader; raises UnreadableFile when it is no XML or has a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, DoctypeFound) as error:
        raise damaged(file) from error


class DoctypeFound(Exception):
    """Office files have no document type; a file that has one was made to do harm."""


def _refuse(*_: object) -> None:
    raise DoctypeFound


def local(name: str) -> str:
    """An element's name without its namespace."""
    return name.rpartition(" ")[2]
