"""What databases are asked while something is done, for tests that count or explain it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def heard(engine: Engine | type[Engine] = Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements meanwhile, with their values, without beginnings of transactions; of all databases or of one."""
    found: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append((statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", hear)
