"""An office that sends one table in every way there is, and what it gets to see.

Here: sending a file by both commands and over HTTP, and everything that was answered. Not here: what is right for a
table (the tests beside this module).
The tables are third-party and no part of this repository: they are looked for beside it.
"""

import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.service import Service

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT.parent / "shared" / "cases"
KIND = "climate-measures"
AS_OF, NEXT_AS_OF = "2025-12-31", "2026-06-30"


def case(name: str) -> Path:
    """The file of that name; the test is skipped where the files are not there, except in continuous integration."""
    if not CASES.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the tables are missing: {CASES}")
        pytest.skip(f"the tables are not here: {CASES}")
    return CASES / name


@dataclass(frozen=True)
class Seen:
    """Everything that an office sees of one table.

    upload: the answer to sending it as a draft: the upload, or the problem. report, questions: those of the upload.
    draft: the draft's rows by resource. answer: the answer to ?publish=true, with status_code. published: the rows
    by resource of the version that is current after it; empty where nothing was ever published.
    validated, published_by_command: the results of the two commands. json: what `flask validate --json` printed.
    """

    upload: dict[str, Any]
    draft: Mapping[str, Sequence[Mapping[str, Any]]]
    status_code: int
    answer: dict[str, Any]
    published: Mapping[str, Sequence[Mapping[str, Any]]]
    validated: Result
    published_by_command: Result
    json: dict[str, Any] = field(default_factory=dict)

    @property
    def report(self) -> dict[str, Any]:
        """The report of the draft; empty where the file could not be read at all."""
        return self.upload.get("report") or {}

    @property
    def state(self) -> str:
        """The state of the upload: "draft" or "invalid", or "refused" where the file could not be read at all."""
        return str(self.upload.get("state", "refused"))

    @property
    def errors(self) -> dict[str, str]:
        """The German sentence of each error by the address of its cell, or by its code where it has none."""
        errors = self.report.get("errors", ())
        return {error["address"] or error["code"]: error["messages"]["de"] for error in errors}

    @property
    def questions(self) -> dict[str, dict[str, Any]]:
        """The questions of the upload by their id."""
        return {question["id"]: question for question in self.upload.get("questions", ())}

    @property
    def asked(self) -> str:
        """The German texts of all questions, one in a line."""
        return "\n".join(question["text"]["de"] for question in self.questions.values())

    @property
    def is_published(self) -> bool:
        """Whether ?publish=true published the table."""
        return self.status_code in (200, 201)

    @property
    def summary(self) -> str:
        """The German lines of the draft's summary."""
        return "\n".join(line["messages"]["de"] for line in self.report.get("summary", ()))

    @property
    def texts(self) -> dict[str, str]:
        """The words that each way of sending the table told a person, in German."""
        reports = {"draft": self.report, "publish=true": self.answer.get("report") or {}, "--json": self.json}
        commands = {"validate": self.validated, "publish": self.published_by_command}
        return {
            **{way: "\n".join(_sentences(report)) for way, report in reports.items()},
            **{way: f"{result.stdout}\n{result.stderr}" for way, result in commands.items()},
        }

    def measures(self) -> list[Mapping[str, Any]]:
        """The rows of the table of measures as they are published, or else as the draft has them."""
        return list(self.published.get("measures") or self.draft.get("measures") or ())

    def measure(self, measure_id: str) -> Mapping[str, Any]:
        """The row of one measure."""
        return next(row for row in self.measures() if row["measure_id"] == measure_id)

    def column(self, name: str, table: str = "measures") -> list[Any]:
        """The values of one field in the order of the table, as published, or else as the draft has them."""
        return [row[name] for row in (self.published.get(table) or self.draft.get(table) or ())]

    def not_told(self, *words: str) -> dict[str, list[str]]:
        """Which of these words are missing, by way of sending; empty where all were told in every way.

        A way that answers in another form, as a draft without report does, is asked as well.
        """
        missing = {way: [word for word in words if word not in text] for way, text in self.texts.items()}
        return {way: left for way, left in missing.items() if left}

    def everything(self) -> str:
        """All public values and draft values as one text, for words that must be in none of them."""
        return json.dumps([dict(self.draft), dict(self.published)], ensure_ascii=False)


