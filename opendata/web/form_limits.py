"""Limits of forms: a form in the address's own notation (urlencoded) may be no larger than one of several parts.

Here: reading such a form up to its limits, and those of several parts with short heads (multipart_forms.py). Not
here: the limits themselves (app.py), which Werkzeug applies to multipart forms alone.
"""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from opendata.web.multipart_forms import ShortHeadedParts

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MOST_FORM_BYTES = 8 * 2**20


class LimitedForms(FormDataParser):
    """Reads forms; one that is over MAX_FORM_MEMORY_SIZE or MAX_FORM_PARTS is refused before it is taken apart."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """The stream, the fields and the files of a form; raises RequestEntityTooLarge."""
        if mimetype == URLENCODED and self.max_form_memory_size is not None:
            if (content_length or 0) > self.max_form_memory_size:  # the server may not have received it at all
                raise RequestEntityTooLarge
            content = stream.read(self.max_form_memory_size + 1)
            parts = content.count(b"&") + 1
            if len(content) > self.max_form_memory_size or parts > (self.max_form_parts or parts):
                raise RequestEntityTooLarge
            stream = BytesIO(content)
        if mimetype == MULTIPART:
            return self._parts(stream, content_length, options or {})
        return super().parse(stream, mimetype, content_length, options)

    def _parts(self, stream: IO[bytes], content_length: int | None, options: dict[str, str]) -> Any:
        parser = ShortHeadedParts(
            self.stream_factory, self.max_form_memory_size, cls=self.cls, max_form_parts=self.max_form_parts
        )
        boundary = options.get("boundary", "")
        try:
            if not boundary.isascii() or not boundary:
                raise ValueError("Missing boundary")
            return stream, *parser.parse(stream, boundary.encode("ascii"), content_length)
        except ValueError:
            if not self.silent:
                raise
        return stream, self.cls(), self.cls()


class FormRequest(Request):
    """A request whose forms are limited."""

    form_data_parser_class = LimitedForms


def register(app: Flask) -> None:
    """Limit the forms of every request of this application."""
    app.request_class = FormRequest
