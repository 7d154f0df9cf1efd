"""A service of its own for tests: an application on a temporary folder, and the shortest ways to speak to it."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask

from bench.server import flask
from opendata.app import create_app
from opendata.config import Config
from opendata.web.services import now
from tests.databases import with_tables
from tests.described_answers import JudgedAnswers
from tests.making import PLANS, write_kind

CITY = "musterstadt"
DATASET = f"/api/v1/publishers/{CITY}/datasets/plaene"
HEADER = "id,title,phase,end,cost,text"


@dataclass(frozen=True)
class Service:
    """An application with its folder."""

    app: Flask
    folder: Path
    _tokens: dict[str, str] = field(default_factory=dict, kw_only=True, compare=False, repr=False)

    @property
    def client(self) -> Any:
        """Flask's test client; untyped, because its .json may be None only where a test fails anyway."""
        return self.app.test_client()

    def flask(self, *arguments: str, stdin: str | None = None) -> Result:
        """Run a command as `flask` does."""
        return self.app.test_cli_runner().invoke(args=list(arguments), input=stdin)

    def done(self, *arguments: str) -> str:
        """Run a command that must end well; what it printed."""
        result = self.flask(*arguments)
        assert result.exit_code == 0, result.output
        return result.output.strip()

    def token(self, publisher: str = CITY, scopes: str = "upload,publish") -> dict[str, str]:
        """The header of a new token."""
        token = self.done("tokens", "add", publisher, "--name", "test", "--scopes", scopes)
        return {"Authorization": f"Bearer {token}"}

    def take_tokens_of(self, other: "Service") -> None:
        """Use the tokens of the service whose database this one has a copy of."""
        self._tokens.update(other._tokens)

    def get(self, path: str, **headers: str) -> Any:
        """Read something."""
        return self.client.get(path, headers=headers)

    def upload(
        self,
        content: bytes | str | Mapping[str, bytes],
        *,
        as_of: str = "2023-12-31",
        name: str = "plans.csv",
        publish: bool = True,
        headers: Mapping[str, str] | None = None,
        dataset: str = DATASET,
        answered: bool = True,
        **form: Any,
    ) -> Any:
        """Send one file or several, published at once if they are valid; answered: whatever is asked is answered."""
        if isinstance(content, str):
            content = content.encode()
        files = content if isinstance(content, Mapping) else {name: content}
        parts: list[tuple[str, Any]] = [("file", (io.BytesIO(each), name)) for name, each in files.items()]
        texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in {"as_of": as_of, **form}.items()}
        response = self.client.post(
            f"{dataset}/uploads{'?publish=true' if publish else ''}",
            data={**texts, "file": [value for _, value in parts]},
            headers=dict(headers if headers is not None else self._token_of_the_office()),
            content_type="multipart/form-data",
        )
        response.request.environ["wsgi.input"].close()  # the test client leaves its temporary file open
        if answered and response.status_code == 409 and response.json["type"].endswith("/answers-missing"):
            answers = any_answers(response.json["questions"])
            address = response.json["links"]["publish"]
            token = {"Authorization": response.request.headers["Authorization"]}
            return self.client.post(address, json={"answers": answers}, headers=token)
        return response

    def _token_of_the_office(self) -> Mapping[str, str]:
        """The header of one token for all uploads that bring none of their own."""
        if not self._tokens:
            self._tokens.update(self.token())
        return self._tokens

    def published(self, *rows: str, as_of: str = "2023-12-31", **form: Any) -> dict[str, Any]:
        """Publish rows of plans that are valid."""
        response = self.upload(table(*rows), as_of=as_of, **form)
        assert response.status_code in (200, 201), response.get_data(as_text=True)
        body: dict[str, Any] = response.json
        return body


def any_answers(questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An answer to each of these questions with which the draft can be published."""
    dropped = {"disposition": "dropped", "reason": "So gewollt."}
    return {
        question["id"]: dropped if question["answer"] == "disposition" else {"reason": "So gewollt."}
        for question in questions
    }


def table(*rows: str, header: str = HEADER) -> str:
    """A CSV table of plans."""
    return "\n".join([header, *rows]) + "\n"


def open_service(
    folder: Path, kinds: Sequence[Mapping[str, Any]] = (PLANS,), *, clock: Callable[[], datetime] = now, **config: Any
) -> Service:
    """A service on a folder with these kinds, and nothing in it; clock: gives the time."""
    for kind in kinds:
        write_kind(folder / "kinds", kind)
    settings = {
        "data_dir": folder,
        "database_url": "" if "database_url" in config else f"sqlite:///{with_tables(folder / 'db.sqlite')}",
        "packages_url": str(folder / "packages"),
        "secret_key": "only for tests",
        "kinds_dir": folder / "kinds",
        **config,
    }
    app = create_app(Config(**settings), clock=clock)
    # Whatever a test asks for, the answer must be one that the OpenAPI document tells of.
    app.wsgi_app = JudgedAnswers(app, settings["kinds_dir"])  # type: ignore[method-assign]
    return Service(app, folder)


def command(env: Mapping[str, str], *arguments: str) -> str:
    """What a command of `flask` prints that must end well."""
    return flask(env, *arguments)


def add_city(service: Service, name: str = CITY, kind: str = "plans", dataset: str = "plaene") -> None:
    """Add a publisher with a dataset."""
    service.done("publishers", "add", name, "--name", name.title())
    service.done("datasets", "add", name, dataset, "--kind", kind, "--title", "Pläne der Stadt")
