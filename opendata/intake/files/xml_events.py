"""XML as a stream of events: the parser keeps nothing, fetches nothing, and expands no entity.

Here: feeding bytes to expat, and refusing document types, as only they declare entities. Not here: the meaning of
elements.
"""

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from opendata.intake.files.zip_archives import damaged


class XmlHandlers(Protocol):
    """The methods that a reader of XML has for each event; a name is the namespace, a blank and the local name."""

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
    except (expat.ExpatError, DoctypeFound, LookupError) as error:  # LookupError: an encoding that is none
        raise damaged(file) from error


class DoctypeFound(Exception):
    """A file has a document type. Office programs write none, so the file was made to do harm."""


def _refuse(*_: object) -> None:
    raise DoctypeFound


def local(name: str) -> str:
    """An element's name without its namespace."""
    return name.rpartition(" ")[2]
