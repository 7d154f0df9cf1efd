"""Forms of several parts (multipart), whose parts have short heads.

Here: putting parts together, and the limit of their heads. Not here: finding boundaries, which Werkzeug does, and the
limits of all forms (form_limits.py).
Werkzeug reads the head of a part letter by letter, so that a name of some megabytes would take seconds.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData, State

MOST_HEAD_BYTES = 2**14  # as much as 4,000 characters of a file's name in any alphabet
BLANK_LINE = re.compile(rb"\r\n\r\n|\r\r|\n\n")


class _ShortHeads(MultipartDecoder):
    """Finds the parts of a form; raises RequestEntityTooLarge at a head that is long."""

    def next_event(self) -> Event:
        is_long = self.state is State.PART and len(self.buffer) > MOST_HEAD_BYTES
        if is_long and not BLANK_LINE.search(self.buffer, 0, MOST_HEAD_BYTES):
            raise RequestEntityTooLarge
        return super().next_event()


@dataclass
class _Part:
    """A part that is arriving."""

    begun: Field | File
    content: IO[bytes]
    size: int = 0


class ShortHeadedParts(MultiPartParser):
    """Reads a form of several parts, as Werkzeug does."""

    def parse(
        self, stream: IO[bytes], boundary: bytes, content_length: int | None
    ) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
        """The fields and the files; raises ValueError where it is no such form, and RequestEntityTooLarge."""
        decoder = _ShortHeads(boundary, self.max_form_memory_size, max_parts=self.max_form_parts)
        fields, files, part = list[tuple[str, str]](), list[tuple[str, FileStorage]](), None
        data: bytes | None = b""
        while data is not None:
            data = stream.read(self.buffer_size) or None
            decoder.receive_data(data)
            while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
                if isinstance(event, Field | File):
                    part = self._begun(event, content_length)
                elif isinstance(event, Data) and part is not None:
                    self._add(part, event.data)
                    if event.more_data:
                        continue
                    if isinstance(part.begun, File):
                        files.append((part.begun.name, _file(part, part.begun)))
                    else:
                        fields.append((part.begun.name, self._text(part)))
        return self.cls(fields), self.cls(files)

    def _begun(self, event: Field | File, content_length: int | None) -> _Part:
        if isinstance(event, File):
            return _Part(event, self.start_file_streaming(event, content_length))
        return _Part(event, BytesIO())

    def _add(self, part: _Part, data: bytes) -> None:
        part.size += len(data)
        limit = self.max_form_memory_size
        if isinstance(part.begun, Field) and limit is not None and part.size > limit:
            raise RequestEntityTooLarge
        part.content.write(data)

    def _text(self, part: _Part) -> str:
        part.content.seek(0)
        with part.content as content:
            return content.read().decode(self.get_part_charset(part.begun.headers), "replace")


def _file(part: _Part, begun: File) -> FileStorage:
    part.content.seek(0)
    return FileStorage(part.content, begun.filename, begun.name, headers=begun.headers)
