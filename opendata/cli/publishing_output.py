"""What `flask publish` and `flask withdraw` print, in the language of the service.

Here: the sentences, and which of them go to the standard output and which to the standard error. Not here: the
commands (publishing_commands.py), the summary of a report as text (domain/report/).
"""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from opendata.domain.model import Upload
from opendata.domain.report.questions import DISPOSITION, INTO, REASON, YES
from opendata.domain.report.summary import in_language
from opendata.domain.report.summary_text import fitted, question_text, summary_text
from opendata.domain.tables.json_values import dumps
from opendata.steps.publishing_drafts import Published

CHANGES = {
    "de": {"added": "neu", "changed": "geändert", "removed": "entfernt"},
    "en": {"added": "added", "changed": "changed", "removed": "removed"},
}


@dataclass(frozen=True)
class PublishingOutput:
    """Prints what became of files; as JSON for programs, or as sentences."""

    language: str
    as_json: bool

    def invalid(self, upload: Upload) -> None:
        """Say what has to be mended, and everything else that was noticed."""
        if self.as_json:
            click.echo(dumps({"id": upload.id, "state": upload.state, "report": self._report(upload)}))
            return
        for finding in upload.report["errors"]:
            click.echo(finding["messages"].get(self.language, finding["message"]), err=True)
        self._summary(upload, err=True)
        count, more = upload.report["error_count"], upload.report["more"]
        self._say(
            f"Nicht veröffentlicht: {'mindestens ' if more else ''}{count} Fehler zu berichtigen",
            f"Not published: {'at least ' if more else ''}{count} {'error' if count == 1 else 'errors'} to mend",
            err=True,
        )

    def part(self, upload: Upload) -> None:
        """Say which part of a report of several dates comes next."""
        if not self.as_json:
            day = upload.as_of.isoformat()
            self._say(f"Teil des Berichts, Stand {day}:", f"Part of the report, as of {day}:")

    def asked(self, upload: Upload) -> None:
        """Print all questions, for whoever says yes to them."""
        if upload.report["questions"] and not self.as_json:
            self._say("Gefragt wird:", "These are the questions:", err=True)
            self._questions(upload.report["questions"])

    def unanswered(self, upload: Upload, questions: Sequence[Mapping[str, Any]]) -> None:
        """Print the questions that are still open, and how they are answered."""
        if self.as_json:
            body = {
                "id": upload.id,
                "state": upload.state,
                "questions": questions,
                "report": self._report(upload),
            }
            click.echo(dumps(body))
            return
        self._summary(upload, err=True, with_questions=False)
        count = len(questions)
        self._say(
            f"Nicht veröffentlicht: {'1 Frage ist' if count == 1 else f'{count} Fragen sind'} zu beantworten:",
            f"Not published: {'1 question is' if count == 1 else f'{count} questions are'} to be answered:",
            err=True,
        )
        self._questions(questions)
        self._say(
            "Schreiben Sie die Antworten als JSON in eine Datei und geben Sie sie mit --answers an"
            f"{_or_yes(questions, 'de')}:",
            f"Write the answers as JSON into a file and name it with --answers{_or_yes(questions, 'en')}:",
            err=True,
        )
        click.echo(
            json.dumps({question["id"]: _example(question) for question in questions}, ensure_ascii=False), err=True
        )

    def published(self, path: str, result: Published, upload: Upload) -> None:
        """Print the summary of the upload and which version was published."""
        version = result.version
        if self.as_json:
            body: dict[str, Any] = {"version": version.number, "unchanged": result.unchanged}
            if not result.unchanged:
                body |= {"confirmed": True} if result.confirmed else {}
                body |= {"serial": version.last_serial, "changes": dict(version.counts), "digest": version.digest}
            click.echo(dumps({**body, "report": self._report(upload)}))
            return
        self._summary(upload, with_questions=False)
        if result.unchanged:
            self._say(
                f"{path}: Der Inhalt ist der von Version {version.number}; veröffentlicht wurde nichts",
                f"{path}: the content is that of version {version.number}; nothing was published",
            )
            return
        words = CHANGES[self.language]
        confirmed = {"de": "Angaben bestätigt", "en": "figures confirmed"}[self.language]
        counts = (
            confirmed
            if result.confirmed
            else ", ".join(f"{count} {words[change]}" for change, count in version.counts.items())
        )
        self._say(
            f"Veröffentlicht: {path} {version.number}, Stand {version.as_of.isoformat()}: {counts}",
            f"Published {path} {version.number}, as of {version.as_of.isoformat()}: {counts}",
        )

    def withdrawn(self, path: str, current: str | None) -> None:
        """Say that a version was withdrawn, and which one holds now."""
        self._say(
            f"Zurückgezogen: {path}; jetzt gilt {f'Version {current}' if current else 'keine Version'}",
            f"Withdrew {path}; {f'version {current}' if current else 'no version'} holds now",
        )

    def _report(self, upload: Upload) -> dict[str, Any]:
        return in_language(upload.report, self.language)

    def _questions(self, questions: Sequence[Mapping[str, Any]]) -> None:
        for question in questions:
            _print(f"  {question_text(question, self.language)}", err=True)

    def _summary(self, upload: Upload, *, err: bool = False, with_questions: bool = True) -> None:
        for line in summary_text(upload.report, self.language, with_questions=with_questions):
            _print(line, err=err)

    def _say(self, de: str, en: str, *, err: bool = False) -> None:
        click.echo(de if self.language == "de" else en, err=err)


def _print(line: str, *, err: bool) -> None:
    """Print a line of the summary: fitted to a terminal, whole for files and programs, which search by lines."""
    on_terminal = (sys.stderr if err else sys.stdout).isatty()
    click.echo(fitted(line, max(40, shutil.get_terminal_size().columns)) if on_terminal else line, err=err)


def _example(question: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that the question takes, to be filled in."""
    if question["answer"] == DISPOSITION:
        return {DISPOSITION: "|".join(question.get("dispositions", ())), INTO: "…", REASON: "…"}
    return {YES: True} if question["answer"] == YES else {REASON: "…"}


def _or_yes(questions: Sequence[Mapping[str, Any]], language: str) -> str:
    """The words about --yes, where every open question takes a yes."""
    if any(question["answer"] != YES for question in questions):
        return ""
    return {"de": ", oder geben Sie nach dem Lesen --yes an", "en": ", or give --yes after reading them"}[language]
