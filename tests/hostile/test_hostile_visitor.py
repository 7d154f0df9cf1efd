"""The service in the hands of a hostile visitor: a few inputs and clients of bench/hostile against a real server.

Here: that everything is answered, that no worker is lost, and that others are served meanwhile. Not here: how long
that takes and how much memory, which `make hostile` measures.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

import bench.server
from bench.hostile import crowds
from bench.hostile.pdf_tricks import TRICKS
from bench.hostile.requests import own_field
from bench.hostile.running import Place, opened
from bench.hostile.sending import Hostile, checked, multipart
from bench.hostile.tables import hostile_tables
from bench.hostile.visits import visit
from bench.hostile.watching import lost_workers
from bench.hostile.wire_tricks import wire_tricks
from bench.hostile.workbooks import one_text_in_many_cells
from tests.forked_programs import start_program
from tests.servers import wait_until

MIB = 2**20
AMPLIFIED = checked("one long text in 200 cells", "amplified.xlsx", lambda: one_text_in_many_cells(90_000, 200))
CHOSEN = (
    "16,000 columns, then 40,000 rows of one cell",
    "quotation marks alone",
    "zero bytes",
    "half letters",
    "a number of 900,000 digits",
)
TABLE = b"Nr.;Ma\xc3\x9fnahme;Status;X\n" + b"1;a;geplant;zzzz\n" * 60


def _inputs() -> list[Hostile]:
    """A few inputs that are quickly made and quickly read."""
    tables = [hostile for hostile in hostile_tables() if hostile.name.removeprefix("CSV: ") in CHOSEN]
    assert len(tables) == len(CHOSEN)
    patterns = [
        checked("a long pattern", "a.csv", lambda: TABLE, mapping=own_field(pattern="[a" + "b" * 50_000 + "]{2}")),
        checked(
            "a pattern that tries all ways", "a.csv", lambda: TABLE, mapping=own_field(pattern="^(z+)+$|(z|zz)+x")
        ),
        checked("lists in lists", "a.csv", lambda: TABLE, mapping="[" * 50_000),
    ]
    reports = [
        checked(name, "bericht.pdf", TRICKS[name])
        for name in ("pages in a circle", "form of forms", "letters from a file", "pictures beyond all measures")
    ]
    paths = [
        Hostile("all changes", path="/api/v1/changes?since=0&limit=0", method="GET"),
        Hostile("a page of a comparison", path="/{reader}/climate/compare/1.0.0...1.1.0", method="GET"),
    ]
    bytes_alone = [hostile for hostile in wire_tricks() if "at once" not in hostile.name]
    return [*tables, AMPLIFIED, *patterns, *reports, *paths, *bytes_alone]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A real server with a table of 50 rows in two versions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.server, "START", start_program)
        with opened(tmp_path_factory.mktemp("hostile"), rows=50, inputs=_inputs(), as_shipped=False) as running:
            yield running


def test_every_hostile_input_is_answered_and_no_worker_is_lost(place: Place):
    visits = [visit(place.address, hostile, place.names) for hostile in place.inputs]

    assert [came for came in visits if not came.is_answered] == []
    assert [came for came in visits if came.received > 5 * MIB] == []
    assert lost_workers(place.log) == []


def test_others_are_served_while_a_crowd_holds_its_connections(place: Place):
    ordinary = place.ordinary()
    with ExitStack() as holding:
        crowd = [
            crowds.waiting_for_changes(place.address, 4),
            crowds.slow_readers(place.address, 4, place.large_answer),
            *crowds.slow_senders(place.address, 4),
        ]
        for clients in crowd:
            holding.enter_context(clients)
        wait_until(lambda: all(clients.connections for clients in crowd), lambda: "no crowd came together")
        with ordinary.asking():
            wait_until(lambda: all(kind.seconds for kind in ordinary.kinds), lambda: "others are not answered")

    assert [kind.failures for kind in ordinary.kinds] == [[], [], []]
    assert lost_workers(place.log) == []


def test_a_comparison_that_many_ask_for_is_answered_or_refused_with_a_time_to_come_again(place: Place):
    with crowds.hammering(place.address, 8, place.comparison) as clients:
        wait_until(lambda: clients.connections > 40, lambda: "the comparison is not answered")

    assert visit(place.address, Hostile("comparison", path=place.comparison, method="GET"), {}).status == 200


def test_a_small_workbook_does_not_fill_the_database(place: Place):
    content, before = one_text_in_many_cells(50_000, 60), _database_bytes(place)
    sent = Hostile(
        "an upload",
        lambda: multipart({"as_of": "2024-12-31"}, {"amplified.xlsx": content}),
        f"/api/v1/publishers/{place.city.name}/datasets/{place.city.dataset}/uploads",
        headers={"Authorization": f"Bearer {place.city.token}", "Content-Type": AMPLIFIED.headers["Content-Type"]},
    )

    came = visit(place.address, sent, {})

    assert came.status == 201, came.said
    assert came.received < MIB
    assert _database_bytes(place) - before < MIB < 60 * 50_000


def _database_bytes(place: Place) -> int:
    """What the database takes, its journal included."""
    return sum(path.stat().st_size for path in (place.folder / "data").glob("opendata.sqlite*"))
