"""Small questions to the operating system about this process and a socket."""

import resource
import socket


def is_gone(real: socket.socket) -> bool:
    """Whether the client has closed its side meanwhile."""
    try:
        return not real.recv(1, socket.MSG_PEEK)
    except (BlockingIOError, InterruptedError):
        return False
    except OSError:
        return True


def raise_limit_of_files() -> None:
    """Allow this process as many open files as the system does: a slow client may hold two beside its connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2**16 if hard == resource.RLIM_INFINITY else min(hard, 2**16)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
