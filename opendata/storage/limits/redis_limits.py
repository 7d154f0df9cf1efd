"""Counters counted in Redis, by all processes of all hosts; in the file of the host while Redis does not answer.

Here: the same counting as in file_limits.py, as scripts that Redis runs in one piece and by its own clock.
"""

import logging
import time
from typing import Any
from uuid import uuid4

from opendata.steps.ports.limits import AllowedRate, Counters

log = logging.getLogger("opendata.limits")
PREFIX = "opendata:limits"
ANSWER_SECONDS = 1.0
DO_WITHOUT_SECONDS = 10.0  # how long a Redis that did not answer is not asked again
NOW = "local t = redis.call('TIME') local now = tonumber(t[1]) + tonumber(t[2]) / 1000000 "
COUNT = (
    NOW
    + """
local seconds, share = tonumber(ARGV[1]), tonumber(ARGV[1]) / tonumber(ARGV[2])
local owed = math.min(math.max(tonumber(redis.call('GET', KEYS[1]) or '0') - now, 0), seconds)
local wait = owed + share - seconds
if wait > 0.000001 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', now + owed + share), 'EX', math.ceil(owed + share))
return '0'
"""
)
HOLD = (
    NOW
    + """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[1]), ARGV[3])
redis.call('EXPIRE', KEYS[1], math.ceil(tonumber(ARGV[1])))
return 1
"""
)


class RedisLimits:
    """Counters in Redis, and what counts in their place."""

    def __init__(self, url: str, otherwise: Counters) -> None:
        self._url, self._otherwise = url, otherwise
        self._redis: Any = None
        self._ask_again_at = 0.0

    def count(self, limit: AllowedRate, who: str) -> float:
        """Count one time more; 0 if that is within the limit, else in how many seconds the next one is."""
        answer = self._run(COUNT, limit, who)
        return self._otherwise.count(limit, who) if answer is None else float(answer)

    def hold(self, limit: AllowedRate, who: str) -> str | None:
        """Take one of the places: its name; None if all are taken."""
        place = uuid4().hex
        answer = self._run(HOLD, limit, who, place)
        if answer is None:
            return self._otherwise.hold(limit, who)
        return place if int(answer) else None

    def let_go(self, limit: AllowedRate, who: str, place: str) -> None:
        """Give a place back."""
        self._otherwise.let_go(limit, who, place)  # Redis may have answered at one time and not at the other
        self._run("return redis.call('ZREM', KEYS[1], ARGV[3])", limit, who, place)

    def _run(self, script: str, limit: AllowedRate, who: str, *more: str) -> Any:
        """What a script answers; None if Redis does not."""
        if time.monotonic() < self._ask_again_at:
            return None
        try:
            if self._redis is None:
                self._redis = self._connect()
            key = f"{PREFIX}:{limit.name}:{who}"
            answer = self._redis.eval(script, 1, key, limit.seconds, limit.most, *more)
        except Exception as error:
            log.warning("Redis does not count (%s); this host counts by itself meanwhile", type(error).__name__)
            self._ask_again_at = time.monotonic() + DO_WITHOUT_SECONDS
            return None
        return answer

    def _connect(self) -> Any:
        from redis import Redis  # noqa: PLC0415 - slow to import, and not needed without REDIS_URL

        return Redis.from_url(
            self._url, socket_connect_timeout=ANSWER_SECONDS, socket_timeout=ANSWER_SECONDS, retry=None
        )