@dataclass
class Office:
    """An office with one service; each table goes to a dataset of its own, once by HTTP and once by command."""

    service: Service
    sent: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def send(
        self,
        file: Path | str,
        *,
        after: Path | str | None = None,
        as_of: str | None = None,
        content: bytes | None = None,
        options: Sequence[str] = (),
        **form: Any,
    ) -> Seen:
        """Send one file in every way; a name means a file of the cases.

        after: a file that is published first. as_of: by default the first or second date of the cases.
        content: the bytes that are sent in place of the file's. options: for both commands, such as --mapping.
        form: further parts of the form, such as answers.
        """
        self.sent += 1
        path = self._as_file(file, content)
        by_form, by_command = (self._dataset(f"{way}{self.sent}") for way in ("form", "command"))
        if after is not None:
            for name in (by_form, by_command):
                self.service.done("publish", name, str(self._as_file(after)), "--as-of", AS_OF)
        date = as_of or (AS_OF if after is None else NEXT_AS_OF)
        upload = self._post(by_form, path, date, publish=False, **form)
        answer = self._post(by_form, path, date, publish=True, **form)
        return Seen(
            upload=upload.json,
            draft=self._draft(upload.json),
            status_code=answer.status_code,
            answer=answer.json,
            published=self._rows(by_form),
            validated=self.service.flask("validate", str(path), "--kind", KIND, *options),
            published_by_command=self.service.flask("publish", by_command, str(path), "--as-of", date, *options),
            json=self._json("validate", str(path), "--kind", KIND, "--json", *options),
        )

    def _as_file(self, file: Path | str, content: bytes | None = None) -> Path:
        path = case(file) if isinstance(file, str) and content is None else Path(file)
        if content is None:
            return path
        written = self.service.folder / f"{self.sent}" / path.name
        written.parent.mkdir(exist_ok=True)
        written.write_bytes(content)
        return written

    def _dataset(self, name: str) -> str:
        if not self.headers:
            self.service.done("publishers", "add", "amt", "--name", "Amt")
            self.headers.update(self.service.token("amt"))
        self.service.done("datasets", "add", "amt", name, "--kind", KIND, "--title", "Maßnahmen")
        return f"amt/{name}"

    def _post(self, dataset: str, path: Path, as_of: str, *, publish: bool, **form: Any) -> Any:
        parts = {name: part if isinstance(part, str) else json.dumps(part) for name, part in form.items()}
        response = self.service.client.post(
            f"{_address(dataset)}/uploads{'?publish=true' if publish else ''}",
            data={"as_of": as_of, **parts, "file": (io.BytesIO(path.read_bytes()), path.name)},
            headers=self.headers,
            content_type="multipart/form-data",
        )
        response.request.environ["wsgi.input"].close()  # the test client leaves its temporary file open
        return response

    def _draft(self, upload: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
        if upload.get("state") != "draft":
            return {}
        links = upload["links"]["rows"]
        return dict(self._all(f"{links}/{name}.json?limit=0", name) for name in self._tables())

    def _rows(self, dataset: str) -> dict[str, list[dict[str, Any]]]:
        latest = f"{_address(dataset)}/versions/latest"
        if self.service.get(latest).status_code != 200:
            return {}
        return dict(self._all(f"{latest}/{name}.json?limit=0", name) for name in self._tables())

    def _all(self, address: str, name: str) -> tuple[str, list[dict[str, Any]]]:
        return name, self.service.client.get(address, headers=self.headers).json["items"]

    def _tables(self) -> Iterable[str]:
        descriptor = json.loads((ROOT / "datapackages" / KIND / "datapackage.json").read_text(encoding="utf-8"))
        return [resource["name"] for resource in descriptor["resources"]]

    def _json(self, *arguments: str) -> dict[str, Any]:
        result = self.service.flask(*arguments)
        return dict(json.loads(result.stdout)) if result.stdout.startswith("{") else {}


def _address(dataset: str) -> str:
    publisher, _, name = dataset.partition("/")
    return f"/api/v1/publishers/{publisher}/datasets/{name}"


def _sentences(report: Mapping[str, Any]) -> list[str]:
    lines = [*report.get("errors", ()), *report.get("summary", ())]
    return [line["messages"]["de"] for line in lines]
