"""A report as plain text for terminals. Not here: printing it, exit codes (cli/)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def as_text(report: Mapping[str, Any], language: str = "de") -> str:
    """What validate_files returns, one line for each error, one for each count, and one for the whole."""
    counts = report.get("counts") or []
    several = len({each["resource"] for each in (*report["errors"], *counts)}) > 1
    lines = [_line(each, language, several) for each in report["errors"]]
    return "\n".join([*lines, *_counted(report, counts, language, several=several), _verdict(report, language)])


def _counted(
    report: Mapping[str, Any], counts: Sequence[Mapping[str, Any]], language: str, *, several: bool
) -> Iterator[str]:
    if not counts:
        return
    if report["counts_complete"]:
        yield {"de": "Alle Fehler, gezählt:", "en": "All errors, counted:"}[language]
    else:
        yield {"de": "Gezählte Fehler, es gibt weitere:", "en": "Errors counted; there are more:"}[language]
    for each in sorted(counts, key=lambda each: -int(each["count"])):
        names = [each["resource"] if several else None, each["field"], each["code"]]
        yield f"{each['count']:>9} {' · '.join(name for name in names if name)}"


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
