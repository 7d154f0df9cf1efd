"""How long a client may take, and what comes of a connection whose client takes longer.

Here: the times, and the judgement. Not here: the pace of bodies and answers (connections.py), and ending anything.
"""

from enum import Enum, auto

from opendata.server.connections import Connection, State

HEAD_SECONDS = 15.0  # from the first byte, or from the opening of the connection, to the end of the head
REST_SECONDS = 5.0  # at most, for a client that was told to ask again later and asks again at once
CLOSING_SECONDS = 2.0
# A client that still sends the body of a request that was answered is listened to for so long, so that it reads why.
REFUSED_SECONDS = 30.0


class Fate(Enum):
    """What is to be done about a connection."""

    WAIT = auto()
    TOO_SLOW = auto()  # answer so, and close
    END = auto()
    MAY_ASK = auto()  # its time of rest is over


def what_comes_of(connection: Connection, now: float, keepalive: float) -> Fate:
    """What is to be done about a connection that has been in its state for a while; keepalive: seconds when idle."""
    waited = now - connection.since
    match connection.state:
        case State.HEAD if waited > HEAD_SECONDS:
            return Fate.TOO_SLOW if connection.has_begun() else Fate.END
        case State.BODY if not connection.keeps_pace(now):
            return Fate.TOO_SLOW
        case State.SENDING if not connection.keeps_pace(now):
            return Fate.END
        case State.RESTING if waited > min(connection.sock.told_to_wait, REST_SECONDS):
            return Fate.MAY_ASK
        case State.IDLE if waited > keepalive:
            return Fate.END
        case State.CLOSING if waited > (REFUSED_SECONDS if connection.is_refused else CLOSING_SECONDS):
            return Fate.END
    return Fate.WAIT
