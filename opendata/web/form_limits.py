"""Limits of forms: a form in the address's own notation (urlencoded) may be no larger than one of several parts.

Here: reading such a form up to its limits. Not here: the limits themselves (app.py), which Werkzeug applies to
multipart forms alone.
"""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

URLENCODED = "application/x-www-form-urlencoded"


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
            content = stream.read(self.max_form_memory_size + 1)
            parts = content.count(b"&") + 1
            if len(content) > self.max_form_memory_size or parts > (self.max_form_parts or parts):
                raise RequestEntityTooLarge
            stream = BytesIO(content)
        return super().parse(stream, mimetype, content_length, options)


class FormRequest(Request):
    """A request whose forms are limited."""

    form_data_parser_class = LimitedForms


def register(app: Flask) -> None:
    """Limit the forms of every request of this application."""
    app.request_class = FormRequest
