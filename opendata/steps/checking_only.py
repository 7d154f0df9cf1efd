"""Checking only: what would be said about files, for anybody who asks.

Here: the report on files of a kind. Not here: uploads, which are kept (uploading.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opendata.domain.model import SourceFile
from opendata.domain.report.summary import in_language
from opendata.steps.desk import Desk
from opendata.steps.ports.checking import Asked, Caller


def check_only(
    desk: Desk, kind: str, files: Sequence[SourceFile], mapping: Mapping[str, Any] | None, language: str
) -> dict[str, Any]:
    """The report on files of a kind as JSON; nothing is kept.

    The caller limits how many threads do this at a time. Raises what an Examination raises.
    """
    checked = desk.examination(Asked(files, kind, mapping, Caller.OPEN_CHECK))
    return in_language(checked.report, language)
