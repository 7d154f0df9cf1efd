"""Large uploads are kept at once and processed by a worker, once, whatever becomes of it."""

from typing import Any

from opendata.domain import processing
from tests.jobs.conftest import Works
from tests.servers import wait_until
from tests.service import DATASET, table

LARGE = table(*[f'{n},Plan {n},in Arbeit,31.12.2026,"10,5",{"Text " * 20}' for n in range(60_000)])


def test_a_large_upload_is_kept_at_once_and_becomes_a_draft(works: Works):
    assert len(LARGE) > processing.LARGE_BYTES
    headers = works.service.token()
    worker = works.start()

    sent = works.service.upload(LARGE, publish=False, headers=headers)
    assert (sent.status_code, sent.json["state"], sent.json["report"]) == (201, "processing", None)
    assert sent.json["progress"] == 0
    path = f"/api/v1/uploads/{sent.json['id']}"
    assert works.service.client.post(f"{path}/publish", headers=headers).status_code in (409, 201)

    done = _done(works, path, headers)
    assert (done["state"], done["changes"], done["next_version"]) == ("draft", _added(60_000), "1.0.0")
    assert done["report"]["rewrite_count"] == 240_000
    assert "progress" not in done
    assert works.service.get(f"{path}/rewrites?limit=1", **headers).json["total"] == 240_000
    assert works.service.client.post(f"{path}/publish", headers=headers).json["version"] == "1.0.0"
    assert works.service.get(f"{DATASET}/versions/latest/plans.json?limit=1").json["total"] == 60_000
    assert works.log(worker).count("job process-upload") == 1


def _done(works: Works, path: str, headers: dict[str, str]) -> Any:
    """An upload when it is processed."""
    found: list[Any] = []

    def is_done() -> bool:
        body = works.service.get(path, **headers).json
        assert body["state"] != "processing" or 0 <= body["progress"] <= 1
        found.append(body)
        return bool(body["state"] != "processing")

    wait_until(is_done, lambda: f"{found[-1]}\n{[works.log(n) for n in range(len(works.started))]}")
    return found[-1]


def _added(rows: int) -> dict[str, int]:
    return {"added": rows, "changed": 0, "removed": 0}
