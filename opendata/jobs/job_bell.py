"""The bell: tells workers at once that there is a job, by huey's queue in Redis or in a file of SQLite.

Here: ringing, and waiting for it. Not here: the jobs. A bell that is not heard costs seconds and nothing else:
workers look into SQL themselves. So nothing that goes wrong here is an error, and only ids are put on the queue:
huey's own tasks are pickled, and whoever can write to Redis could make a worker run what he likes.
"""

import logging
from functools import cached_property
from pathlib import Path
from typing import Any

log = logging.getLogger("opendata.jobs")
NAME = "opendata"
FILE = "bell.sqlite"
ANSWER_SECONDS = 2  # how long a request may be held up by a Redis that says nothing
LISTEN_SECONDS = 1
LONGEST_ID = 40


class Bell:
    """One queue that all processes of the service share; opened when it is first used."""

    def __init__(self, redis_url: str | None, data_dir: Path) -> None:
        self._redis_url, self._data_dir = redis_url, data_dir
        self._silent = False

    @cached_property
    def huey(self) -> Any:
        """The queue; raises whatever its storage raises."""
        from huey import Huey  # noqa: PLC0415 - slow to import, and few processes ever ring
        from huey.storage import RedisStorage, SqliteStorage  # noqa: PLC0415

        if self._redis_url is None:
            file = str(self._data_dir / FILE)
            return Huey(NAME, results=False, storage_class=SqliteStorage, filename=file, fsync=False)
        from redis import ConnectionPool  # noqa: PLC0415

        pool = ConnectionPool.from_url(
            self._redis_url, socket_connect_timeout=ANSWER_SECONDS, socket_timeout=LISTEN_SECONDS + ANSWER_SECONDS
        )
        return Huey(
            NAME, results=False, storage_class=RedisStorage, connection_pool=pool, read_timeout=LISTEN_SECONDS
        )

    def ring(self, job_id: str) -> None:
        """Say that there is a job; never raises."""
        try:
            self.huey.storage.enqueue(job_id.encode())
            self._say(None)
        except Exception as error:
            self._say(error)

    def listen(self) -> str | None:
        """The id of a job somebody rang for, after a second at most where Redis is the bell; raises NotHeard."""
        try:
            heard = self.huey.storage.dequeue()
            self._say(None)
        except Exception as error:
            self._say(error)
            raise NotHeard from error
        return None if heard is None else bytes(heard)[:LONGEST_ID].decode("ascii", "replace")

    @property
    def waits(self) -> bool:
        """Whether listen() waits until somebody rings."""
        return self._redis_url is not None

    def _say(self, error: Exception | None) -> None:
        """One line when the bell falls silent, and one when it is heard again."""
        if error is not None and not self._silent:
            log.warning("the queue does not answer (%s); jobs are found in the database, some seconds later", error)
        elif error is None and self._silent:
            log.warning("the queue answers again")
        self._silent = error is not None


class NotHeard(Exception):
    """The queue does not answer."""
