"""Intake turns a city's files into text tables, and these into tables in schema terms; it lists every rewrite.

What reads files is loaded when it is first asked for: a web process that checks a mapping, and reads no file, does
without the libraries for it.
"""

from typing import TYPE_CHECKING, Any

from opendata.domain.model import SourceFile
from opendata.intake.size_limits import Limits

if TYPE_CHECKING:
    from opendata.intake.upload_reading import read_upload
else:

    def __getattr__(name: str) -> Any:
        if name != "read_upload":
            raise AttributeError(name)
        from opendata.intake.upload_reading import read_upload  # noqa: PLC0415

        return read_upload


__all__ = ["Limits", "SourceFile", "read_upload"]
