"""A service with a clock that stands still, and the artefacts that are read from it.

Here: speaking to the service from outside, and taking what is random out of its answers. Not here: what is published
and read (example.py, real.py, values.py, reports.py).
"""

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from opendata.app import create_app
from opendata.config import Config

ROOT = Path(__file__).resolve().parents[2]
KINDS = ROOT / "datapackages"
TONGUES = ("de", "en")
BEGINNING = datetime(2025, 3, 1, 12, tzinfo=UTC)
HEADERS = ("Content-Type", "ETag", "Last-Modified", "Cache-Control", "Content-Disposition", "Vary", "Link")
MORE_HEADERS = ("X-Row-Count", "Repr-Digest", "Location")


@dataclass
class FrozenService:
    """An application on a folder of its own, and every artefact that was read from it, by name."""

    folder: Path
    kinds_dir: Path = KINDS
    language: str = "de"
    time: datetime = BEGINNING
    artefacts: dict[str, bytes] = field(default_factory=dict)
    _upload_ids: list[str] = field(default_factory=list)
    _headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        config = Config(
            data_dir=self.folder,
            database_url=f"sqlite:///{self.folder / 'db.sqlite'}",
            packages_url=str(self.folder / "packages"),
            secret_key="only for tests",
            kinds_dir=self.kinds_dir,
            language=self.language,
        )
        self.app = create_app(config, clock=lambda: self.time)

    def set_clock_after(self, as_of: str) -> None:
        """Let it be the ninetieth day after a date; every second year with parts of a second, and by night."""
        day = date.fromisoformat(as_of)
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=90)
        self.time = begin + (timedelta(hours=9) if day.year % 2 else timedelta(hours=23, seconds=7, microseconds=250))

    def flask(self, *arguments: str) -> str:
        """What a command prints, and what it ends with."""
        result = self.app.test_cli_runner().invoke(args=list(arguments))
        return (
            f"{result.stdout}{f'on stderr: {result.stderr}' if result.stderr else ''}exit code {result.exit_code}\n"
        )

    def done(self, *arguments: str) -> str:
        """What a command prints that must end well."""
        result = self.app.test_cli_runner().invoke(args=list(arguments))
        assert result.exit_code == 0, result.output
        return result.output.strip()

    def keep(self, name: str, content: bytes | str) -> None:
        """Add an artefact, without what is random in it."""
        assert name not in self.artefacts, name
        text = content.encode() if isinstance(content, str) else content
        self.artefacts[name] = self._without_ids(text)

    def keep_response(self, name: str, response: Any) -> bytes:
        """Add the body of an answer as an artefact; its status and headers go to one common artefact."""
        content: bytes = response.get_data()
        self.keep(name, content)
        kept = {each: response.headers[each] for each in (*HEADERS, *MORE_HEADERS) if each in response.headers}
        if self._without_ids(content) != content:
            kept.pop("Repr-Digest", None)  # of what is random, too
        line = " | ".join([str(response.status_code), *(f"{key}: {value}" for key, value in kept.items())])
        self._headers[name] = self._without_ids(line.encode()).decode()
        return content

    def read(self, name: str, path: str, **headers: str) -> Any:
        """Keep the answer to GET; its body, as JSON where it is JSON."""
        response = self.app.test_client().get(path, headers=headers)
        content = self.keep_response(name, response)
        return json.loads(content) if "json" in (response.content_type or "") else content

    def post(self, path: str, token: str, **arguments: Any) -> Any:
        """The answer to POST."""
        response = self.app.test_client().post(path, headers={"Authorization": f"Bearer {token}"}, **arguments)
        response.request.environ["wsgi.input"].close()  # the test client leaves its temporary file open
        return response

    def upload(self, dataset: str, files: Sequence[Path], token: str, query: str = "", **form: str) -> Any:
        """The answer to an upload."""
        parts = [(io.BytesIO(path.read_bytes()), path.name) for path in files]
        response = self.post(
            f"{dataset_path(dataset)}/uploads{query}",
            token,
            data={**form, "file": parts},
            content_type="multipart/form-data",
        )
        body = response.get_data(as_text=True)
        for upload_id in re.findall(r"\b[0-9a-f]{32}\b", body):
            if upload_id not in self._upload_ids:
                self._upload_ids.append(upload_id)
        return response

    def finish(self) -> Mapping[str, bytes]:
        """All artefacts, with their headers as one more."""
        if self._headers:
            self.keep("headers.txt", "".join(f"{name}: {line}\n" for name, line in sorted(self._headers.items())))
        return self.artefacts

    def _without_ids(self, content: bytes) -> bytes:
        for number, upload_id in enumerate(self._upload_ids, 1):
            content = content.replace(upload_id.encode(), f"upload-{number}".encode())
        return content.replace(str(self.folder).encode(), b"FOLDER")


@contextmanager
def frozen_service(folder: Path, **settings: Any) -> Iterator[FrozenService]:
    """A service on a folder, closed afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    service = FrozenService(folder, **settings)
    try:
        yield service
    finally:
        service.app.extensions["opendata"]().close()


def dataset_path(dataset: str) -> str:
    """The address of a dataset, given as publisher/dataset, in the API."""
    publisher, _, name = dataset.partition("/")
    return f"/api/v1/publishers/{publisher}/datasets/{name}"
