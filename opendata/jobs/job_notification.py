"""The bell: it tells workers at once that there is a new job, through a list in Redis where the service has one.

Here: ringing the bell, and waiting until it rings. Not here: the jobs themselves. A bell that nobody hears delays a
job by some seconds only, because workers also look for jobs in SQL, and do so more often where there is no Redis. So
no failure here is an error. The list holds only the ids of jobs: whoever can write to Redis can make a worker look
for a job, and no more.
"""

import logging
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import Any

log = logging.getLogger("opendata.jobs")
LIST = "opendata:jobs"
ANSWER_SECONDS = 2  # how long a request waits for a Redis that does not answer
LISTEN_SECONDS = 1
LONGEST_ID = 40


class Bell:
    """One list that all processes of the service share; its connection is opened when it is first used."""

    def __init__(self, redis_url: str | None) -> None:
        self._redis_url = redis_url
        self._is_silent = False
        self._last_answer = 0.0  # seconds, as `monotonic` counts them
        self._log_lock = Lock()

    @property
    def can_ring(self) -> bool:
        """Whether there is a Redis; without one, the bell cannot ring, and workers only look into SQL."""
        return self._redis_url is not None

    def ring(self, job_id: str) -> None:
        """Tell one worker that there is this job; never raises."""
        if not self.can_ring:
            return
        asked = monotonic()
        try:
            self._redis.lpush(LIST, job_id)
            self._log_change(None, asked)
        except Exception as error:
            self._log_change(error, asked)

    def listen(self) -> str | None:
        """Wait for a ring, one second at most; the id of the job, or None. Raises NotHeard if Redis is silent."""
        asked = monotonic()
        try:
            list_and_id = self._redis.brpop([LIST], timeout=LISTEN_SECONDS)
            self._log_change(None, asked)
        except Exception as error:
            self._log_change(error, asked)
            raise NotHeard from error
        return None if list_and_id is None else bytes(list_and_id[1])[:LONGEST_ID].decode("ascii", "replace")

    @cached_property
    def _redis(self) -> Any:
        from redis import Redis  # noqa: PLC0415 - slow to import, and few processes ever ring

        return Redis.from_url(
            str(self._redis_url),
            socket_connect_timeout=ANSWER_SECONDS,
            socket_timeout=LISTEN_SECONDS + ANSWER_SECONDS,
            retry=None,
        )

    def _log_change(self, error: Exception | None, asked: float) -> None:
        """Write one line when Redis stops answering, and one when it answers again.

        Several threads ask Redis at once. A failure of a thread that asked before another one was answered is old
        news: without that rule, the log would tell of a second silence that never was.
        """
        with self._log_lock:
            if error is None:
                self._last_answer = monotonic()
                if self._is_silent:
                    log.warning("the queue answers again")
            elif asked < self._last_answer:
                return
            elif not self._is_silent:
                log.warning(
                    "the queue does not answer (%s); jobs are found in the database, some seconds later", error
                )
            self._is_silent = error is not None


class NotHeard(Exception):
    """Redis does not answer."""
