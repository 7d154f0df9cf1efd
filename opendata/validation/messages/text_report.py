"""A report as plain text for terminals. Here: its lines. Not here: printing it, exit codes (cli/)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opendata.domain.report.summary_text import summary_text


def as_text(report: Mapping[str, Any], language: str = "de") -> str:
    """The result of validate_files as text: a line for each error, the summary, the counts, and the verdict."""
    counts = report.get("counts") or []
    several = len({entry["resource"] for entry in (*report["errors"], *counts)}) > 1
    lines = [_line(error, language, several) for error in report["errors"]]
    remarks = [*summary_text(report, language), *_counted(report, counts, language, several=several)]
    return "\n".join([*lines, *remarks, *_verdict(report, language)])


def _counted(
    report: Mapping[str, Any], counts: Sequence[Mapping[str, Any]], language: str, *, several: bool
) -> Iterator[str]:
    if not counts:
        return
    if report["counts_complete"]:
        yield {"de": "Alle Fehler, gezählt:", "en": "All errors, counted:"}[language]
    else:
        yield {"de": "Gezählte Fehler, es gibt weitere:", "en": "Errors counted; there are more:"}[language]
    for count in sorted(counts, key=lambda count: -int(count["count"])):
        names = [count["resource"] if several else None, count["field"], count["code"]]
        yield f"{count['count']:>9} {' · '.join(name for name in names if name)}"


def _line(error: Mapping[str, Any], language: str, several: bool) -> str:
    message = (error.get("messages") or {}).get(language) or error["message"]
    return f"{error['resource']} · {message}" if several and error["resource"] else message


def _verdict(report: Mapping[str, Any], language: str) -> Iterator[str]:
    if report["valid"]:
        yield {"de": "Keine Fehler.", "en": "No errors."}[language]
        asked = sum(question["required"] for question in report.get("questions", ()))
        if asked:
            yield {
                "de": f"Vor der Veröffentlichung {'ist 1 Frage' if asked == 1 else f'sind {asked} Fragen'} "
                "zu beantworten.",
                "en": f"{'1 question is' if asked == 1 else f'{asked} questions are'} to be answered before it is "
                "published.",
            }[language]
        return
    count = report["error_count"]
    errors = {"de": "Fehler", "en": "error" if count == 1 else "errors"}[language]
    at_least = {"de": "Mindestens ", "en": "At least "}[language] if report["more"] else ""
    yield f"{at_least}{count} {errors}."
