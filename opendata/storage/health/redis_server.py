"""Redis: whether it answers. Everything that it holds can be made again or done without.

Here: the check at start and for /readyz. Not here: what is counted in it (storage/limits/), the bell for jobs
(jobs/job_notification.py).
"""

import redis

from opendata.config import ConfigError

ANSWER_SECONDS = 2


def check_redis(url: str) -> None:
    """Raise ConfigError, which says what to do, if Redis cannot be used."""
    try:
        _ping(url)
    except redis.AuthenticationError:
        raise ConfigError("REDIS_URL cannot be used: Redis refuses its user or password; correct them") from None
    except redis.RedisError as error:
        reason = " ".join(str(error).split()).rstrip(".")[:300] or type(error).__name__
        raise ConfigError(f"REDIS_URL cannot be used: {reason}; start Redis, or correct the address") from None
    except ValueError:
        raise ConfigError("REDIS_URL cannot be read; write it as redis://host:6379/0") from None


def redis_answers(url: str) -> bool:
    """Whether Redis answers now."""
    try:
        _ping(url)
    except redis.RedisError:
        return False
    return True


def _ping(url: str) -> None:
    client = redis.Redis.from_url(
        url, socket_connect_timeout=ANSWER_SECONDS, socket_timeout=ANSWER_SECONDS, retry=None
    )
    try:
        client.ping()
    finally:
        client.close()
