"""A report as plain text for terminals. Not here: printing it, exit codes (cli.py)."""

from collections.abc import Mapping
from typing import Any


def as_text(report: Mapping[str, Any], language: str = "de") -> str:
    """What validate_files returns, one line for each error and one for the whole."""
    several = len({each["resource"] for each in report["errors"]}) > 1
    lines = [_line(each, language, several) for each in report["errors"]]
    return "\n".join([*lines, _verdict(report, language)])


def _line(error: Mapping[str, Any], language: str, several: bool) -> str:
    message = (error.get("messages") or {}).get(language) or error["message"]
    return f"{error['resource']} · {message}" if several and error["resource"] else message


def _verdict(report: Mapping[str, Any], language: str) -> str:
    if report["valid"]:
        return {"de": "Keine Fehler.", "en": "No errors."}[language]
    count = report["error_count"]
    errors = {"de": "Fehler", "en": "error" if count == 1 else "errors"}[language]
    at_least = {"de": "Mindestens ", "en": "At least "}[language] if report["more"] else ""
    return f"{at_least}{count} {errors}."
